"""No arrow points up: a module imports from its own layer and from those below it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import sim

FOLDER = Path(sim.__file__).parent
LAYERS = (  # from top to bottom; what stands on one line may import each other
    ("__main__", "commands"),
    ("page",),
    ("reporting", "catalogue"),
    ("doubt", "evidence", "claims", "why", "experiment"),
    ("front_door", "result", "plots", "readable"),
    ("measures", "statistics", "tables", "theory"),
    ("engine",),
    ("words", "rules"),
    ("world",),
    ("compiled", "draws", "names", "common"),
)
HEIGHT = {package: -row for row, packages in enumerate(LAYERS) for package in packages}
FACE = ("__init__",)  # the public face shows what lies in all layers
EXCEPTIONS = {
    (
        "world/build",
        "rules",
    ): "the rules declare which rows there are",
    (
        "world/locations",
        "rules",
    ): "a rule says how many locations hold so many places",
}


def imports_of(path: Path) -> Iterator[str]:
    """Return the packages and modules right below `sim` that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            parts = node.module.split(".")
            if parts[0] == "sim":
                yield from [parts[1]] if len(parts) > 1 else [each.name for each in node.names]
        elif isinstance(node, ast.Import):
            for each in node.names:
                if each.name.startswith("sim."):
                    yield each.name.split(".")[1]


def arrows_up() -> set[tuple[str, str]]:
    """Return (module, package that stands above it) for every import that points up."""
    found = set()
    for path in FOLDER.rglob("*.py"):
        name = path.relative_to(FOLDER).with_suffix("").as_posix()
        own = name.partition("/")[0]
        if own not in FACE:
            found |= {
                (name, other) for other in imports_of(path) if HEIGHT.get(other, -99) > HEIGHT[own]
            }
    return found


def test_every_package_has_a_layer() -> None:
    packages = {path.name for path in FOLDER.iterdir() if (path / "__init__.py").is_file()}
    modules = {path.stem for path in FOLDER.glob("*.py")} - set(FACE)
    assert packages | modules <= set(HEIGHT), sorted((packages | modules) - set(HEIGHT))


def test_no_arrow_points_up() -> None:
    up = arrows_up()
    assert not up - set(EXCEPTIONS), f"these import from above: {sorted(up - set(EXCEPTIONS))}"
    assert set(EXCEPTIONS) <= up, f"no longer needed: {sorted(set(EXCEPTIONS) - up)}"
