"""A scenario of your own to begin from: a file with every part explained."""

from pathlib import Path

from sim.catalogue.new_region import NAME, check_new_file
from sim.common.errors import Faults, show, unknown
from sim.common.files import write_text
from sim.common.yaml_strict import parse
from sim.world.scenario import parse_scenario, scenario_names

TEXT = """\
# Een eigen vraag / your own question. It loads and runs as it is:
#   doorstroom check {file}         what it means, year by year, without simulating
#   doorstroom scenario={file}      run it against its base
# Which levers there are:  doorstroom levers [WORD]  (Dutch or English)
title: {{nl: "{title}", en: "{title}"}}
question:
  nl: "Wat gebeurt er met 1-op-1 als ...?"
  en: "What happens to 1:1 if ...?"
story:
  nl: "Vanaf 1 januari 2026 wordt elke zes weken geëvalueerd."
  en: "From 1 January 2026 on there is an evaluation every six weeks."
source: "assumption; write here who says so"
on_top_of: {base}  # it has that one's changes too, and is compared with it; leave out: the baseline
# a world to assume: rows of kind assumption or estimate, in force for the whole run
# (doorstroom parameters lists them; to compare within that world, the base needs the same):
# assume: {{search.days_tolerance: 10}}
changes:
  # on one day, to a value:
  evaluation.interval_days: {{from: 2026-01-01, to: 42}}
  # step by step, a factor on what it would have been (linear, front_loaded, or step: at the end):
  # setting.follow_up.places: {{from: 2026-01-01, until: 2028-01-01, times: 1.25, shape: linear}}
  # more than there would have been: 40 places on top (to: 40 would be 40 in all):
  # setting.small_scale.places: {{from: 2026-01-01, add: 40}}
  # beyond the plausible range, with the reason:
  # evaluation.interval_days: {{from: 2026-01-01, to: 14, widen: "agreed for a trial"}}
"""


def new_scenario(
    name: str, *, base: str = "baseline", title: str | None = None, path: str | Path | None = None
) -> Path:
    """Write a scenario file with every part explained, and return its path.

    Args:
        name: of the scenario: small letters, digits, underscores.
        base: the scenario that it stands on.
        title: what people call it; default: made from the name.
        path: where to; default: `<name>.yaml` in the working folder. Nothing is overwritten.

    Raises:
        ConfigError: a name that cannot be used, an unknown base, a file that is there.
    """
    target = Path(f"{name}.yaml" if path is None else path)
    faults = Faults()
    if NAME.fullmatch(str(name)) is None:
        faults.add(
            f"new scenario: 'name' is {show(name)}; small letters, digits and underscores are "
            "allowed. Example: more_places."
        )
    elif name in scenario_names():
        faults.add(f"new scenario: '{name}' is there already. Choose another name.")
    if base not in scenario_names():
        faults.add(f"new scenario: {unknown('base', base, scenario_names())}")
    if NAME.fullmatch(str(name)) is not None:
        check_new_file(target, title, "new scenario", faults)
    faults.stop()
    words = (title or name.replace("_", " ").capitalize()).replace('"', "'")
    text = TEXT.format(file=target, title=words, base=base)
    parse_scenario(parse(text.encode(), str(target)), name, str(target))
    write_text(target, text)
    return target
