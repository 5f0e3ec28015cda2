"""A variant of the page as a scenario.

A file that `python -m sim scenario=<file>` accepts, and the world that it makes.
"""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml

from sim.common.calendar import whole_days
from sim.front_door import defaults
from sim.page.levers.groups import LEVERS, MOMENTS, SWITCHES
from sim.page.levers.today import changes_of, on_step, range_of, row_today, slider_today
from sim.page.state.address import PageVariant
from sim.page.texts import Words
from sim.words.catalogue import LANGUAGES
from sim.words.levers import with_unit
from sim.world.build import World, build_world
from sim.world.changes import Change
from sim.world.run import Run
from sim.world.scenario import Scenario, load_scenario, scenario_names

SOURCE = "chosen on the workshop page; sizes of effects are assumptions of the model"
VARIANT = "variant"  # name of a scenario with levers moved


@lru_cache(maxsize=1)
def scenarios() -> dict[str, Scenario]:
    """Return all scenarios, by name; the baseline first."""
    names = sorted(scenario_names(), key=lambda name: (name != "baseline", name))
    return {name: load_scenario(name) for name in names}


def run_of_page() -> Run:
    """Return the usual period: `conf/config.yaml`."""
    usual = defaults()
    return Run(usual["start"], usual["end"], whole_days(usual["warm_up_years"]))


def scenario_of(variant: PageVariant, region: str) -> Scenario:
    """Return the variant as a scenario.

    A moved lever replaces what the chosen scenario says about the same row.
    """
    chosen = scenarios()[variant.scenario]
    moved = {
        row: changes
        for row, changes in changes_of(variant.moved, region).items()
        if changes or row in chosen.changes
    }
    if not moved:
        return chosen
    title, question, story = {}, {}, {}
    for lang in LANGUAGES:
        w = Words(lang)
        title[lang] = title_of(variant, region, w)
        question[lang] = w("page.question_of_variant", title=title[lang])
        moves = "; ".join(moved_in_words(variant, region, w))
        story[lang] = w("page.story_of_variant", story=chosen.story[lang], moves=moves)
    changes = {row: each for row, each in {**chosen.changes, **moved}.items() if each}
    return Scenario(
        VARIANT,
        title,
        question,
        story,
        f"{chosen.source}; {SOURCE}",
        changes,
        "the workshop page",
        assume=chosen.assume,
    )


@lru_cache(maxsize=256)
def world_of(scenario: str, moved: tuple[tuple[str, float], ...], wide: bool, region: str) -> World:
    """Return the world of a variant in a region (remembered).

    Raises:
        ConfigError: a lever asks for a value that the row cannot hold.
    """
    return build_world(
        scenario_of(PageVariant(scenario, dict(moved), wide), region),
        region=region,
        run=run_of_page(),
    )


def world_of_variant(variant: PageVariant, region: str) -> World:
    """Return the world of a variant in a region. Raises as `world_of`."""
    return world_of(variant.scenario, tuple(sorted(variant.moved.items())), variant.wide, region)


@lru_cache(maxsize=4096)
def position(slug: str, scenario: str, region: str) -> float:
    """Return where a slider stands before anybody moves it.

    Where the chosen scenario leaves it at the end of the period.
    """
    chosen = scenarios()[scenario]
    if slug in MOMENTS:
        ends = [
            c.until.year
            for lever in LEVERS.values()
            if lever.ready == slug
            for c in chosen.changes.get(lever.row, ())[-1:]
        ]
        return float(min(max(ends, default=MOMENTS[slug].today), MOMENTS[slug].high))
    row = SWITCHES[slug].row if slug in SWITCHES else LEVERS[slug].row
    if row not in chosen.changes:
        return 0.0 if slug in SWITCHES else slider_today(LEVERS[slug], region)
    value, today = end_value(world_of(scenario, (), False, region), row), row_today(row, region)
    if slug in SWITCHES:
        return value
    lever = LEVERS[slug]
    at = {
        "to": value / lever.factor,
        "times": 100.0 * value / today if today else 100.0,
        "add": value - today,
    }[lever.how]
    return on_step(lever, at)


def end_value(world: World, row: str) -> float:
    """Return the value of a row in the first region on the last day of the run."""
    column = world.column(row)
    values = world.change_value[(world.change_name == column) & (world.change_region == 0)]
    return float(values[-1]) if len(values) else float(world.values[0, column])


def is_moved(slug: str, variant: PageVariant, region: str) -> bool:
    """Tell whether a lever of this variant was moved away from where the chosen scenario has it."""
    return slug in variant.moved and variant.moved[slug] != position(slug, variant.scenario, region)


def moved_in_words(variant: PageVariant, region: str, w: Words) -> list[str]:
    """Return what was moved, one phrase a lever: "time between evaluations 6 weeks (was 13)"."""
    lines = []
    for slug in variant.moved:
        if not is_moved(slug, variant, region):
            continue
        if slug in SWITCHES:
            lines.append(
                SWITCHES[slug].label[w.lang]
                if variant.moved[slug]
                else w("page.places_go_as_they_fall_free")
            )
            continue
        if slug in MOMENTS:
            continue
        lever = LEVERS[slug]
        value, before = variant.moved[slug], slider_today(lever, region)
        year = (
            int(variant.moved.get(lever.ready, MOMENTS[lever.ready].today))
            if lever.ready and value != before
            else 0
        )
        amount = amount_text(slug, value, w)
        template = "page.label_amount_now_before" if lever.how == "to" else "page.label_amount"
        if year:
            template = "page.label_amount_by_year"
        lines.append(
            w(template, label=lever.label[w.lang], amount=amount, before=w.short(before), year=year)
        )
    return lines


def title_of(variant: PageVariant, region: str, w: Words) -> str:
    """Return a short title: that of the scenario, with the levers that were moved."""
    moved = moved_in_words(variant, region, w)
    title = scenarios()[variant.scenario].title[w.lang]
    if not moved:
        return title
    start = [title] if variant.scenario != "baseline" else []
    shown = [
        *start,
        *(
            line if n == 0 and not start else line[:1].lower() + line[1:]
            for n, line in enumerate(moved)
        ),
    ]
    kept = shown[:3]
    more = len(shown) - len(kept)
    return " + ".join(kept) + (f" + {more}" if more else "")


def as_yaml(variant: PageVariant, region: str) -> str:
    """Return the scenario file of a variant."""
    scenario = scenario_of(variant, region)
    content: dict[str, Any] = {
        "title": dict(scenario.title),
        "question": dict(scenario.question),
        "story": dict(scenario.story),
        "source": scenario.source,
        "changes": {
            row: [_plain(change) for change in changes] for row, changes in scenario.changes.items()
        },
    }
    if scenario.assume:
        content["assume"] = dict(scenario.assume)
    head = (
        f"# Made on the workshop page for region {region}. Run it: python -m sim scenario=<this "
        f"file> region={region}\n"
    )
    return head + yaml.dump(
        content, Dumper=PlainDumper, allow_unicode=True, sort_keys=False, width=120
    )


class PlainDumper(yaml.SafeDumper):
    """Writes every value out: the program reads no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """Return that nothing is written as an alias."""
        return True


def _plain(change: Change) -> Mapping[str, dt.date | float | str]:
    entry: dict[str, dt.date | float | str] = {"from": change.start}
    if change.until > change.start:
        entry |= {"until": change.until}
    entry[change.how] = change.amount
    if change.until > change.start and change.shape != "linear":
        entry["shape"] = change.shape
    return {**entry, **({"widen": change.widen} if change.widen else {})}


def amount_text(slug: str, value: float, w: Words) -> str:
    """Return the position of a slider with its unit."""
    lever = LEVERS[slug]
    return with_unit(w.short(value), lever.unit[w.lang])


def range_text(slug: str, wide: bool, w: Words) -> str:
    """Return the range of a slider in words."""
    low, high = range_of(LEVERS[slug], wide)
    return w("page.low_to_high", low=w.short(low), high=w.short(high))
