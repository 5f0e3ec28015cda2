"""Waiting for a picture to be whole."""

import re

from playwright.sync_api import Page, expect

DONE = re.compile(r"^100 (pairs|paren)")


def finished(page: Page) -> Page:
    """Wait until the picture is refined."""
    expect(page.locator("#progress")).to_have_text(DONE, timeout=90_000)
    page.wait_for_timeout(400)
    return page
