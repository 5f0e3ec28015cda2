"""The counts kept per region, one cell each, in the order of `recording.day_shapes`.

One-off amounts have cells of their own behind them.
"""

from math import prod

from sim.engine.recording import day_shapes
from sim.names import N_COMPONENTS, N_LEVELS, N_VARIANTS

_SIZES = {name: prod(shape[1:-1]) for name, shape in day_shapes(1, 1).items()}
FIRST = {name: sum(list(_SIZES.values())[:k]) for k, name in enumerate(_SIZES)}

CENSUS = FIRST["census"]
REGISTERED = FIRST["census_registered"]
CENTS = FIRST["cents_per_day"]
PLACES = FIRST["places"]
WAITING = FIRST["waiting"]
STARTS = FIRST["starts"]
ARRIVALS = FIRST["arrivals"]
LEFT = FIRST["left"]
RETURNED = FIRST["returned"]
MINUTES = FIRST["staff_minutes_per_day"]
UNCOVERED = FIRST["uncovered_minutes_per_day"]
IN_USE = FIRST["staff_in_use"]
REASONS = FIRST["reasons"]
QUEUE = FIRST["queue"]
KEPT_FREE = FIRST["kept_free"]
WITHOUT_PROGRAMME = FIRST["without_programme"]
RESTRAINTS = FIRST["restraints"]
UNPLANNED_MOVES = FIRST["unplanned_moves"]
DECISIONS = FIRST["decisions"]
START_WAITS = FIRST["start_waits"]
ONCE = sum(_SIZES.values())  # one-off amounts by component
N_CELLS = ONCE + N_COMPONENTS
CELLS_PER_SETTING = N_VARIANTS * N_LEVELS
