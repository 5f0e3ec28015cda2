"""What a reader must know beside the numbers of one run, gathered from its scenarios, its regions
and its parameters.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping, Sequence

from sim.common.errors import Faults
from sim.front_door import Result
from sim.reporting.background import Background, ParameterCount
from sim.reporting.lines import date_text
from sim.reporting.policy import LANGUAGES, ONE_DAY, Changes, Policy, lever_lines, notes
from sim.words.report import title_with
from sim.world.build import default_conf, default_groups
from sim.world.changes import parse_changes
from sim.world.parameters import Rows, load_rows
from sim.world.region import Region, load_regions


def background_of(base: Result, scenario: Result) -> Background:
    """Return the background of a comparison of two runs of the same regions."""
    rows = load_rows(default_conf() / "parameters", default_groups())
    regions = load_regions(scenario.settings["region"], rows=rows, folder=default_conf() / "region")
    sides = [_policy(base), _policy(scenario)]
    is_same = base.world == scenario.world
    return Background(
        question=scenario.scenario.question,
        stories={"base": base.scenario.story, "scenario": scenario.scenario.story},
        levers=lever_lines(sides[1].levers, rows),
        notes=notes(sides, rows, scenario.world.run, recorded(rows, regions), is_same),
        place={lang: ", ".join(region.title[lang] for region in regions) for lang in LANGUAGES},
        parameters=_parameters(rows),
        provenance=_provenance(base, scenario, regions),
    )


def recorded(rows: Rows, regions: Sequence[Region]) -> tuple[dt.date, dt.date]:
    """Return the dates of the first and of the newest recorded number of these regions."""
    values = [
        *(row.values for row in rows.values()),
        *(own for region in regions for own in region.rows.values()),
    ]
    dates = [dated.date for each in values for dated in each]
    return min(dates), max(dates)


def _policy(result: Result) -> Policy:
    levers: Changes = {
        key: parse_changes(entry, "levers", key, Faults(), result.world.run.start)
        for key, entry in result.settings.get("levers", {}).items()
    }
    return Policy(title_with(result.scenario.title, len(levers)), result.scenario.changes, levers)


def _parameters(rows: Rows) -> list[ParameterCount]:
    counts = Counter(
        (row.kind, row.values[-1].grade if row.values else "") for row in rows.values()
    )
    return [ParameterCount(kind, grade, n) for (kind, grade), n in sorted(counts.items())]


def _provenance(
    base: Result, scenario: Result, regions: Sequence[Region]
) -> dict[str, str | Mapping[str, str]]:
    run = scenario.world.run
    known = scenario.provenance()
    last = run.end - ONE_DAY
    years = scenario.settings["warm_up_years"]
    levers = scenario.settings.get("levers", {})
    version = known["versions"]["doorstroom"]
    return {
        "version": version
        if version[0].isdigit()
        else {"nl": "uit de broncode", "en": "from the sources"},
        "region": {
            lang: ", ".join(f"{region.title[lang]} ({region.name})" for region in regions)
            for lang in LANGUAGES
        },
        "period": {
            lang: f"{date_text(run.start, lang)} {word} {date_text(last, lang)}"
            for lang, word in (("nl", "tot en met"), ("en", "to"))
        },
        "warm_up": {
            "nl": f"{years:g} jaar".replace(".", ","),
            "en": f"{years:g} year{'' if years == 1 else 's'}",
        },
        "replications": str(len(scenario.recordings)),
        "seed": str(scenario.seed),
        "scenario": scenario.scenario.file,
        "base": base.scenario.file,
        "source": scenario.scenario.source,
        "levers": json.dumps(levers, default=str) if levers else {"nl": "geen", "en": "none"},
        "scenario_fingerprint": scenario.world.fingerprint[:16],
        "base_fingerprint": base.world.fingerprint[:16],
        "rules_fingerprint": known["rules_fingerprint"],
        "made_on": {lang: date_text(dt.date.today(), lang) for lang in LANGUAGES},
    }
