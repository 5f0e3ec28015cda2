"""Process 16, registration."""

import pytest
from hypothesis import given

from sim.rules.register import p_registered
from tests.rules.arguments import arguments, call
from tests.rules.groups import REGISTRATION


@given(arguments(p_registered))
def test_a_chance_lies_between_never_and_always(values: dict) -> None:
    assert 0.0 <= call(p_registered, values) <= 1.0, f"{call(p_registered, values)}"


@pytest.mark.parametrize(
    ("is_contracted", "chance"),
    [(True, REGISTRATION.p_contracted), (False, REGISTRATION.p_non_contracted)],
)
def test_registration_depends_on_the_contract(is_contracted: bool, chance: float) -> None:
    assert p_registered(is_contracted, REGISTRATION) == chance, (
        f"{p_registered(is_contracted, REGISTRATION)}, must be {chance}"
    )  # K64
