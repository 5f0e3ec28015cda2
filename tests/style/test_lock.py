"""The pins of pyproject.toml and the hashes of requirements.lock describe the same packages.

Reads files only: no network.
"""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
REFRESH = "run: uv export --no-header --no-emit-project --all-groups > requirements.lock"


def exact_version(requirement: Requirement) -> str:
    (specifier,) = requirement.specifier
    assert specifier.operator == "==" and "*" not in specifier.version, (
        f"{requirement} is not an exact pin"
    )
    return specifier.version


def read_pins() -> dict[str, str]:
    pins = [Requirement(line) for line in PROJECT["tool"]["uv"]["constraint-dependencies"]]
    assert len({canonicalize_name(pin.name) for pin in pins}) == len(pins), (
        "a package is pinned twice"
    )
    return {canonicalize_name(pin.name): exact_version(pin) for pin in pins}


def read_lock() -> dict[str, tuple[str, list[str]]]:
    """Name -> (version, sha256 hashes)."""
    found: dict[str, tuple[str, list[str]]] = {}
    entries = re.sub(r"^\s*#.*\n", "", LOCK, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    for entry in filter(str.strip, entries):
        requirement = Requirement(entry.split("--hash=")[0].strip())
        name = canonicalize_name(requirement.name)
        assert name not in found, f"{name} stands in requirements.lock twice"
        found[name] = (
            exact_version(requirement),
            re.findall(r"--hash=sha256:([0-9a-f]{64})\b", entry),
        )
    return found


def direct_dependencies() -> list[str]:
    project = PROJECT["project"]
    groups = [
        project["dependencies"],
        *project["optional-dependencies"].values(),
        *PROJECT["dependency-groups"].values(),
    ]
    return sorted(
        {line for group in groups for line in group if not line.startswith(f"{project['name']}[")}
    )


def test_every_pin_stands_in_the_lock_and_every_package_of_the_lock_is_pinned():
    pins, lock = read_pins(), {name: version for name, (version, _) in read_lock().items()}
    differ = {
        name: (pins.get(name), lock.get(name))
        for name in pins.keys() | lock.keys()
        if pins.get(name) != lock.get(name)
    }
    assert not differ, f"(pin, lock) differ for {differ}; {REFRESH}"


def test_every_package_of_the_lock_has_a_hash():
    bare = [name for name, (_, hashes) in read_lock().items() if not hashes]
    assert not bare, f"no sha256 for {bare}; {REFRESH}"


def test_the_lock_names_no_address():
    assert not re.findall(r"https?:|file:|--\w*index|--find-links|\s-e\s", LOCK)


@pytest.mark.parametrize("line", direct_dependencies())
def test_the_pin_of_a_direct_dependency_satisfies_its_own_bounds(line):
    requirement = Requirement(line)
    version = read_pins().get(canonicalize_name(requirement.name))
    assert version is not None, (
        f"{requirement.name} has no exact pin in [tool.uv] constraint-dependencies"
    )
    assert requirement.specifier.contains(version), f"{version} is pinned, {requirement} is asked"
