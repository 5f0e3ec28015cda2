"""The levers of the page are rows: read, checked, and told as their parameters are."""

from typing import Any

import pytest

from sim.common.errors import ConfigError
from sim.page.levers.groups import ALL, GROUPS, LEVERS, groups_in
from sim.page.levers.today import changes_of, range_of, slider_today
from sim.words.levers import all_rows, label_of, lever_lines

HELP = {"nl": "Hulp.", "en": "Help."}


def group(**levers: Any) -> dict[str, Any]:
    return {"one": {"title": {"nl": "Een", "en": "One"}, "levers": levers}}


def test_every_lever_of_the_page_is_called_what_its_row_is_called() -> None:
    for lever in ALL.values():
        if hasattr(lever, "row"):
            for lang in ("nl", "en"):
                assert lever.label[lang].lower() == label_of(lever.row, lang).lower()
    assert sum(len(each.levers) for each in GROUPS) == len(ALL) > 30


def test_a_slider_and_the_list_of_changes_tell_the_same_number() -> None:
    rows = all_rows()
    for slug, lever in LEVERS.items():
        if lever.how != "to" or slug == "reluctance":
            continue
        low, high = range_of(lever, wide=False)
        moved = low if slider_today(lever, "limburg") != low else high
        changes = changes_of({slug: moved}, "limburg")
        (line,) = lever_lines(changes, rows)["en"]
        (amount,) = [part for part in line.split(": ")[1:]]
        assert amount.startswith(f"{moved:,g}"), f"{slug} at {moved}: {line}"


def test_reluctance_grows_to_the_right() -> None:
    assert range_of(LEVERS["reluctance"], wide=False) == (0.0, 6.0)
    (change,) = changes_of({"reluctance": 2.0}, "limburg")["search.accept_after_one_to_one"]
    assert change.amount == -2.0, "the row is log-odds: more reluctance is lower"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (group(a={"row": "start.p_plam", "help": HELP}), "unknown lever 'start.p_plam'"),
        (group(a={"row": "search.accept_escalation", "help": HELP}), "unknown lever"),
        (group(a={"row": "start.p_plan", "hwo": "to", "help": HELP}), "unknown key 'hwo'"),
        (group(a={"row": "start.p_plan", "how": "by", "help": HELP}), "'how' is 'by'"),
        (group(a={"row": "start.p_plan", "ready": "b", "help": HELP}), "unknown moment 'b'"),
        (group(a={"row": "start.p_plan", "help": {"nl": "Hulp."}}), "'en'"),
        ({"one": {"levers": {}}}, "'title'"),
    ],
)
def test_a_faulty_lever_is_refused_with_the_way_out(content: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message.replace("(", ".")):
        groups_in(content, all_rows(), "levers.yaml")


def test_two_levers_of_one_short_name_are_refused() -> None:
    two = group(a={"row": "start.p_plan", "help": HELP})
    two["two"] = two["one"]
    with pytest.raises(ConfigError, match="'a' stands twice"):
        groups_in(two, all_rows(), "levers.yaml")
