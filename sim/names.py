"""Names of what exists: settings, variants of 1:1, causes, outcomes.

Numbers are fixed: they are part of addresses. One noun for one thing, in code: an *arrangement* is
1:1 of one youth from start to end (a row of the table `episodes`); *secure* is closed youth care
(JeugdzorgPlus, `jzp` in the names of recorded columns); *alone* is 1:1 in a unit or a separate
location; *outside* is 1:1 anywhere but in a group.
"""

from enum import IntEnum


class Setting(IntEnum):
    """Where a youth is. Source: docs/model.md, Settings."""

    JEUGDZORGPLUS = 0  # closed youth care
    OPEN_GROUP = 1  # open residential group
    HIC = 2  # high intensive care / hospital bed
    SMALL_SCALE = 3  # small-scale living, the intended alternative to closed care
    FAMILY_HOME = 4  # gezinshuis
    FOLLOW_UP = 5  # supported or independent living after treatment (vervolgplek)
    CRISIS_GROUP = 6  # crisis place, weeks at most: bridges until a place is found
    ONE_TO_ONE_UNIT = 7  # alone, in a unit of an institution, with 1:1
    ONE_TO_ONE_SOLO = 8  # alone, in a separate location, with 1:1
    HOME = 9  # at home, waiting or with 1:1 at home


PLACE_SETTINGS = tuple(
    s for s in Setting if s <= Setting.CRISIS_GROUP
)  # settings in which a place is a resource
N_SETTINGS = len(Setting)
N_PLACE_SETTINGS = len(PLACE_SETTINGS)


class Profile(IntEnum):
    """What a place must be able to carry. Source: docs/model.md, Youth."""

    BEHAVIOUR = 0  # behavioural problems
    DISABILITY = 1  # mild intellectual disability
    PSYCHIATRY = 2  # psychiatric problems


N_PROFILES = len(Profile)


class Variant(IntEnum):
    """Form of a 1:1 arrangement."""

    NONE = 0
    GROUP = 1  # overlay in a group (meerzorg); the youth keeps the place
    UNIT = 2  # alone, in a unit of an institution
    SOLO = 3  # alone, in a separate location
    HOME = 4  # at home


N_VARIANTS = len(Variant)
N_LEVELS = 6  # rung 0 (no 1:1) to rung 5 (3:1, day and night)


class Cause(IntEnum):
    """Why a 1:1 arrangement started."""

    NO_SECURE_PLACE = 0
    NO_PLACE = 1
    REFUSED = 2
    ESCALATION = 3
    PROACTIVE = 4
    NO_FOLLOW_UP = 5


class Outcome(IntEnum):
    """How a 1:1 arrangement ended."""

    RUNNING = 0  # not ended: censored at the horizon
    POSITIVE = 1  # stepped down, or moved on to a follow-up place from the last rung
    STABILISED = 2  # moved on to another form of care before the last rung
    FAILED = 3  # given up: the youth had to move in crisis
    AGED_OUT = 4  # the age limit of youth care came first
    NOT_FUNDED = 5  # the funder said no: it stopped


class Reason(IntEnum):
    """Why a 1:1 arrangement runs today; every day has one. Source: docs/model.md, Outputs."""

    BRIDGING = 0  # no place found yet: asked, and not everybody has answered
    NOT_READY = 1  # judged so, or not judged yet
    NOT_EVALUATED = 2  # an evaluation was due and not held
    REFUSED = 3  # ready, and everybody says no
    NO_PLACE_FREE = 4  # accepted, waiting for a place
    TRANSITION = 5  # a place is kept, the new team works in
    RENEWAL = 6  # nobody risks the grant: in the renewal window, or a decision is awaited


N_REASONS = len(Reason)


class Answer(IntEnum):
    """What became of an application of a youth to a provider's service."""

    OPEN = 0  # no answer yet
    ACCEPTED = 1
    REFUSED = 2


class Decision(IntEnum):
    """What the funder decided on a request for 1:1, or on its renewal."""

    REFUSED = 0
    APPROVED = 1


class Component(IntEnum):
    """Component of cost."""

    PLACE = 0  # day tariff of a place in care
    ONE_TO_ONE_STAFF = 1  # hours of staff present for 1:1
    ONE_TO_ONE_HOUSING = 2  # the separate location or unit
    EVALUATION = 3  # staff and outside experts at evaluations
    REVIEW = 4  # reviews by the Regional Expert Team
    AUTHORISATION = 5  # effort of asking for and deciding on renewal


N_COMPONENTS = len(Component)


class Wait(IntEnum):
    """What a waiting youth asks for; it fixes the order in which settings are tried."""

    NONE = 0
    SECURE = 1  # a closed place was indicated
    OPEN = 2  # open residential care
    FOLLOW_UP = 3  # a place after treatment; the youth keeps the present place meanwhile
    AFTER_ONE_TO_ONE = 4  # a place after solo or unit 1:1; the arrangement goes on meanwhile
