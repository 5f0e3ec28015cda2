"""A small made-up configuration in a temporary folder.

Five groups, three regions, one composite, two scenarios.
"""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
import yaml

from sim.common.errors import ConfigError
from sim.names import PLACE_SETTINGS
from sim.world.build import Run, World, build_world

SETTINGS = tuple(setting.name.lower() for setting in PLACE_SETTINGS)


class Arrival(NamedTuple):
    per_year: float
    p_crisis: float


class Evaluation(NamedTuple):
    interval_days: float
    p_held: float


class SettingGroup(NamedTuple):
    places: float
    group_size: float
    tariff_per_day: float


class Level(NamedTuple):
    hours_per_day: float


GROUPS: dict[str, type] = {
    "arrival": Arrival,
    "setting": SettingGroup,
    "evaluation": Evaluation,
    "level": Level,
}
RUN = Run(date(2025, 1, 1), date(2027, 1, 1), 100)


def dated(value: Any, at: date = date(2015, 1, 1), **other: Any) -> dict[date, dict[str, Any]]:
    return {at: {"value": value, "source": "invented, table 3", "grade": "B"} | other}


def row(**keys: Any) -> dict[str, Any]:
    return {
        "description": "Made up.",
        "unit": "day",
        "kind": "estimate",
        "plausible": [0, 1000],
    } | keys


def provider(title: str, **keys: Any) -> dict[str, Any]:
    """Return an entry of a list of providers; what is None is left out."""
    entry = {
        "title": {"nl": title, "en": title},
        "contract": True,
        "ages": [9, 23],
        "profiles": ["behaviour", "disability", "psychiatry"],
        "settings": dict.fromkeys(SETTINGS, 1),
        "source": "made up",
        "grade": "D",
    } | keys
    return {key: value for key, value in entry.items() if value is not None}


def fresh() -> dict[str, Any]:
    nl_en = {"nl": "Ja", "en": "Yes"}
    each_place = {s: dated(100.0) for s in SETTINGS}
    own = {"arrival.per_year": dated(950)}
    assumed = {"value": 0.25, "source": "assumption, made up", "grade": "-"}
    return {
        "parameters/arrival": {
            "per_year": row(unit="youths per year", region=True),
            "p_crisis": row(
                unit="-", kind="assumption", plausible=[0, 1], values={date(2015, 1, 1): assumed}
            ),
        },
        "parameters/setting": {
            "places": row(
                unit="places", kind="lever", integer=True, plausible=[0, 500], each=each_place
            ),
            "group_size": row(
                unit="places", plausible=[1, 20], each={s: dated(8) for s in SETTINGS}
            ),
            "tariff_per_day": row(
                unit="euro", plausible=[50, 2000], each={s: dated(400.5) for s in SETTINGS}
            ),
        },
        "parameters/evaluation": {
            "interval_days": row(
                kind="lever",
                integer=True,
                plausible=[28, 365],
                values=dated(182) | dated(150, date(2026, 1, 1)) | dated(140, date(2026, 6, 1)),
            ),
            "p_held": row(unit="share", kind="lever", plausible=[0, 1], values=dated(0.5)),
        },
        "parameters/level": {
            "hours_per_day": row(
                unit="hours", plausible=[0, 72], each={n: dated(12.0 * n) for n in range(1, 6)}
            )
        },
        "provider/default": {
            "everything": provider("Everything", one_per={"open_group": 50}),
            "solo": provider("Solo", one_per={"open_group": 100}, settings=None, alone="solo"),
        },
        "region/north": {"title": nl_en, "source_number": 3, "note": "Made up.", "rows": own},
        "region/south": {
            "title": nl_en,
            "source_number": 4,
            "rows": own | {"setting.hic.places": dated(10)},
        },
        "region/both": {"title": nl_en, "regions": ["north", "south"]},
        "scenarios/baseline": {
            "title": nl_en,
            "question": nl_en,
            "story": nl_en,
            "source": "Made up.",
            "changes": {},
        },
        "scenarios/fewer_places": {
            "title": nl_en,
            "question": nl_en,
            "story": nl_en,
            "source": "Made up.",
            "changes": {
                "setting.jeugdzorgplus.places": [
                    {"from": date(2025, 7, 1), "until": date(2026, 7, 1), "times": 0.0}
                ]
            },
        },
    }


class _WithoutAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


class Config(SimpleNamespace):
    """`files` is edited by a test; `world` and `faults` write it out and build."""

    files: dict[str, Any]
    folder: Path

    def write(self) -> None:
        for name, content in self.files.items():
            path = self.folder / ("" if name.startswith("scenarios") else "conf") / f"{name}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                content
                if isinstance(content, str)
                else yaml.dump(content, Dumper=_WithoutAliases, sort_keys=False)
            )

    def world(
        self, scenario: Any = "baseline", region: Any = "north", run: Run = RUN, **changes: Any
    ) -> World:
        self.write()
        return build_world(
            scenario,
            region=region,
            run=run,
            groups=GROUPS,
            conf=self.folder / "conf",
            scenarios=self.folder / "scenarios",
            **changes,
        )

    def faults(
        self, *, scenario: Any = "baseline", region: Any = "north", **changes: Any
    ) -> list[str]:
        with pytest.raises(ConfigError) as caught:
            self.world(scenario, region, **changes)
        return str(caught.value).split("\n")

    def fault(self, **arguments: Any) -> str:
        faults = self.faults(**arguments)
        assert len(faults) == 1, faults
        return faults[0]

    def change(self, key: str, *changes: dict[str, Any]) -> None:
        self.files["scenarios/baseline"]["changes"] = {key: list(changes)}
