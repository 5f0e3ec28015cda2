"""Levers on the RET, on rules and money, and on what surrounds 1:1.

Labels are English and go through the catalogue (`texts.py`).
"""

from sim.page.levers.kinds import Group, Lever
from sim.page.texts import mark

WEEK = 7.0
MONTH = 365.0 / 12
SHARE = 0.01

GROUPS = (
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
                "late",
                "start.p_late_review",
                mark("Urgent starts reviewed afterwards"),
                "%",
                factor=SHARE,
                step=5,
                help=mark("By the RET, later."),
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
                help=mark(
                    "Why does this youth do this? Without it, 1:1 is control rather than treatment."
                ),
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
                help=mark(
                    "How much less willing providers are to take in a youth who had 1:1; 0 is not "
                    "at all."
                ),
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
