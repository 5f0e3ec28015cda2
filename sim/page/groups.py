"""The levers that the page shows: which row of `conf/parameters` each moves, in which unit, and within which range a room may move it.

Labels are English and go through the catalogue (`texts.py`). Plausible ranges are those of the row where the row has a telling one; where a row's
range only says what exists at all (places, capacity), the page's own range is written here, relative to today.
"""

from dataclasses import dataclass
from types import MappingProxyType

from sim.page.texts import mark


@dataclass(frozen=True)
class Lever:
    """One lever of the page.

    Attributes:
        slug: short name in the address.
        row: full name of the row that it moves.
        label: what it is, in plain words (English, key of the catalogue).
        unit: unit of the slider (key of the catalogue); "%" and plain numbers included.
        how: "to" (slider x factor = value of the row), "times" (slider is per cent of today) or "add" (slider is added to today).
        factor: from slider to row, for "to".
        low, high: range of the slider; None: the row's plausible range.
        wide_low, wide_high: range once the room chooses to go beyond what is plausible; None: no further than plausible.
        step: step of the slider.
        ready: slug of the lever that says in which year a gradual change is complete; "" for a change on one day.
        help: one sentence for who hears of it for the first time.
    """

    slug: str
    row: str
    label: str
    unit: str
    how: str = "to"
    factor: float = 1.0
    low: float | None = None
    high: float | None = None
    wide_low: float | None = None
    wide_high: float | None = None
    step: float = 1.0
    ready: str = ""
    help: str = ""


@dataclass(frozen=True)
class Moment:
    """A lever that says when: the year by whose first day the levers that name it have fully changed."""

    slug: str
    label: str
    low: int = 2027
    high: int = 2034
    today: int = 2030


@dataclass(frozen=True)
class Switch:
    """A yes or no, written as 1 or 0."""

    slug: str
    row: str
    label: str


@dataclass(frozen=True)
class Group:
    """Levers that belong together."""

    name: str
    title: str
    levers: tuple[Lever | Moment | Switch, ...]


WEEK = 7.0
MONTH = 365.0 / 12
SHARE = 0.01

GROUPS = (
    Group(
        "closed",
        mark("Closed places (JeugdzorgPlus)"),
        (
            Lever(
                "jzp",
                "setting.jeugdzorgplus.places",
                mark("Closed places that stay"),
                mark("% of today"),
                "times",
                low=0,
                high=100,
                wide_high=150,
                step=5,
                ready="jzp_by",
                help=mark("0 means that closed youth care has gone in the year below; places go in equal steps from 2026."),
            ),
            Moment("jzp_by", mark("Run down by 1 January")),
            Switch(
                "jzp_date",
                "setting.jeugdzorgplus.is_closed_on_date",
                mark("Youths must leave on the date, instead of places going as they fall free"),
            ),
        ),
    ),
    Group(
        "built",
        mark("Places built instead"),
        (
            Lever(
                "small",
                "setting.small_scale.places",
                mark("Extra small-scale places"),
                mark("places"),
                "add",
                low=0,
                high=150,
                wide_high=300,
                step=1,
                ready="built_by",
                help=mark("Living in small groups of at most four: the intended alternative to closed care."),
            ),
            Lever(
                "follow",
                "setting.follow_up.places",
                mark("Extra follow-up places"),
                mark("places"),
                "add",
                low=0,
                high=150,
                wide_high=400,
                step=5,
                ready="built_by",
                help=mark("Supported or independent living after treatment: without it nobody can move on."),
            ),
            Lever(
                "family",
                "setting.family_home.places",
                mark("Extra places in family homes"),
                mark("places"),
                "add",
                low=0,
                high=150,
                wide_high=400,
                step=5,
                ready="built_by",
                help=mark("A few youths who live with a family of professionals."),
            ),
            Moment("built_by", mark("Built by 1 January")),
        ),
    ),
    Group(
        "evaluation",
        mark("Looking back and stepping down"),
        (
            Lever(
                "evaluation",
                "evaluation.interval_days",
                mark("Time between evaluations"),
                mark("weeks"),
                factor=WEEK,
                wide_low=1,
                wide_high=104,
                help=mark("Without an evaluation nothing is stepped down."),
            ),
            Lever(
                "held",
                "evaluation.compliance",
                mark("Evaluations that are really held"),
                "%",
                factor=SHARE,
                step=5,
                help=mark("Of those that are due, in a team without vacancies."),
            ),
            Lever(
                "outside",
                "evaluation.p_outside_expert",
                mark("With an independent outside expert"),
                "%",
                factor=SHARE,
                step=5,
                help=mark("Of the evaluations that are held."),
            ),
            Lever(
                "share",
                "start.p_shared_rung",
                mark("Youths in a group may share a worker"),
                "%",
                factor=SHARE,
                step=5,
                help=mark("Group funding: a last step between 1:1 and none."),
            ),
        ),
    ),
    Group(
        "teams",
        mark("Teams and staff"),
        (
            Lever(
                "leave",
                "staff.departures_per_year",
                mark("Permanent staff who leave"),
                mark("% per year"),
                factor=SHARE,
                wide_low=0,
                wide_high=90,
                help=mark("Of all permanent positions, in a team under usual strain."),
            ),
            Lever(
                "hire",
                "staff.days_hire",
                mark("Time to fill a position"),
                mark("days"),
                wide_low=7,
                wide_high=730,
                step=5,
                help=mark("Until then an agency worker stands in, or nobody."),
            ),
            Lever(
                "agency",
                "staff.agency_cap",
                mark("Most agency staff in a team"),
                "%",
                factor=SHARE,
                step=1,
                help=mark("Of the positions of the team."),
            ),
            Lever(
                "supply",
                "staff.supply_fte",
                mark("Care staff in the region"),
                mark("% of today"),
                "times",
                low=80,
                high=120,
                wide_low=40,
                wide_high=200,
                help=mark("What the labour market can supply; 1:1 draws staff away from groups."),
            ),
            Lever(
                "training",
                "staff.training",
                mark("Training"),
                mark("out of 100"),
                factor=SHARE,
                step=5,
                help=mark("A scale of this model: 0 is none."),
            ),
            Lever(
                "leading",
                "staff.practice_leadership",
                mark("Leadership on the work floor"),
                mark("out of 100"),
                factor=SHARE,
                step=5,
                help=mark("A scale of this model: 0 is none."),
            ),
        ),
    ),
    Group(
        "ret",
        mark("Regional expert team (RET) and the start of 1:1"),
        (
            Lever(
                "ret",
                "start.p_ret",
                mark("RET consulted beforehand"),
                "%",
                factor=SHARE,
                step=5,
                help=mark("When it is not urgent; less often in a crisis."),
            ),
            Lever(
                "late", "start.p_late_review", mark("Urgent starts reviewed afterwards"), "%", factor=SHARE, step=5, help=mark("By the RET, later.")
            ),
            Lever(
                "cases",
                "review.per_week",
                mark("Cases that the RET can take"),
                mark("per week"),
                low=0,
                high=10,
                wide_high=40,
                step=0.5,
                help=mark("More cases than this wait in a queue."),
            ),
            Lever(
                "decision",
                "review.days_decision",
                mark("Time until the RET decides"),
                mark("days"),
                wide_low=1,
                wide_high=365,
                help=mark("At the earliest; a queue comes on top."),
            ),
            Lever(
                "analysis",
                "start.p_analysis",
                mark("Explanatory analysis at the start"),
                "%",
                factor=SHARE,
                step=5,
                help=mark("Why does this youth do this? Without it, 1:1 is control rather than treatment."),
            ),
            Lever(
                "plan",
                "start.p_plan",
                mark("Exit plan at the start"),
                "%",
                factor=SHARE,
                step=5,
                help=mark("How and when 1:1 is to be stepped down."),
            ),
        ),
    ),
    Group(
        "rules",
        mark("Rules and money"),
        (
            Lever(
                "term",
                "authorisation.term_days",
                mark("Length of a grant"),
                mark("months"),
                factor=MONTH,
                wide_low=1,
                wide_high=120,
                help=mark("After this time 1:1 must be asked for anew."),
            ),
            Lever(
                "window",
                "authorisation.renewal_window_days",
                mark("Time that renewal takes"),
                mark("weeks"),
                factor=WEEK,
                wide_high=104,
                help=mark("In these weeks nobody risks the grant by stepping down."),
            ),
            Lever(
                "maximum",
                "authorisation.maximum_days",
                mark("Maximum duration"),
                mark("months"),
                factor=MONTH,
                wide_high=100,
                help=mark("After this time going on needs a new decision. 0 is no maximum."),
            ),
            Lever(
                "contract",
                "start.p_contracted",
                mark("1:1 at a contracted provider"),
                "%",
                factor=SHARE,
                step=5,
                help=mark("When it is not urgent; less often in a crisis."),
            ),
            Lever(
                "price",
                "cost.tariff_per_hour",
                mark("Price of an hour of 1:1"),
                mark("euro"),
                wide_low=10,
                wide_high=200,
                help=mark("At a contracted provider."),
            ),
            Lever(
                "surcharge",
                "cost.surcharge_non_contracted",
                mark("Price without a contract"),
                mark("% of contracted"),
                factor=SHARE,
                wide_high=400,
                step=5,
                help=mark("120 is a fifth more than with a contract."),
            ),
        ),
    ),
    Group(
        "around",
        mark("What surrounds it"),
        (
            Lever(
                "reluctance",
                "search.accept_after_one_to_one",
                mark("Reluctance after 1:1"),
                mark("out of 6"),
                factor=-1.0,
                step=0.5,
                help=mark("How much less willing providers are to take in a youth who had 1:1; 0 is not at all."),
            ),
            Lever(
                "arrivals",
                "arrival.per_10000",
                mark("New youths"),
                mark("% of today"),
                "times",
                low=70,
                high=120,
                wide_low=10,
                wide_high=200,
                help=mark("Prevention lowers it."),
            ),
            Lever(
                "fit",
                "start.fit_alone",
                mark("Fit of places for one youth"),
                mark("out of 100"),
                factor=SHARE,
                step=5,
                help=mark("Low stimulus, own front door, space outside: a scale of this model."),
            ),
        ),
    ),
)

ALL = MappingProxyType({lever.slug: lever for group in GROUPS for lever in group.levers})
LEVERS = MappingProxyType({slug: lever for slug, lever in ALL.items() if isinstance(lever, Lever)})
MOMENTS = MappingProxyType({slug: lever for slug, lever in ALL.items() if isinstance(lever, Moment)})
SWITCHES = MappingProxyType({slug: lever for slug, lever in ALL.items() if isinstance(lever, Switch)})
