"""What requirements.lock holds: packages, their hashes, and who asks for them."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
OURS = "doorstroom"
REQUIRED, OPTIONAL, DEVELOPMENT = "required", "optional", "excluded"  # words of CycloneDX


@dataclass(frozen=True)
class Locked:
    """One version of one package.

    Attributes:
        requirement: name, exact version, and the Pythons and systems that it is for.
        hashes: SHA-256 of its files.
        asked_by: names of packages that need it; `doorstroom` for those of pyproject.toml.
    """

    requirement: Requirement
    hashes: tuple[str, ...]
    asked_by: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return its name as the norm writes it."""
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        """Return its version."""
        return str(self.requirement.specifier).removeprefix("==")


def read_lock(text: str | None = None) -> list[Locked]:
    """Return every package of a lock, in its order; of requirements.lock where none is given."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8") if text is None else text
    return [_locked(entry) for entry in re.split(r"\n(?=\w)", text.strip())]


def _locked(entry: str) -> Locked:
    head, comments = [], []
    for line in entry.splitlines():
        (comments if line.lstrip().startswith("#") else head).append(line)
    asked = " ".join(head).replace("\\", " ").split("--hash=")[0]
    hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})\b", " ".join(head))
    asked_by = re.sub(r"#\s*(via)?", " ", " ".join(comments)).split()
    names = tuple(canonicalize_name(name) for name in asked_by)
    return Locked(Requirement(asked.strip()), tuple(hashes), names)


def read_project() -> dict[str, Any]:
    """Return what pyproject.toml holds."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def direct() -> dict[str, set[str]]:
    """Return the packages that pyproject.toml asks for: of the program, its extras, development."""
    project = read_project()
    extras = project["project"]["optional-dependencies"].values()
    groups = {
        REQUIRED: [project["project"]["dependencies"]],
        OPTIONAL: extras,
        DEVELOPMENT: project["dependency-groups"].values(),
    }
    return {
        scope: {
            canonicalize_name(Requirement(line).name)
            for lines in listed
            for line in lines
            if not line.startswith(f"{OURS}[")
        }
        for scope, listed in groups.items()
    }


def scopes(locked: Iterable[Locked]) -> dict[str, str]:
    """Return for each package of a lock whether the program, an extra or development needs it."""
    needs: dict[str, set[str]] = defaultdict(set)
    for each in locked:
        for parent in each.asked_by:
            needs[parent].add(each.name)
    found: dict[str, str] = {}
    for scope, names in direct().items():
        waiting = sorted(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = scope
                waiting += sorted(needs[name])
    return found
