from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.common.errors import ConfigError
from sim.common.yaml_strict import MAX_BYTES, load_mapping, parse


def fault(text: str | bytes) -> str:
    with pytest.raises(ConfigError) as caught:
        parse(text if isinstance(text, bytes) else text.encode(), "conf/x.yaml")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_plain_data_is_read_as_written():
    text = (
        "a: 1\nb: [1.5, 1e-3, -2, 1_000]\nc: {2025-01-01: no, 3: true}\nd: '12'\ne: "
        "1:30\nf:\ng: 007"
    )
    assert parse(text.encode(), "x") == {
        "a": 1,
        "b": [1.5, 0.001, -2, 1000],
        "c": {date(2025, 1, 1): "no", 3: True},
        "d": "12",
        "e": "1:30",
        "f": None,
        "g": "007",
    }


def test_a_duplicate_key_is_refused_with_file_line_and_key():
    assert fault("a: 1\nb: 2\na: 3") == (
        "conf/x.yaml, line 3: key 'a' stands twice, first on line 1; remove one of the two. "
        "Correct this line; the file is plain YAML (mappings, lists, text, numbers, ISO dates)."
    )


def test_a_duplicate_is_found_however_it_is_written_and_however_deep():
    assert "line 3: key '1' stands twice, first on line 2" in fault("a:\n  1: x\n  '1': y")
    assert "line 1: key '2025-01-01' stands twice" in fault("[{2025-01-01: x, 2025-01-01: y}]")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("a: [1, 2", "conf/x.yaml, line 1: expected ',' or ']'"),
        ("a: 1\n b: 2", "conf/x.yaml, line 2: mapping values are not allowed here"),
        (
            "a: &x 1\nb: *x",
            "conf/x.yaml, line 2: an alias (*name) is not allowed; write the value out",
        ),
        (
            "a: !!python/object:os.system 1",
            "conf/x.yaml, line 1: a tag (tag:yaml.org,2002:python/object:os.system) is not allowed",
        ),
        ("a: 2025-02-30", "conf/x.yaml, line 1: '2025-02-30': day is out of range for month"),
        (
            "\n1.5: a",
            "conf/x.yaml, line 2: a key is text, a whole number or a date; 1.5 is none of these",
        ),
        ("[" * 100, "nested deeper than 40 levels"),
        ("a: 1\n---\nb: 2", "line 2: but found another document"),
        ("a: 1\nb: \x07", "conf/x.yaml, line 2: special characters are not allowed"),
    ],
)
def test_a_fault_names_file_and_line(text, part):
    message = fault(text)
    assert part in message
    assert message.endswith(
        "Correct this line; the file is plain YAML (mappings, lists, text, numbers, ISO dates)."
    )


def test_other_encodings_and_large_files_are_refused():
    assert fault(b"a: 1\nb: \xff") == "conf/x.yaml, line 2: not UTF-8 text. Save the file as UTF-8."
    assert "conf/x.yaml: more than 256 KiB; no more is read" in fault(b" " * (MAX_BYTES + 1))


def test_a_missing_file_and_a_file_without_a_mapping_are_named(tmp_path):
    with pytest.raises(
        ConfigError, match=r"conf/no\.yaml: cannot be read \(No such file or directory\)"
    ):
        load_mapping(tmp_path / "no.yaml", "conf/no.yaml")
    (tmp_path / "x.yaml").write_text("- 1")
    with pytest.raises(
        ConfigError, match=r"conf/x\.yaml: holds \[1\]; a mapping of 'key: value' lines is expected"
    ):
        load_mapping(tmp_path / "x.yaml", "conf/x.yaml")


YAMLISH = st.text(alphabet="ab01:-[]{},&*!|>'\"#%@?~. \n\t\x00\u00e9<=_e+", max_size=60)


@given(
    st.one_of(
        st.binary(max_size=60),
        YAMLISH.map(lambda t: t.encode()),
        st.text(max_size=60).map(lambda t: t.encode("utf-8", "replace")),
    )
)
@example(b"? [a]: b")
@example(b"a: " + b"9" * 5000)
@example(b"!!int ''")
@example(b"!!bool x")
@example(b"<<: 1")
@example(b"0000-00-00")
@example(b"%YAML 3.0\n--- a")
@example(b"[" * 300)
@example(b"\xef\xbb\xbfa: 1")
@example(b"{a: &b [1]}")
@example(b"'\\ud800'")
@example(b'"\\ud800"')
@example(b'"\\U99999999"')
def test_no_input_makes_the_loader_raise_anything_but_config_error(data):
    try:
        parse(data, "x")
    except ConfigError as error:
        assert str(error).startswith("x")
