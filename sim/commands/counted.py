"""Options that count something: a whole number, and not one that no machine could mean."""

from sim.common.errors import ConfigError
from sim.common.thousands import could_be_thousands, unclear

MOST, MOST_WORKERS = 100_000, 1_000  # beyond, it is a typing error
MOST_SEED = 2**62  # half of what draws can take: some commands add to it
SHOWN = 40  # characters of what was typed


def whole_number(name: str, given: str | int, least: int, most: int) -> int:
    """Return the whole number that an option holds.

    Raises:
        ConfigError: it is none from `least` to `most`, or could be meant in two ways.
    """
    text = str(given).strip()
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}..."
    if len(text) <= SHOWN and could_be_thousands(text):
        raise ConfigError(f"{name} {unclear(text)}")
    try:
        value = int(text) if len(text) <= SHOWN or not text.isdecimal() else most + 1
    except ValueError:
        value = least - 1
    if value < least:
        raise ConfigError(
            f"{name} is {shown}; it must be a whole number of at least {least}. Correct it."
        )
    if value > most:
        raise ConfigError(f"{name} is {shown}; it must be at most {most}. Correct it.")
    return value
