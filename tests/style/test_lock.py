"""The pins of pyproject.toml and the hashes of requirements.lock describe the same packages, and
every Python that we support has exactly one version of each.

Reads files only: no network.
"""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.locked import read_lock
from scripts.pins import pins_in_lock, with_pins

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
REFRESH = "run: uv run --no-sync python -m scripts.pins"
PYTHONS = ["3.11", "3.12", "3.13", "3.14", "3.15"]
SYSTEMS = ["linux", "darwin", "win32"]


def read_pins() -> list[Requirement]:
    return [Requirement(line) for line in PROJECT["tool"]["uv"]["constraint-dependencies"]]


def holds(requirement: Requirement, python: str, system: str = "linux") -> bool:
    here = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    return requirement.marker is None or requirement.marker.evaluate(here)


def direct_dependencies() -> list[str]:
    project = PROJECT["project"]
    groups = [
        project["dependencies"],
        *project["optional-dependencies"].values(),
        *PROJECT["dependency-groups"].values(),
    ]
    return sorted(
        {line for group in groups for line in group if not line.startswith(f"{project['name']}[")}
    )


def test_the_pins_are_those_of_the_lock_word_for_word():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    differ = {str(pin) for pin in read_pins()} ^ {str(each.requirement) for each in read_lock()}
    assert with_pins(text, pins_in_lock(LOCK)) == text, (
        f"on one side only: {sorted(differ)}; {REFRESH}"
    )


def test_every_pin_is_one_exact_version():
    loose = [str(pin) for pin in read_pins() if not re.fullmatch(r"==[^*,]+", str(pin.specifier))]
    assert not loose, f"{loose} allow more than one version; {REFRESH}"


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_no_python_on_any_system_is_given_two_versions_of_a_package(python, system):
    counted = Counter(
        canonicalize_name(pin.name) for pin in read_pins() if holds(pin, python, system)
    )
    twice = [name for name, n in counted.items() if n > 1]
    assert not twice, f"Python {python} on {system} gets two versions of {twice}; {REFRESH}"


def test_every_package_of_the_lock_has_a_hash():
    bare = [str(each.requirement) for each in read_lock() if not each.hashes]
    assert not bare, f"no sha256 for {bare}; {REFRESH}"


def test_the_lock_names_no_address():
    assert not re.findall(r"https?:|file:|--\w*index|--find-links|\s-e\s", LOCK)


ASKED = [
    (line, python)
    for line in direct_dependencies()
    for python in PYTHONS
    if holds(Requirement(line), python)
]


@pytest.mark.parametrize(("line", "python"), ASKED)
def test_the_pin_of_a_direct_dependency_satisfies_its_own_bounds(line, python):
    asked = Requirement(line)
    pins = [
        pin
        for pin in read_pins()
        if canonicalize_name(pin.name) == canonicalize_name(asked.name) and holds(pin, python)
    ]
    assert len(pins) == 1, f"Python {python} has {len(pins)} pins of {asked.name}; {REFRESH}"
    version = str(pins[0].specifier).removeprefix("==")
    assert asked.specifier.contains(version), f"{version} is pinned, {asked} is asked; {REFRESH}"


def test_the_classifiers_name_the_pythons_that_have_pins_and_none_is_shut_out():
    said = [
        line.rpartition(" ")[2]
        for line in PROJECT["project"]["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", line)
    ]
    assert said == PYTHONS
    assert PROJECT["project"]["requires-python"] == f">={PYTHONS[0]}"
