"""Every drill has two forms of one body: `short`, and `long` under the marker `drill`."""

from collections.abc import Iterator

import pytest

from tests.drills.effort import LONG, SHORT, Drill, Effort, chosen_seed


@pytest.fixture(
    params=[
        pytest.param(SHORT, id=SHORT.name),
        pytest.param(LONG, id=LONG.name, marks=pytest.mark.drill),
    ]
)
def effort(request: pytest.FixtureRequest) -> Effort:
    """How often to try."""
    return request.param


@pytest.fixture
def drill(effort: Effort, request: pytest.FixtureRequest) -> Iterator[Drill]:
    """Effort, luck and counts; the line at the end of the run is told from them."""
    made = Drill(effort, chosen_seed())
    print(f"seed {made.seed}")  # stands beside a failure
    yield made
    request.node.user_properties.append(("drill", f"seed {made.seed}: {made.figures()}"))
