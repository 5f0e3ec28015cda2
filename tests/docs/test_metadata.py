"""CITATION.cff and publiccode.yml say what pyproject.toml says, and invent nobody."""

import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
PUBLIC = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))


def test_both_name_the_version_and_the_licence_of_the_package():
    of_package = (PROJECT["version"], PROJECT["license"])
    assert (CITATION["version"], CITATION["license"]) == of_package
    assert (PUBLIC["softwareVersion"], PUBLIC["legal"]["license"]) == of_package


def test_the_authors_are_those_of_the_licence():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert all(author["name"] in licence for author in CITATION["authors"])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_public_description_has_the_lengths_that_its_standard_asks_for(language):
    words = PUBLIC["description"][language]
    assert len(words["shortDescription"]) <= 150
    assert 150 <= len(words["longDescription"]) <= 10_000
    assert words["features"]
