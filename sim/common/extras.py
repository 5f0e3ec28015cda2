"""How to get the packages that a part of the work needs and that are not installed."""

import re
from importlib.metadata import PackageNotFoundError, requires

from sim.common.paths import ROOT


def install(extra: str) -> str:
    """Return the sentence that tells how to install an extra, in a checkout or beside a wheel.

    It promises nothing of an index: beside a wheel it names the packages themselves.

    Args:
        extra: a name in `[project.optional-dependencies]`: cluster, evidence or workshop.
    """
    if (ROOT / "pyproject.toml").is_file():
        return f'Install it: uv sync --extra {extra} (with pip: pip install -e ".[{extra}]")'
    try:
        asked = requires("doorstroom") or []
    except PackageNotFoundError:  # a folder that was copied, not installed
        return f"It belongs to the extra '{extra}' of doorstroom's pyproject.toml."
    marked = re.compile(rf"(.*?)\s*;.*\bextra == ['\"]{re.escape(extra)}['\"].*")
    packages = [f'"{match[1]}"' for match in map(marked.fullmatch, asked) if match]
    return f"Install it: pip install {' '.join(packages)}"
