"""What the providers of a region amount to: who offers what, and who is taken by nobody."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from sim.names import PLACE_SETTINGS, Profile, Setting
from sim.words.catalogue import say
from sim.world.default_providers import load_default, providers_of
from sim.world.fits import (
    AFTER,
    AGES,
    AGES_AFTER,
    FOR_ALL,
    not_taken,
    recorded_of,
    services_in,
    without_location,
)
from sim.world.parameters import ParameterRows
from sim.world.region import RegionProfile


def notes_on_providers(
    region: RegionProfile, rows: ParameterRows, conf: Path, day: date, lang: str
) -> list[str]:
    """Return what a reader should know of the providers of a region.

    How many offer what; who is taken by nobody on `day`; offers without a location.
    """
    providers, recorded = (
        providers_of(region, rows, load_default(conf)),
        recorded_of(region.rows, rows),
    )
    settings = ", ".join(
        say("check.of_setting", lang, setting=_label(s, lang), n=len(services_in(providers, s)))
        for s in PLACE_SETTINGS
    )
    runs = {form: sum(each.alone == form for each in providers) for form in ("unit", "solo")}
    kept = say("check.own_list" if region.providers else "check.default_list", lang)
    told = [
        say("check.offered", lang, n=len(providers), list=kept, settings=settings, **runs),
    ]
    for where, ages in ((FOR_ALL, AGES), (AFTER, AGES_AFTER)):
        if left_out := not_taken(providers, recorded, where, ages, day):
            among = f" {say('check.or', lang)} ".join(_label(setting, lang) for setting in where)
            told.append(say("check.not_taken", lang, where=among, who=_who(left_out, lang)))
    lost = without_location(providers, recorded) if region.providers else []
    told += [
        say("check.no_location", lang, provider=providers[n].title[lang], setting=_label(s, lang))
        for n, s in lost
    ]
    if not any(runs.values()):
        told.append(say("check.nobody_alone", lang))
    return told


def _label(thing: Setting | Profile, lang: str) -> str:
    return say(f"labels.{thing.name.lower()}", lang)


def _who(left_out: Sequence[tuple[int, Profile]], lang: str) -> str:
    """Return ages and profiles in words, ages that follow one another put together."""
    by_profile: dict[Profile, list[int]] = defaultdict(list)
    for age, profile in left_out:
        by_profile[profile].append(age)
    told = []
    for profile, ages in by_profile.items():
        starts = [ages[0], *(b for a, b in pairwise(ages) if b != a + 1)]
        ends = [*(a for a, b in pairwise(ages) if b != a + 1), ages[-1]]
        spans = ", ".join(
            f"{a}" if a == b else f"{a}\N{EN DASH}{b}" for a, b in zip(starts, ends, strict=True)
        )
        told.append(say("check.aged", lang, profile=_label(profile, lang), ages=spans))
    return "; ".join(told)
