"""The page needs its extra; where that is not installed these tests are skipped, and say so."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

NEEDED = {"page": ("dash", "waitress"), "browser": ("playwright", "axe_playwright_python")}


class NotInstalled(pytest.File):
    """A file of tests that cannot be imported here."""

    def collect(self) -> Iterator[pytest.Item]:
        pytest.skip(
            (
                f"{', '.join(missing(self.path))}: not installed; the workshop page is an extra: "
                "uv "
                "sync --extra workshop"
            ),
            allow_module_level=True,
        )


def missing(path: Path) -> list[str]:
    names = [name for folder, needed in NEEDED.items() if folder in path.parts for name in needed]
    return [name for name in names if not is_installed(name)]


def is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ValueError:  # kept from being imported
        return False


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.File | None:
    return NotInstalled.from_parent(parent, path=module_path) if missing(module_path) else None
