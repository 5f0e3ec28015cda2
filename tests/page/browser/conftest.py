"""A real page, started by its command, and a real browser: Chromium from the system.

Skipped, with the reason, where either is missing.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = os.environ.get("DOORSTROOM_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ROOT = Path(__file__).resolve().parents[3]
START = 300.0  # seconds; the first start of all compiles the model
FRAME = {"width": 1280, "height": 720}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(
                    pytest.mark.skip(
                        reason=(
                            "no Chromium found: apt-get install chromium, or set "
                            "DOORSTROOM_CHROMIUM"
                        )
                    )
                )


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of a page that was started for these tests."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = subprocess.Popen(
        [sys.executable, "-m", "sim", "workshop", "--port", str(port)], cwd=ROOT
    )
    home, until = f"http://127.0.0.1:{port}/", time.monotonic() + START
    while True:
        try:
            urllib.request.urlopen(home, timeout=5).close()
            break
        except OSError:
            assert page.poll() is None and time.monotonic() < until, "the page did not start"
            time.sleep(0.5)
    yield home
    page.terminate()
    page.wait(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder for screenshots: DOORSTROOM_PICTURES, or a temporary one."""
    folder = Path(
        os.environ.get("DOORSTROOM_PICTURES") or tmp_path_factory.getbasetemp() / "pictures"
    )
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def visit(chromium: "Browser", address: str) -> Iterator["Callable[..., Page]"]:
    """Open the page in a browser of its own.

    Afterwards there must be no message on the console and no request to elsewhere.
    """
    contexts, faults = [], []

    def opened(query: str = "", size: dict[str, int] | None = None, **more: object) -> "Page":
        context = chromium.new_context(viewport=size or FRAME, **more)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda r: (
                faults.append(f"asks {r.url}")
                if not r.url.startswith((address, "data:", "blob:"))
                else None
            ),
        )
        page.goto(address + query)
        page.locator("#main[data-ready]").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, f"console or requests: {faults}"
