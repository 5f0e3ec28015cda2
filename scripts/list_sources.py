"""Write docs/sources.md anew from docs/sources.yaml: python -m scripts.list_sources

What each source is stands in the YAML; which files name it, how often and with which grades is
counted here. A test keeps the page in step and finds names that no source has.
"""

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "docs" / "sources.yaml"
PAGE = ROOT / "docs" / "sources.md"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the fast one where it is there
WHERE_NAMED = ("conf/**/*.yaml", "scenarios/*.yaml", "sim/**/*.py")
OWN_WORDS = ("assumption", "derived", "scaled", "direction", "policy", "pace", "inverse of")
# what looks like the name of a source: Name 2024, Name (2024), Name et al., a StatLine table,
# a letter with a number of our own older notes
CITATION = re.compile(
    r"[A-Z][\w'’&-]+(?: et al\.,?| and [A-Z]\w+| & [A-Z]\w+)?,? "
    r"\(?(?:19|20)\d\d\b(?!-(?:\d\d-|(?:19|20)\d\d))\)?"
    r"|\b[A-Z]\w+ et al\.|StatLine \w+|\bPMC\d+|\b[SP]\d{1,2}\b|10\.\d{4,}/\S+"
)
MONTH = re.compile(
    r"(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.? (?:19|20)\d\d"
    r"|[QH][1-4] 20\d\d|\b(?:In|From|Until|Since|After|Before|By|End|Year) (?:19|20)\d\d"
)


@dataclass
class Source:
    """One source: the names it goes by, what it is, where to open it (or None)."""

    tags: tuple[str, ...]
    what: str
    where: str | None
    note: str = ""
    is_made: bool = False
    named_in: Counter[str] = field(default_factory=Counter)
    grades: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Named:
    """A text that names sources: of a row, a claim, a target, a scenario or a docstring."""

    file: str
    line: int
    text: str
    grade: str = ""


def sections() -> dict[str, tuple[str, list[Source]]]:
    """Return the sections of the list: key -> (title, sources)."""
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return {
        key: (part["title"], [Source(**{**s, "tags": tuple(s["tags"])}) for s in part["sources"]])
        for key, part in data.items()
    }


def _of_yaml(node: Any, file: str) -> Iterator[Named]:
    """Yield every text under a key `source`, with the grade beside it."""
    if isinstance(node, yaml.MappingNode):
        here = {key.value: value for key, value in node.value}
        source, grade = here.get("source"), here.get("grade")
        if isinstance(source, yaml.ScalarNode):
            stated = grade.value if isinstance(grade, yaml.ScalarNode) else ""
            yield Named(file, source.start_mark.line + 1, source.value, stated)
        for _, value in node.value:
            yield from _of_yaml(value, file)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _of_yaml(value, file)


@lru_cache
def of_rows() -> tuple[Named, ...]:
    """Return what rows, regions, claims, targets and scenarios give as their source."""
    found: list[Named] = []
    for pattern in WHERE_NAMED[:2]:
        for path in sorted(ROOT.glob(pattern)):
            with path.open(encoding="utf-8") as stream:
                tree = yaml.compose(stream, Loader=LOADER)
            found += _of_yaml(tree, path.relative_to(ROOT).as_posix())
    return tuple(found)


@lru_cache
def of_code() -> tuple[Named, ...]:
    """Return every docstring of `sim`, and every run of comment lines, each as one text."""
    found: list[Named] = []
    for path in sorted(ROOT.glob(WHERE_NAMED[2])):
        if "_data" in path.parts:
            continue
        text, file = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
        found += [Named(file, n, " ".join(doc.split())) for n, doc in _docstrings(text)]
        found += [Named(file, n, note) for n, note in _comments(text)]
    return tuple(found)


def _docstrings(text: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                if isinstance(first.value.value, str):
                    yield first.lineno, first.value.value


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Comments on successive lines are one text."""
    run: list[tuple[int, str]] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        line, words = token.start[0], token.string.lstrip("# ")
        if run and line > run[-1][0] + 1:
            yield run[0][0], " ".join(note for _, note in run)
            run = []
        run.append((line, words))
    if run:
        yield run[0][0], " ".join(note for _, note in run)


def unknown(text: str, tags: tuple[str, ...]) -> list[str]:
    """Return what looks like the name of a source in `text` and is none of `tags`, which come
    longest first.
    """
    if not CITATION.search(text):
        return []
    return CITATION.findall(MONTH.sub(" ", _names(tags).sub(" ", text)))


@lru_cache
def _names(tags: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of any of the names, none as a part of a longer word."""
    return re.compile("|".join(rf"(?<!\w){re.escape(tag)}(?!\w)" for tag in tags))


def all_tags(parts: dict[str, tuple[str, list[Source]]]) -> tuple[str, ...]:
    """Return every name of the list, longest first."""
    tags = [tag for _, sources in parts.values() for source in sources for tag in source.tags]
    return tuple(sorted(tags, key=len, reverse=True))


def count(parts: dict[str, tuple[str, list[Source]]]) -> None:
    """Write into each source which files name it, how often, with which grades."""
    by_tag = {tag: s for _, sources in parts.values() for s in sources for tag in s.tags}
    names = _names(all_tags(parts))
    for named in (*of_rows(), *of_code()):
        found = {id(by_tag[m[0]]): by_tag[m[0]] for m in names.finditer(named.text)}
        for source in found.values():
            source.named_in[_group(named.file)] += 1
            source.grades |= {named.grade} - {""}


def _group(file: str) -> str:
    return "/".join(file.split("/")[:2]) if file.startswith("conf/") else file.split("/")[0]


def _closed(tag: str) -> str:
    """Return a name for the eye: one that goes on behind a bracket gets its other half."""
    return f"{tag} ...)" if tag.count("(") > tag.count(")") else tag


def page() -> str:
    """Return docs/sources.md."""
    parts = sections()
    count(parts)
    lines = [HEAD]
    for title, sources in parts.values():
        lines += [
            f"## {title}",
            "",
            "| Named as | What it is | Open it | Grades | Named in |",
            "|---|---|---|---|---|",
        ]
        for s in sources:
            names = "<br>".join(f"`{_closed(tag)}`" for tag in s.tags)
            where = (
                f"<{s.where}>{' *' if s.is_made else ''}" if s.where else "no public address known"
            )
            used = "; ".join(
                name if name == "sim" else f"{name} {n}" for name, n in sorted(s.named_in.items())
            )
            what = f"{s.what}. {s.note}".strip() if s.note else f"{s.what}."
            lines.append(
                f"| {names} | {what} | {where} | {' '.join(sorted(s.grades)) or '-'} | {used} |"
            )
        lines.append("")
    return "\n".join([*lines, TAIL])


HEAD = """# Sources

Every source that a row, a claim, a target, a scenario or the code names. The list is
`docs/sources.yaml`; this page is made from it by `python -m scripts.list_sources`, which also
counts where each is named. `tests/docs/test_sources.py` fails, with file and line, on a name that
stands nowhere here, and on a source here that nothing names.

**Addresses** were looked up in a store of public pages; those with * were made from a number that
names the document for good (doi.org, StatLine, papers of parliament) and were not opened. "No
public address known" means that we have none to give, not that there is none.

**Grades** say how far a figure reaches: A a registration, B an estimate or a figure in the press, C
derived from others or the impression of experts, D another country, adults, or an assumption. The
grade belongs to the figure in its row, not to the source: an assumption that leans on a good report
is still D.
"""

TAIL = """## Other names that code and rows use

| Name | Meaning |
|---|---|
| `K01` ... `K69` | the claim of that number in `conf/claims/*.yaml`, with its source and strength |
| strength `R`, `I`, `O` of a claim | a registration or study; what experts think; an opinion |
| `process 1` ... `process 17` | `docs/model.md`, section Processes |
| `docs/model.md` | the meaning is fixed by the model itself, no source outside it |
| `assumption` | nobody has measured it; what it leans on stands behind the word |
| `derived` | computed from the figures named behind it |
| `scaled` | the share of a region in the national figure named behind it |
| `evidence` | rows of `conf/parameters/` and `conf/region/`, each with its own source |
"""

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(f"{PAGE.relative_to(ROOT)}: {sum(len(s) for _, s in sections().values())} sources.")
