"""A scenario file that a visitor opens.

Hostile bytes in, a variant of the page out, or one sentence why not. Only plain data is read
(`sim.common.yaml_strict`); nothing in it is a path. The file is understood if some scenario of the
library, with levers of the page moved, changes exactly what the file changes: so what was saved on
the page can be opened again, and so can every scenario of the library.
"""

import base64
from collections.abc import Mapping

from sim.common.errors import ConfigError, show
from sim.common.yaml_strict import parse
from sim.page.levers.groups import LEVERS, MOMENTS, SWITCHES
from sim.page.levers.today import is_beyond, on_step, slider_today
from sim.page.state.address import PageVariant, is_allowed
from sim.page.state.variant import scenario_of, scenarios
from sim.page.texts import Words
from sim.world.changes import Change
from sim.world.scenario import Scenario, parse_scenario

MAX_BYTES = 64 * 1024
NAME = "the file"  # a name from outside is not repeated
MAX_SAID = 400  # characters of a message
BY_ROW = {lever.row: lever for lever in LEVERS.values()}
SWITCH_BY_ROW = {switch.row: switch for switch in SWITCHES.values()}
Changes = Mapping[str, tuple[Change, ...]]


def variant_in(contents: object, region: str, w: Words) -> PageVariant | str:
    """Return the variant in a scenario file, or a sentence that says why it cannot be shown here.

    `contents` is a data address of its bytes.
    """
    data = bytes_of(contents)
    if data is None:
        return w("page.a_scenario_file_is_text", n=MAX_BYTES // 1024)
    try:
        content = parse(data, NAME)
        if not isinstance(content, dict):
            return w("page.this_is_no_scenario_file")
        scenario = parse_scenario(content, "opened", NAME)
    except ConfigError as error:
        return w("page.this_file_cannot_be_read_as", reason=str(error)[:MAX_SAID])
    found = [
        variant
        for base in scenarios().values()
        if dict(base.assume) == dict(scenario.assume)
        and (variant := variant_on(base, scenario.changes, region)) is not None
    ]
    if found:
        return min(found, key=lambda variant: len(variant.moved))
    strange = [row for row in scenario.changes if row not in BY_ROW and row not in SWITCH_BY_ROW]
    if strange:
        return w(
            "page.the_page_has_no_lever_for",
            row=show(strange[0])[:MAX_SAID],
        )
    return w("page.the_page_cannot_show_these_changes")


def bytes_of(contents: object) -> bytes | None:
    """Return the bytes in a data address (base64), None for anything else or too much."""
    if not isinstance(contents, str) or len(contents) > MAX_BYTES * 4 // 3 + 200:
        return None
    head, comma, body = contents.partition(",")
    if not (head.startswith("data:") and head.endswith(";base64") and comma):
        return None
    try:
        data = base64.b64decode(body, validate=True)
    except ValueError:
        return None
    return data if len(data) <= MAX_BYTES else None


def variant_on(base: Scenario, changes: Changes, region: str) -> PageVariant | None:
    """Return the variant that changes exactly this, on top of a scenario of the library.

    None where there is none.
    """
    moved: dict[str, float] = {}
    for row in {**base.changes, **changes}:
        now = changes.get(row, ())
        if now == base.changes.get(row, ()):
            continue
        if row in SWITCH_BY_ROW:
            moved[SWITCH_BY_ROW[row].slug] = float(bool(now))
        elif row in BY_ROW:
            lever = BY_ROW[row]
            if not now:
                moved[lever.slug] = slider_today(lever, region)
                continue
            amount = now[-1].amount
            moved[lever.slug] = on_step(
                lever,
                {"to": amount / lever.factor, "times": 100.0 * amount, "add": amount}[lever.how],
            )
            if lever.ready and now[-1].until.year != MOMENTS[lever.ready].today:
                moved[lever.ready] = float(now[-1].until.year)
        else:
            return None
    wide = any(is_beyond(slug, value) for slug, value in moved.items())
    if not all(is_allowed(slug, value, wide) for slug, value in moved.items()):
        return None
    variant = PageVariant(base.name, dict(sorted(moved.items())), wide)
    return variant if dict(scenario_of(variant, region).changes) == dict(changes) else None
