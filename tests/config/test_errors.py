import pickle

from sim.common.errors import ConfigError, Faults, in_unit, nearest, show, unknown
from sim.words.levers import all_rows


def test_an_unknown_name_is_answered_with_the_nearest_and_all_valid_ones():
    assert unknown("scenario", "basline", ["other", "baseline"]) == (
        "unknown scenario 'basline'; did you mean 'baseline'? Valid: baseline, other."
    )
    assert unknown("scenario", "zzz", ["baseline"]) == "unknown scenario 'zzz'; Valid: baseline."
    assert unknown("scenario", "zzz", []) == "unknown scenario 'zzz'; Valid: none."


def test_a_long_list_of_valid_names_is_cut_to_the_nearest():
    message = unknown("row", "name_77", [f"name_{n}" for n in range(100)])
    assert message.startswith("unknown row 'name_77'; did you mean 'name_77'? Valid: name_77, ")
    assert message.endswith(", and 88 more.")


def test_nearest_is_none_when_nothing_comes_near():
    assert nearest("intervall", ["interval", "x"]) == "interval"
    assert nearest("qqq", ["interval"]) is None


def test_faults_are_reported_at_once_one_a_line_and_each_once():
    faults = Faults()
    faults.stop()
    for message in ("a", "b", "a"):
        faults.add(message)
    try:
        faults.stop()
    except ConfigError as error:
        assert (str(error), error.faults) == ("a\nb", ("a", "b"))
        assert (
            str(pickle.loads(pickle.dumps(error))) == "a\nb"
        )  # comes back whole from another process
    else:
        raise AssertionError("faults did not stop")


def test_values_are_shown_as_they_are_typed():
    assert [show(v) for v in (182.0, 0.5, True, None, "a", 1e-9, 3)] == [
        "182",
        "0.5",
        "true",
        "empty",
        "'a'",
        "1e-09",
        "3",
    ]


def test_a_bare_number_has_no_unit_in_words_and_any_other_has_its_own():
    assert in_unit("0.5", "-") == "0.5"
    assert in_unit("3", "places") == "3 places"


def test_no_row_of_the_program_tells_a_dash_as_its_unit():
    for name, row in all_rows().items():
        low, high = row.plausible
        for value in (low - 1, high + 1, high + 0.5):
            told = row.fault(value)
            assert told is None or (" -;" not in f"{told} " and " -." not in told), (name, told)
    bare = [row for row in all_rows().values() if row.unit == "-"]
    assert len(bare) > 20 and all(row.fault(row.plausible[1] + 1) for row in bare)
