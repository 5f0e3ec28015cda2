"""Every name of a source in code, rows, claims, targets and scenarios stands in docs/sources.md."""

import re

import pytest
import yaml

from scripts.list_sources import (
    OWN_WORDS,
    PAGE,
    ROOT,
    Named,
    all_tags,
    count,
    of_code,
    of_rows,
    page,
    sections,
    unknown,
)

CLAIM = re.compile(r"\bK(\d{2})(?:-K?(\d{2}))?\b")
PROCESS = re.compile(r"\b[Pp]rocess(?:es)? (\d{1,2})(?:(?: and |, |-)(\d{1,2}))?\b")


def claims() -> set[int]:
    """Numbers of the claims in conf/claims."""
    return {
        int(key[1:])
        for path in (ROOT / "conf" / "claims").glob("*.yaml")
        for key in yaml.safe_load(path.read_text(encoding="utf-8"))
    }


def processes() -> set[int]:
    """Numbers of the processes in docs/model.md."""
    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    return {int(n) for n in re.findall(r"^\| (\d+) \| [^|]+ \| `sim/rules/", text, re.MULTILINE)}


def numbers(pattern: re.Pattern[str], text: str) -> set[int]:
    """Numbers that a text names, the ends of a range included."""
    return {int(n) for found in pattern.findall(text) for n in found if n}


def at(named: Named) -> str:
    return f"{named.file}:{named.line}"


def test_every_name_that_looks_like_a_source_is_one_of_the_list():
    tags = all_tags(sections())
    strange = {at(n): u for n in (*of_rows(), *of_code()) if (u := unknown(n.text, tags))}
    assert not strange, f"give it an entry in docs/sources.yaml, or write the known name: {strange}"


def test_every_row_names_a_source_or_says_that_it_is_an_assumption():
    tags = all_tags(sections())
    bare = [
        f"{at(n)}: {n.text}"
        for n in of_rows()
        if not n.text.lower().startswith(OWN_WORDS) and not any(tag in n.text for tag in tags)
    ]
    assert not bare, "\n".join(bare)


def test_every_source_of_the_list_is_named_somewhere():
    parts = sections()
    count(parts)
    idle = [s.tags[0] for _, sources in parts.values() for s in sources if not s.named_in]
    assert not idle, f"docs/sources.yaml: nothing names {idle}"


def test_no_two_sources_share_a_name():
    tags = all_tags(sections())
    assert len(tags) == len(set(tags))


def test_every_address_is_an_address():
    bad = [
        s.where
        for _, sources in sections().values()
        for s in sources
        if s.where and not re.fullmatch(r"https?://[\w.-]+\.\w+(?:/\S*)?", s.where)
    ]
    assert not bad, bad


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("Source: Nobody 2031, page 3", ["Nobody 2031"]),
        ("assumption; as in Nobody et al. 2031", ["Nobody et al. 2031"]),
        ("CBS StatLine 99999NED", ["StatLine 99999NED"]),
        ("Source: S9, Doel", ["S9"]),
        ("Source: NJi quickscan 2026, 'Redenen'; K03", []),
        ("as it was in Jan 2026, In 2027", []),
    ],
)
def test_the_search_for_names_finds_those_that_nobody_knows(text, strange):
    assert unknown(text, all_tags(sections())) == strange


def test_every_claim_that_the_code_names_is_a_row():
    known = claims()
    wrong = {at(n): w for n in of_code() if (w := numbers(CLAIM, n.text) - known)}
    assert not wrong, f"no such claim in conf/claims: {wrong}"


def test_every_process_that_the_code_names_is_in_the_model():
    known = processes()
    assert known == set(range(1, 18))
    wrong = {at(n): w for n in of_code() if (w := numbers(PROCESS, n.text) - known)}
    assert not wrong, f"no such process in docs/model.md: {wrong}"


def test_the_page_of_sources_is_that_of_the_list():
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(), "run: python -m scripts.list_sources"
