"""What a reader must know beside the numbers.

The question, what was changed, on what the input numbers rest, where the run came from.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from sim.common.calendar import ONE_DAY
from sim.common.errors import Faults
from sim.front_door import Result
from sim.reporting.policy import IN_CRISIS, Policy, notes, share_in_crisis
from sim.words.catalogue import LANGUAGES, both, say
from sim.words.levers import Changes, Texts, all_rows, amount_words, label_of, lever_lines
from sim.words.numbers import date_text, shortest
from sim.words.report import number_of, title_with
from sim.world.build import World, default_conf
from sim.world.changes import parse_changes
from sim.world.parameters import ParameterRows
from sim.world.region import RegionProfile, load_regions
from sim.world.row import CLASSES, class_of


@dataclass(frozen=True)
class ParameterCount:
    """How many parameter rows have this kind (estimate, law, assumption, lever) and this grade of
    evidence (A to D, empty for none).
    """

    kind: str
    grade: str
    n: int


@dataclass(frozen=True)
class Background:
    """Everything on the page that the recordings do not hold.

    Texts have keys nl and en; empty parts are said to be empty, not left out.
    """

    question: Mapping[str, str] | None = None
    stories: Mapping[str, Mapping[str, str]] | None = (
        None  # side (base, scenario) -> what its file says it is about
    )
    levers: Mapping[str, Sequence[str]] | None = (
        None  # what was added to the scenario on the command line, in words
    )
    notes: Mapping[str, Sequence[str]] | None = None  # warnings about dates (`policy.notes`)
    place: Mapping[str, str] | None = None  # the region or regions, in words
    parameters: Sequence[ParameterCount] = ()
    provenance: Mapping[str, str | Mapping[str, str]] = field(
        default_factory=lambda: MappingProxyType({})
    )


def counts_by_class(parameters: Sequence[ParameterCount]) -> dict[str, int]:
    """Return the number of parameter rows per class, in the order of `CLASSES`."""
    return {
        name: sum(p.n for p in parameters if class_of(p.kind, p.grade) == name) for name in CLASSES
    }


def background_of(base: Result, scenario: Result) -> Background:
    """Return the background of a comparison of two runs of the same regions."""
    rows = all_rows()
    regions = load_regions(scenario.settings["region"], rows=rows, folder=default_conf() / "region")
    sides = [_policy(base), _policy(scenario)]
    is_same = base.world == scenario.world
    return Background(
        question=scenario.scenario.question,
        stories={"base": base.scenario.story, "scenario": scenario.scenario.story},
        levers=lever_lines(sides[1].levers, rows),
        notes=_with_assumed(
            _with_grades(
                _with_shares(
                    notes(sides, rows, scenario.world.run, recorded(rows, regions), is_same),
                    base,
                    scenario,
                ),
                sides,
                rows,
                regions,
            ),
            scenario,
            rows,
        ),
        place={lang: ", ".join(region.title[lang] for region in regions) for lang in LANGUAGES},
        parameters=_parameters(rows),
        provenance=_provenance(base, scenario, regions),
    )


def _with_shares(found: Texts, base: Result, scenario: Result) -> Texts:
    """Return the notes with what a chance that holds when not urgent comes to over all 1:1, for
    each that the scenario changes; its last value counts.
    """
    ends = [dict(zip(r.world.names, _last(r.world), strict=True)) for r in (base, scenario)]
    moved = {name: ends[1][name] for name in IN_CRISIS if ends[0][name] != ends[1][name]}
    return {
        lang: [
            *found[lang],
            *(
                share
                for name, value in moved.items()
                if (share := share_in_crisis(name, value, all_rows(), lang))
            ),
        ]
        for lang in LANGUAGES
    }


def _with_grades(
    found: Texts, sides: Sequence[Policy], rows: ParameterRows, regions: Sequence[RegionProfile]
) -> Texts:
    """Return the notes with those levers that the scenario moves, and the base does not, from a
    value that is itself an assumption: what moving them brings is no surer than that.
    """
    base, other = ({**side.changes, **side.levers} for side in sides)
    moved = [key for key, changes in other.items() if changes != base.get(key)]
    assumed = [key for key in moved if _is_assumed(key, rows, regions)]
    if not assumed:
        return found
    return {
        lang: [
            *found[lang],
            say(
                "policy.assumed_today",
                lang,
                what="; ".join(label_of(key, lang, rows) for key in assumed),
            ),
        ]
        for lang in LANGUAGES
    }


def _is_assumed(name: str, rows: ParameterRows, regions: Sequence[RegionProfile]) -> bool:
    """Tell whether the newest recorded value of a row is an assumption in any of the regions.

    Nothing (0) is none: what is not there today is known.
    """
    newest = [(region.rows.get(name) or rows[name].values)[-1:] for region in regions]
    return any(value.grade == "D" and value.value for values in newest for value in values)


def _with_assumed(found: Texts, result: Result, rows: ParameterRows) -> Texts:
    """Return the notes with what was assumed for this run, beside what its scenario assumes."""
    given = result.settings.get("parameters", {})
    if not given:
        return found
    first = result.world.values[0]
    told = {
        lang: ", ".join(
            f"{label_of(name, lang, rows)} ({name}) "
            f"{amount_words(float(first[result.world.column(name)]), rows[name], lang)}"
            for name in given
        )
        for lang in LANGUAGES
    }
    return {
        lang: [*found[lang], say("report.assumed", lang, what=told[lang])] for lang in LANGUAGES
    }


def _last(world: World) -> list[float]:
    """Return the last value of every row in the first region."""
    last = world.values[0].copy()
    is_first = world.change_region == 0
    last[world.change_name[is_first]] = world.change_value[is_first]  # in order of day
    return [float(value) for value in last]


def recorded(rows: ParameterRows, regions: Sequence[RegionProfile]) -> tuple[dt.date, dt.date]:
    """Return the dates of the first and of the newest recorded number of these regions."""
    values = [
        *(row.values for row in rows.values()),
        *(own for region in regions for own in region.rows.values()),
    ]
    dates = [dated.date for each in values for dated in each]
    return min(dates), max(dates)


def _policy(result: Result) -> Policy:
    faults = Faults()
    levers: Changes = {
        key: parse_changes(entry, "levers", key, faults, result.world.run.start)
        for key, entry in result.settings.get("levers", {}).items()
    }
    faults.stop()
    return Policy(title_with(result.scenario.title, len(levers)), result.scenario.changes, levers)


def _parameters(rows: ParameterRows) -> list[ParameterCount]:
    counts = Counter(
        (row.kind, row.values[-1].grade if row.values else "") for row in rows.values()
    )
    return [ParameterCount(kind, grade, n) for (kind, grade), n in sorted(counts.items())]


def _provenance(
    base: Result, scenario: Result, regions: Sequence[RegionProfile]
) -> dict[str, str | Mapping[str, str]]:
    run = scenario.world.run
    known = scenario.provenance()
    last = run.end - ONE_DAY
    years = scenario.settings["warm_up_years"]
    levers = scenario.settings.get("levers", {})
    version = known["versions"]["doorstroom"]
    return {
        "version": version if version[0].isdigit() else both("report.from_the_sources"),
        "region": {
            lang: ", ".join(f"{region.title[lang]} ({region.name})" for region in regions)
            for lang in LANGUAGES
        },
        "period": {
            lang: say(
                "report.period",
                lang,
                first=date_text(run.start, lang),
                last=date_text(last, lang),
            )
            for lang in LANGUAGES
        },
        "warm_up": {
            lang: say(f"report.years.{number_of(years)}", lang, n=shortest(years, lang))
            for lang in LANGUAGES
        },
        "replications": str(len(scenario.recordings)),
        "seed": str(scenario.seed),
        "scenario": scenario.scenario.file,
        "base": base.scenario.file,
        "source": scenario.scenario.source,
        "levers": json.dumps(levers, default=str) if levers else both("report.no_levers"),
        "scenario_fingerprint": scenario.world.fingerprint[:16],
        "base_fingerprint": base.world.fingerprint[:16],
        "rules_fingerprint": known["rules_fingerprint"],
        "made_on": {lang: date_text(dt.date.today(), lang) for lang in LANGUAGES},
    }
