"""Whoever misses a package reads a command that works where he is."""

import tomllib

import pytest
from packaging.requirements import Requirement

from sim.common import extras
from sim.common.paths import ROOT

EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
    "optional-dependencies"
]


@pytest.mark.parametrize("extra", EXTRAS)
def test_in_a_checkout_an_extra_is_synchronised(extra):
    assert extras.install(extra).startswith(f"Install it: uv sync --extra {extra} ")


@pytest.mark.parametrize("extra", EXTRAS)
def test_beside_a_wheel_the_packages_of_the_extra_are_named_and_no_index_is_asked_for_ours(
    extra, tmp_path, monkeypatch
):
    monkeypatch.setattr(extras, "ROOT", tmp_path)
    said = extras.install(extra)
    named = {Requirement(part) for part in said.split('"')[1::2]}
    assert named == {Requirement(line) for line in EXTRAS[extra]}, said
    assert "doorstroom" not in said


def test_no_file_promises_our_own_name_from_an_index():
    files = [*(ROOT / "sim").rglob("*.py"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    asking = ["pip install doorstroom", "pip install 'doorstroom", 'pip install "doorstroom']
    found = [
        str(path.relative_to(ROOT))
        for path in files
        if any(words in path.read_text(encoding="utf-8") for words in asking)
    ]
    assert not found, f"{found} ask an index for a package that is not there"
