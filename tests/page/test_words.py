"""No text of the page goes around the catalogue.

Every message is put between brackets, and nothing without brackets is left on any view.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from sim.page.app import body_of
from sim.page.computing.queue import Computer
from sim.page.levers.groups import GROUPS
from sim.page.levers.today import regions, rows
from sim.page.shown import views
from sim.page.shown.frame import LANGUAGE_WORDS
from sim.page.state.address import VIEWS
from sim.page.state.variant import scenarios
from sim.words import catalogue
from tests.page.made_up import MadeUpRunner

MOVED = (
    "&jzp=0&jzp_by=2030&small=69&built_by=2028&evaluation=1&wide=1&ret=90"
    "&pin=jzplus_zero_2030&pin=baseline~leave:7"
)
SHOWN = (
    "children",
    "title",
    "alt",
    "placeholder",
    "aria-label",
    "data-wait",
    "data-done",
    "data-unit",
)
TEXTS = catalogue.texts
TOLD = ("label", "unit", "help")
LETTERS = re.compile(r"[A-Za-z]{2}")


def bracketed(name: str) -> Mapping[str, Mapping[str, str]]:
    """Return a catalogue with every text between brackets."""
    return {
        key: {lang: f"⟦{words}⟧" for lang, words in text.items()}
        for key, text in TEXTS(name).items()
    }


def told(node: Any) -> Iterator[str]:
    """Return every text of a component that a visitor sees or hears."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list | tuple):
        for each in node:
            yield from told(each)
    elif isinstance(node, dict):  # a figure
        for key, value in node.items():
            if key in ("text", "name", "caption") or isinstance(value, dict | list):
                yield from (
                    told(value)
                    if not isinstance(value, list) or key in ("data", "annotations")
                    else ()
                )
    elif hasattr(node, "to_plotly_json"):
        props = node.to_plotly_json()["props"]
        if (
            props.get("lang") is None or props.get("className") == "language"
        ):  # sources are in the language in which they were written
            for name in SHOWN:
                yield from told(props.get(name))


def from_data(lang: str) -> set[str]:
    """Return the texts that come from configuration and from other parts, each in both languages in
    its own place.
    """
    found = {region.title[lang] for region in regions().values()} | {
        scenario.title[lang] for scenario in scenarios().values()
    }
    for group in GROUPS:
        found.add(group.title[lang])
        for lever in group.levers:
            found |= {getattr(lever, name)[lang] for name in TOLD if hasattr(lever, name)}
    return (
        found
        | set(LANGUAGE_WORDS.values())
        | {record.source for row in rows().values() for record in row.values}
    )


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_text_goes_around_the_catalogue(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "texts", bracketed)
    computer = Computer(MadeUpRunner, 2, 12)
    seen: list[str] = []
    for view in VIEWS:
        for query in ("", MOVED):
            address = f"?lang={lang}{query}&view={view}"
            seen += told(body_of(address, None)[0])
            world = views.first_look(computer, address, "a" * 32)
            while not world.is_done:
                world = (
                    views.look(
                        computer,
                        address,
                        {"key": world.shown["key"], "n": world.shown["n"]},
                        "a" * 32,
                    )
                    or world
                )
            for part in (
                world.sentence,
                world.progress,
                world.tiles,
                world.figures,
                world.understand,
                world.compare,
            ):
                seen += told(part)
            seen += told(views.doubt_about(computer, address, "a" * 32))
            seen += told(views.doubt_about(computer, address + "&region=limburg", "a" * 32))
    computer.close()
    allowed = from_data(lang)
    bare = [re.sub(r"⟦[^⟦⟧]*⟧", "", re.sub(r"⟦[^⟦⟧]*⟧", "", text)) for text in seen]
    around = {
        text
        for text, rest in zip(seen, bare, strict=True)
        if LETTERS.search(rest) and "⟦" not in text and text not in allowed
    }
    assert len(seen) > 1000 and not around, f"not in the catalogue: {sorted(around)}"
