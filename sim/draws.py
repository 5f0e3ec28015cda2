"""Every draw has an address.

A pure function of (seed, replication, kind of entity, entity id, purpose, index). The words of the
address are mixed by Philox4x32-10, never added: the counter is (id low, id high | kind | purpose,
index, replication), the key is the 64-bit seed. So the same youth meets the same luck in every
scenario and in every executor, and a new decision leaves all other draws alone.

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
    """What a draw is for. A number is never reused: a new purpose takes a new one."""

    CANDIDATE_GAP = 0
    CANDIDATE_KEPT = 1
    AGE = 2
    SEVERITY = 3
    SECURE = 4
    CRISIS = 5
    FAMILY_STANCE = 6
    MOVES_BEFORE = 7
    AGE_LIMIT = 8
    PREFERS_FAMILY_HOME = 9
    TOLERANCE = 10
    TIPPING = 11
    CONSULT_RET = 12
    ALTERNATIVE = 13
    OUT_OF_REGION = 14
    FIRST_DOOR = 15
    ACCEPTANCE = 16
    MATCH_QUALITY = 17
    STAY_LENGTH = 18
    HOME_AFTER = 19
    PATIENCE = 20
    INCIDENT = 21
    JUMP = 22
    COPE = 23
    KEEP = 24
    LEVEL_UP = 25
    GIVE_UP = 26
    VARIANT = 27
    CONTRACTED = 28
    LEVEL_START = 29
    ANALYSIS = 30
    PLAN = 31
    PROACTIVE = 32
    PLANNED_DURATION = 33
    TARIFF = 34
    FIT = 35
    REGISTERED = 36
    LATE_REVIEW = 37
    SHARED_RUNG = 38
    CORE_POSITION = 39
    REVIEW_ANALYSIS = 40
    REVIEW_PLAN = 41
    REVIEW_PROACTIVE = 42
    REVIEW_ALTERNATIVE = 43
    HELD = 44
    OUTSIDE_EXPERT = 45
    ATTEMPT = 46
    SUCCESS = 47
    FALL_BACK = 48
    RELAPSE = 49
    DEPARTURE = 50
    WHO_LEAVES = 51
    HIRE = 52
    JOLT = 54
    FRESH_START = 55
    LOCATION_FIT = 56
    LOCATION_LEADERSHIP = 57
    LOCATION_RELUCTANCE = 58
    POSITION_START = 59
    HARD_CAP = 60
    FORCED_ATTEMPT = 61
    PLANNED_ONE_TO_ONE = 62
    EXPERIENCE = 63
    SECURE_AFTER = 65
    PRESENT_AT_START = 66
    PROFILE = 67
    PARTICIPATION = 68
    SECURE_REQUEST = 69
    NEARNESS = 70
    INTAKE = 71
    RESTRAINT = 73
    AT_ONCE = 74
    DECISION_DAYS = 75
    APPROVAL = 76
    ADVICE = 77
    GATE = 78
    STANCE = 79
    BURDEN = 80
    MEMORY = 81
    PARTIAL_RETURN = 82
    PROVIDER_RELUCTANCE = 83
    PROVIDER_TARIFF = 84
    REGION_RELUCTANCE = 85
    REGION_RET = 86
    REGION_EVALUATION = 87
    REGION_TARIFF = 88
    TAKEN_BACK = 89
    WOBBLE = 90
    SHAKEN = 91


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
    high = (entity >> 32) | (kind << 8) | (purpose << 16)
    return philox(entity & _MASK, high, index, replication, seed & _MASK, seed >> 32)[0]


@rule
def uniform(seed: int, replication: int, kind: int, entity: int, purpose: int, index: int) -> float:
    """Return a draw in the open interval (0, 1): (word + 1/2) / 2**32. Arguments as for `word`."""
    return (word(seed, replication, kind, entity, purpose, index) + 0.5) / 4294967296.0
