"""Who gives 1:1, and in which form (process 6)."""

from typing import TYPE_CHECKING

from sim.draws import Purpose
from sim.engine.reference.application import luck_of
from sim.engine.reference.provider import Provider, ring
from sim.names import Variant
from sim.rules import search, start

if TYPE_CHECKING:
    from sim.engine.reference.arrangement import Arrangement


def find_provider(a: "Arrangement", variant: Variant) -> tuple[Variant, Provider | None]:
    """Return the form of 1:1 and who gives it.

    In a group its own provider. Else a unit of a contracted provider that accepts, or the nearest
    bespoke provider, quick and dear.
    """
    youth, region = a.youth, a.region
    p = region.p.start
    if variant == Variant.GROUP:
        assert youth.location is not None
        return variant, youth.location.service.provider
    is_planned = variant == Variant.UNIT
    is_at_home = start.is_at_home(a.draw(Purpose.VARIANT), youth.days_age, p) and not is_planned
    luck = a.draw(Purpose.CONTRACTED)
    if is_planned or start.is_contract_sought(luck, a.is_crisis, p):
        for provider in ring(region.unit_providers, youth.nearness):
            chance = youth.request.chance_at(provider, p.unit_accept)
            if provider.is_taking and search.is_accepted(luck_of(youth, provider), chance):
                return Variant.HOME if is_at_home else Variant.UNIT, provider
    for provider in ring(region.solo_providers, youth.nearness):
        if provider.is_taking:
            return Variant.HOME if is_at_home else Variant.SOLO, provider
    return Variant.HOME if is_at_home else Variant.SOLO, None
