"""Levers on places, evaluation and teams.

Labels are English and go through the catalogue (`texts.py`).
"""

from sim.page.levers.kinds import Group, Lever, Moment, Switch
from sim.page.texts import mark

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
                help=mark(
                    "0 means that closed youth care has gone in the year below; places go in equal "
                    "steps from 2026."
                ),
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
                help=mark(
                    "Living in small groups of at most four: the intended alternative to closed "
                    "care."
                ),
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
                help=mark(
                    "Supported or independent living after treatment: without it nobody can move "
                    "on."
                ),
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
)
