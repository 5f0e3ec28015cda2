"""Names for arrays, as annotations: whole numbers, floats, flags. Shapes stand in docstrings."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
