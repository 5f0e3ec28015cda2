"""A provider is data: one entry of the list `providers:` of a region, or of the default list.

    - title: {nl: "Huis aan de Vecht", en: "House on the Vecht"}
      contract: true
      ages: [12, 18]                          # from the first birthday up to the second
      profiles: [behaviour, disability]
      settings: {open_group: 3, crisis_group: 1}   # its weight among the providers of a setting
      alone: unit                             # runs 1:1 alone: unit or solo; leave out: neither
      source: "own list of contracts, 2025"
      grade: A

Source: docs/model.md, Provider.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sim.common import checks
from sim.common.calendar import DAYS_ONE_YEAR
from sim.common.errors import Faults, not_among, show, unknown
from sim.names import PLACE_SETTINGS, Profile
from sim.world.row import GRADES

AGE_MIN, AGE_MAX = 9, 23  # years: youngest who asks for care, end of youth care
ALONE = ("unit", "solo")
REQUIRED = ("title", "contract", "ages", "profiles", "source", "grade")
OPTIONAL = ("settings", "alone", "from", "until", "days_intake", "reluctance", "tariff")
SETTING_NAMES = tuple(setting.name.lower() for setting in PLACE_SETTINGS)
PROFILE_NAMES = tuple(profile.name.lower() for profile in Profile)
OWN_NUMBERS: Mapping[str, tuple[float, float, str]] = {
    "days_intake": (1.0, float(DAYS_ONE_YEAR), "days"),
    "reluctance": (-5.0, 5.0, "log-odds"),
    "tariff": (0.2, 5.0, "times the hourly tariff of 1:1"),
}
"""Numbers of its own that a provider may give: lowest, highest, unit."""


@dataclass(frozen=True)
class ProviderEntry:
    """One organisation of a region.

    Attributes:
        title: what people call it (nl, en).
        is_contracted: it has a contract with the region.
        ages: (from, until) in years: taken from the first birthday up to the second.
        profiles: what it carries.
        settings: place setting -> weight among the providers of that setting, > 0.
        alone: `unit`, `solo`, or empty: in which form it runs 1:1 alone.
        start: takes applications on from this day; None: always did.
        until: takes none from this day on; None: without end.
        days_intake: mean days in which it answers; None: the row in force.
        reluctance: log-odds of its own; None: drawn.
        tariff: factor on the hourly tariff of 1:1; None: drawn.
    """

    title: Mapping[str, str]
    is_contracted: bool
    ages: tuple[int, int]
    profiles: tuple[Profile, ...]
    settings: Mapping[str, float]
    alone: str = ""
    start: date | None = None
    until: date | None = None
    days_intake: float | None = None
    reluctance: float | None = None
    tariff: float | None = None

    def takes(self, age: int, profile: Profile) -> bool:
        """Tell whether it takes somebody of so many whole years with this profile."""
        return self.ages[0] <= age < self.ages[1] and profile in self.profiles

    def is_open(self, day: date) -> bool:
        """Tell whether it takes applications on a day."""
        return (self.start or date.min) <= day < (self.until or date.max)


def parse_providers(content: object, where: str, faults: Faults) -> tuple[ProviderEntry, ...]:
    """Return the providers of a list, in its order; `where` is file and key.

    Two of one name are a fault: in a table nobody could tell them apart.
    """
    if not isinstance(content, list) or not content:
        faults.add(
            f"{where} is {show(content)}; it must be a list of at least one provider. Write "
            "'- title: ...' lines, or leave 'providers' out: then the default list is scaled to "
            "the region."
        )
        return ()
    found = [parse_provider(each, f"{where}, no. {n}", faults) for n, each in enumerate(content, 1)]
    first: dict[str, int] = {}
    for n, provider in enumerate(found, 1):
        for lang, title in {} if provider is None else dict(provider.title).items():
            before = first.setdefault(f"{lang}:{title.casefold()}", n)
            if before != n:
                faults.add(
                    f"{where}, no. {n}: 'title.{lang}' is {show(title)}, as of no. {before}; every "
                    "provider has a name of its own. Add a place or a number to one of them, or "
                    "put the two together."
                )
                break
    return tuple(provider for provider in found if provider is not None)


def parse_provider(
    entry: Any, where: str, faults: Faults, *, more: tuple[str, ...] = ()
) -> ProviderEntry | None:
    """Return one provider, None after noting every fault of it.

    Args:
        entry: what the file holds.
        where: file, key and number in the list.
        faults: faults are added here.
        more: further keys that are required and read elsewhere.
    """
    n_before = len(faults.messages)
    content = checks.mapping(entry, where, faults, of=", ".join(REQUIRED))
    if not isinstance(entry, Mapping):
        return None
    checks.check_keys(content, where, faults, required=(*REQUIRED, *more), optional=OPTIONAL)
    title = checks.both_languages(content, "title", where, faults)
    is_contracted = "contract" in content and checks.flag(
        content["contract"], f"{where}: 'contract'", faults
    )
    ages = _ages(content.get("ages"), where, faults) if "ages" in content else None
    profiles = _profiles(content["profiles"], where, faults) if "profiles" in content else ()
    settings = _settings(content["settings"], where, faults) if "settings" in content else {}
    alone = (
        checks.one_of(content["alone"], ALONE, f"{where}: 'alone'", faults)
        if "alone" in content
        else ""
    )
    start, until = (
        checks.day(content[key], f"{where}: '{key}'", faults) if key in content else None
        for key in ("from", "until")
    )
    if start and until and until <= start:
        faults.add(
            f"{where}: 'until' is {until}; it must be later than 'from', {start}. Correct one of "
            "them."
        )
    _source_and_grade(content, where, faults)
    own = {
        key: _own_number(content[key], key, where, faults) for key in OWN_NUMBERS if key in content
    }
    if "settings" not in content and "alone" not in content:
        faults.add(
            f"{where} has neither 'settings' nor 'alone', so that nobody can ever be there; it "
            "needs at least one of them. Write 'settings: {open_group: 1}' with its weight, or "
            "'alone: solo'; or remove the provider."
        )
    if len(faults.messages) > n_before or ages is None:
        return None
    return ProviderEntry(
        title, is_contracted, ages, profiles, settings, alone or "", start, until, **own
    )


def _ages(value: object, where: str, faults: Faults) -> tuple[int, int] | None:
    is_pair = isinstance(value, list) and len(value) == 2
    low, high = value if isinstance(value, list) and is_pair else (None, None)
    if (
        isinstance(low, int)
        and isinstance(high, int)
        and not isinstance(low, bool)
        and AGE_MIN <= low < high <= AGE_MAX
    ):
        return low, high
    why = ""
    if isinstance(low, int | float) and isinstance(high, int | float) and low >= high:
        why = " Nobody is of that age."
    faults.add(
        f"{where}: 'ages' is {show(value)}; it must be two whole numbers of years, lowest first, "
        f"from {AGE_MIN} to {AGE_MAX}.{why} Write 'ages: [12, 18]' for the twelfth up to the "
        "eighteenth birthday."
    )
    return None


def _profiles(value: object, where: str, faults: Faults) -> tuple[Profile, ...]:
    if not isinstance(value, list) or not value:
        faults.add(
            f"{where}: 'profiles' is {show(value)}; it must be a list of at least one of "
            f"{', '.join(PROFILE_NAMES)}. Write 'profiles: [{PROFILE_NAMES[0]}]'."
        )
        return ()
    for name in not_among([str(each) for each in value], PROFILE_NAMES):
        faults.add(
            f"{where}: 'profiles': {unknown('profile', name, PROFILE_NAMES)} Correct or remove it."
        )
    return tuple(profile for profile in Profile if profile.name.lower() in value)


def _settings(value: object, where: str, faults: Faults) -> dict[str, float]:
    if not isinstance(value, Mapping) or not value:
        faults.add(
            f"{where}: 'settings' is {show(value)}; it must be a mapping of place settings to "
            f"weights: {', '.join(SETTING_NAMES)}. Write 'settings: {{open_group: 1}}', or leave "
            "it out with 'alone: solo'."
        )
        return {}
    for name in not_among([str(each) for each in value], SETTING_NAMES):
        faults.add(
            f"{where}: 'settings': {unknown('setting', name, SETTING_NAMES)} Correct or remove it."
        )
    weights: dict[str, float] = {}
    for name in SETTING_NAMES:
        if name not in value:
            continue
        key = f"{where}: 'settings': '{name}'"
        weight = checks.number(value[name], key, faults)
        if weight is not None and weight <= 0.0:
            faults.add(
                f"{key} is {show(weight)}; a weight must be more than 0: the places of a setting "
                "are dealt out by it. Correct it, or remove the setting."
            )
        elif weight is not None:
            weights[name] = weight
    return weights


def _own_number(value: object, key: str, where: str, faults: Faults) -> float | None:
    key_where = f"{where}: '{key}'"
    content = checks.mapping(value, key_where, faults, of="value, source and grade")
    if not isinstance(value, Mapping):
        return None
    checks.check_keys(content, key_where, faults, required=("value", "source", "grade"))
    _source_and_grade(content, key_where, faults)
    if "value" not in content:
        return None
    number = checks.number(content["value"], f"{key_where}: 'value'", faults)
    low, high, unit = OWN_NUMBERS[key]
    if number is not None and not low <= number <= high:
        faults.add(
            f"{key_where}: 'value' is {show(number)} {unit}; from {show(low)} to {show(high)} is "
            "allowed. Correct it, or leave the key out."
        )
    return number


def _source_and_grade(content: Mapping[Any, Any], where: str, faults: Faults) -> None:
    if "source" in content:
        checks.text(content["source"], f"{where}: 'source'", faults)
    if "grade" in content:
        checks.one_of(content["grade"], GRADES, f"{where}: 'grade'", faults)
