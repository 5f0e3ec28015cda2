"""Every draw has an address.

A pure function of (seed, replication, kind of entity, entity id, purpose, index). The words of the
address are mixed by Philox4x32-10, never added: the counter is (id low, id high | kind | purpose
without its last two bits, index, replication), the key is the 64-bit seed; the last two bits of the
purpose choose one of the four words that come out. So the same youth meets the same luck in every
scenario and in every executor, a new decision leaves all other draws alone, and an executor that
needs several draws of one occasion may take them from one call.

Source: Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3, SC11 (2011);
known answers of its Random123 library.
"""

from enum import IntEnum

from sim.compiled import rule

_M0, _M1 = 0xD2511F53, 0xCD9E8D57
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_MASK = 0xFFFFFFFF


class Kind(IntEnum):
    """Kind of entity, also the order in which kinds act within a phase."""

    POLICY = 0
    LOCATION = 1  # a location and its team
    YOUTH = 2
    ARRANGEMENT = 3  # a 1:1 arrangement and its core team
    RET = 4
    SOURCE = 5  # candidates for arrival in one region
    REGION = 6
    COUNTRY = 7
    PROVIDER = 8


class Purpose(IntEnum):
    """What a draw is for.

    Purposes whose numbers differ in the last two bits alone are the four words of one call: those
    that are drawn on the same occasion stand together.
    """

    # a candidate for arrival, and who is there on the first day
    CANDIDATE_GAP = 0
    CANDIDATE_KEPT = 1
    PRESENT_AT_START = 2
    # a youth arrives
    SEVERITY = 4
    AGE = 5
    SECURE = 6
    PROFILE = 7
    NEARNESS = 8
    FAMILY_STANCE = 9
    MOVES_BEFORE = 10
    PREFERS_FAMILY_HOME = 11
    AGE_LIMIT = 12
    PARTICIPATION = 13
    FIRST_INCIDENT = 14
    # a youth and a provider, for good
    ACCEPTANCE = 16
    INTAKE = 17
    INTAKE_SECOND = 18
    INTAKE_THIRD = 19
    # an incident
    INCIDENT = 20
    JUMP = 21
    COPE = 22
    # an evaluation
    HELD = 24
    OUTSIDE_EXPERT = 25
    ATTEMPT = 26
    # 1:1 starts
    SHARED_RUNG = 28
    LEVEL_START = 29
    ANALYSIS = 30
    PLAN = 31
    PROACTIVE = 32
    REGISTERED = 33
    PLANNED_DURATION = 34
    TARIFF = 35
    # on their own
    CRISIS = 36
    TOLERANCE = 37
    TIPPING = 38
    CONSULT_RET = 39
    ALTERNATIVE = 40
    OUT_OF_REGION = 41
    MATCH_QUALITY = 42
    STAY_LENGTH = 43
    HOME_AFTER = 44
    PATIENCE = 45
    KEEP = 46
    LEVEL_UP = 47
    GIVE_UP = 48
    VARIANT = 49
    CONTRACTED = 50
    FIT = 51
    LATE_REVIEW = 52
    CORE_POSITION = 53
    REVIEW_ANALYSIS = 54
    REVIEW_PLAN = 55
    REVIEW_PROACTIVE = 56
    REVIEW_ALTERNATIVE = 57
    SUCCESS = 58
    FALL_BACK = 59
    RELAPSE = 60
    DEPARTURE = 61
    WHO_LEAVES = 62
    HIRE = 63
    JOLT = 64
    FRESH_START = 65
    LOCATION_FIT = 66
    LOCATION_LEADERSHIP = 67
    POSITION_START = 68
    HARD_CAP = 69
    FORCED_ATTEMPT = 70
    PLANNED_ONE_TO_ONE = 71
    EXPERIENCE = 72
    SECURE_REQUEST = 73
    RESTRAINT = 74
    AT_ONCE = 75
    DECISION_DAYS = 76
    APPROVAL = 77
    ADVICE = 78
    GATE = 79
    STANCE = 80
    BURDEN = 81
    MEMORY = 82
    PARTIAL_RETURN = 83
    PROVIDER_RELUCTANCE = 84
    PROVIDER_TARIFF = 85
    REGION_RELUCTANCE = 86
    REGION_RET = 87
    REGION_EVALUATION = 88
    REGION_TARIFF = 89
    TAKEN_BACK = 90
    WOBBLE = 91
    SHAKEN = 92


@rule
def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Return the four 32-bit words of Philox4x32-10 for a counter and a key of 32-bit words (all
    held in int64).
    """
    for _ in range(10):
        # 32 x 32 -> 64 bit products; in int64 they wrap, which changes no bit of either half
        product0 = _M0 * c0
        product1 = _M1 * c2
        h0, l0 = (product0 >> 32) & _MASK, product0 & _MASK
        h1, l1 = (product1 >> 32) & _MASK, product1 & _MASK
        c0, c1, c2, c3 = h1 ^ c1 ^ k0, l1, h0 ^ c3 ^ k1, l0
        k0 = (k0 + _W0) & _MASK
        k1 = (k1 + _W1) & _MASK
    return c0, c1, c2, c3


@rule
def words(
    seed: int, replication: int, kind: int, entity: int, purpose: int, index: int
) -> tuple[int, int, int, int]:
    """Return the four words of the call to which a purpose belongs. Arguments as for `word`."""
    high = (entity >> 32) | (kind << 8) | (purpose >> 2 << 16)
    return philox(entity & _MASK, high, index, replication, seed & _MASK, seed >> 32)


@rule
def word(seed: int, replication: int, kind: int, entity: int, purpose: int, index: int) -> int:
    """Return a draw as an integer in [0, 2**32).

    Args:
        seed: 0 <= seed < 2**63.
        replication: 0 <= replication < 2**32.
        kind: `Kind`, < 2**8.
        entity: id of the entity, < 2**40.
        purpose: `Purpose`, < 2**16.
        index: how many such draws this entity had before, < 2**32.
    """
    first, second, third, fourth = words(seed, replication, kind, entity, purpose, index)
    which = purpose & 3
    if which < 2:
        return first if which == 0 else second
    return third if which == 2 else fourth


@rule
def open_unit(word: int) -> float:
    """Return a word as a number in the open interval (0, 1): (word + 1/2) / 2**32."""
    return (word + 0.5) / 4294967296.0


@rule
def uniform(seed: int, replication: int, kind: int, entity: int, purpose: int, index: int) -> float:
    """Return a draw in the open interval (0, 1). Arguments as for `word`."""
    return open_unit(word(seed, replication, kind, entity, purpose, index))


@rule
def uniforms(
    seed: int, replication: int, kind: int, entity: int, purpose: int, index: int
) -> tuple[float, float, float, float]:
    """Return the four draws of the call to which a purpose belongs. Arguments as for `word`."""
    first, second, third, fourth = words(seed, replication, kind, entity, purpose, index)
    return open_unit(first), open_unit(second), open_unit(third), open_unit(fourth)
