"""A name means one thing: a class that is found by its name is the right one."""

import ast
from collections import defaultdict
from pathlib import Path

SIM = Path(__file__).resolve().parents[2] / "sim"
CORE, REFERENCE = "engine/core/memory/", "engine/reference/"
# one noun in two executors: the record of the core, and the object of the reference
TWINS = {
    "Application",
    "Arrangement",
    "Clock",
    "Level",
    "Location",
    "Provider",
    "Region",
    "Service",
    "Team",
    "Youth",
}
# numbers in a record of the core, and arrays everywhere else
ARRAYS = {"Ints", "Floats", "Groups"}
# what a measure reads, and what an executor makes: the second is an instance of the first
PROTOCOL = {"Recording": {"measures/inputs.py", "engine/recording.py"}}


def where_classes_stand() -> dict[str, list[str]]:
    """Every class of the package, and the files that define one of that name."""
    found = defaultdict(list)
    for path in sorted(SIM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(path.relative_to(SIM).as_posix())
    return found


def test_no_two_classes_have_one_name_but_the_nouns_of_both_executors() -> None:
    twice = {name: files for name, files in where_classes_stand().items() if len(files) > 1}
    others = {name: files for name, files in twice.items() if name not in TWINS | set(PROTOCOL)}
    assert not others, f"give one of each another name: {others}"


def test_a_noun_of_both_executors_is_once_in_each_and_nowhere_else() -> None:
    places = where_classes_stand()
    wrong = {
        name: places[name]
        for name in TWINS
        if len(places[name]) != 2
        or not all(any(file.startswith(at) for file in places[name]) for at in (CORE, REFERENCE))
    }
    assert not wrong, f"take it off the list of twins: {wrong}"


def test_a_recording_is_what_measures_read_and_what_executors_make() -> None:
    places = where_classes_stand()
    assert {name: set(places[name]) for name in PROTOCOL} == PROTOCOL


def test_no_class_has_the_name_of_another_files_alias() -> None:
    classes = where_classes_stand()
    clashes = []
    for path in sorted(SIM.rglob("*.py")):
        file = path.relative_to(SIM).as_posix()
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for target in node.targets if isinstance(node, ast.Assign) else ():
                if isinstance(target, ast.Name) and target.id in set(classes) - ARRAYS:
                    clashes.append(f"{file}:{node.lineno} {target.id}, also {classes[target.id]}")
    assert not clashes, clashes
