"""Groups of settings, forms of 1:1 and ends that several measures share."""

from sim.names import Outcome, Setting, Variant

ALONE = (Variant.UNIT, Variant.SOLO)
OUTSIDE = (Variant.UNIT, Variant.SOLO, Variant.HOME)  # forms of 1:1 outside a group
SETTINGS_ALONE = (Setting.ONE_TO_ONE_UNIT, Setting.ONE_TO_ONE_SOLO)
IN_CARE = tuple(setting for setting in Setting if setting != Setting.HOME)
OPEN_CARE = (Setting.OPEN_GROUP, Setting.HIC, Setting.SMALL_SCALE, Setting.FOLLOW_UP)
ENDED_WELL = (Outcome.POSITIVE, Outcome.STABILISED)
