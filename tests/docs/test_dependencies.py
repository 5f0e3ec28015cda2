"""docs/dependencies.md gives a reason for every package asked for and everything held back; every
licence is known and allowed; the bill of materials holds every package of the lock.
"""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import licences
from scripts.bill_of_materials import SPEC, bill
from scripts.licences import FREE, NAMED, REFUSED, UNKNOWN, kind_of
from scripts.locked import DEVELOPMENT, OPTIONAL, REQUIRED, direct, read_lock, read_project, scopes

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")


def rows(title: str) -> list[list[str]]:
    """Cells of the table under a title, without its head."""
    text = PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def named(title: str, column: int) -> set[str]:
    return {canonicalize_name(n) for row in rows(title) for n in row[column].split(", ")}


@pytest.mark.parametrize(
    ("title", "scope", "column"),
    [
        ("The model and its answer", REQUIRED, 0),
        ("Extras", OPTIONAL, 1),
        ("Development", DEVELOPMENT, 0),
    ],
)
def test_every_package_asked_for_has_a_line_of_reason_and_no_other(
    title: str, scope: str, column: int
) -> None:
    assert named(title, column) == direct()[scope]
    assert all(row[-1] for row in rows(title))


def test_everything_held_back_has_a_reason_and_nothing_else_is_listed() -> None:
    project = read_project()
    parts = project["project"]
    asked = [
        *parts["dependencies"],
        *(line for extra in parts["optional-dependencies"].values() for line in extra),
        *(line for group in project["dependency-groups"].values() for line in group),
    ]
    bounded = {
        f"{Requirement(line).name}{bound}"
        for line in asked
        for bound in Requirement(line).specifier
        if bound.operator != ">="
    }
    excluded = {f"{name} excluded" for name in project["tool"]["uv"]["exclude-dependencies"]}
    listed = {row[0].replace("`", "") for row in rows("Held back, left out")}
    assert listed == bounded | excluded and all(row[1] for row in rows("Held back, left out"))


@pytest.mark.parametrize(
    ("licence", "kind"),
    [
        ("MIT", FREE),
        ("BSD-2-Clause AND Apache-2.0 WITH LLVM-exception", FREE),
        ("Mozilla Public License 2.0 (MPL 2.0)", NAMED),
        ("MPL-2.0 AND MIT", NAMED),
        ("GNU Lesser General Public License v3 (LGPLv3)", NAMED),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", NAMED),
        ("GPL-3.0-or-later", REFUSED),
        ("GPL-2.0-only OR MIT", FREE),
        ("MIT AND AGPL-3.0", REFUSED),
        ("GNU General Public License v2 or later (GPLv2+)", REFUSED),
        ("SSPL-1.0", REFUSED),
        ("ask the author", UNKNOWN),
        ("permitted", UNKNOWN),
    ],
)
def test_a_licence_is_told_by_what_it_asks_for(licence: str, kind: str) -> None:
    assert kind_of(licence) == kind


def test_every_licence_of_what_is_installed_is_known_and_allowed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = licences.main()
    told = capsys.readouterr()
    assert code == 0, told.err
    said = PAGE.split("## Licences")[1]
    mpl = re.findall(r"│ (\S+) .*its own files", told.out)
    assert all(f"`{name}`" in said for name in mpl), f"name them on the page: {mpl}"


def test_a_refused_licence_ends_the_command_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(licences, "licence_of", lambda found: "AGPL-3.0-only")
    assert licences.main() == 2
    assert "AGPL-3.0-only (REFUSED)" in capsys.readouterr().err


def test_the_bill_holds_every_package_with_what_its_norm_asks_for() -> None:
    made, locked = bill(), read_lock()
    assert (made["bomFormat"], made["specVersion"], made["version"]) == ("CycloneDX", SPEC, 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", made["serialNumber"])
    found = {(c["name"], c["version"]): c for c in made["components"]}
    assert set(found) == {(each.name, each.version) for each in locked}
    for each in locked:
        component = found[each.name, each.version]
        assert component["type"] == "library" and component["purl"] == component["bom-ref"]
        assert sorted(each.hashes) == [digest["content"] for digest in component["hashes"]]
    refs = {c["bom-ref"] for c in made["components"]} | {made["metadata"]["component"]["bom-ref"]}
    assert {d["ref"] for d in made["dependencies"]} == refs
    assert all(refs.issuperset(d["dependsOn"]) for d in made["dependencies"])
    assert bill() == made, "twice the same"


def test_whoever_asks_for_a_package_says_who_needs_it() -> None:
    scope_of = scopes(read_lock())
    assert scope_of["numba"] == REQUIRED == scope_of["llvmlite"]
    assert (scope_of["werkzeug"], scope_of["pluggy"]) == (OPTIONAL, DEVELOPMENT)
