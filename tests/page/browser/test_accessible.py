"""No fault against WCAG 2.2 A and AA that axe-core can find, on every view, in both languages, on
beamer and tablet.
"""

import json
from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Page, expect

from tests.page.browser.looking import finished

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOVED = "&jzp=0&jzp_by=2030&small=69&built_by=2028&evaluation=60&wide=1&pin=jzplus_zero_2030"
VIEWS = {
    "see": "",
    "understand": "&view=understand&twin=largest",
    "compare": "&view=compare",
    "limits": "&view=limits",
    "keep": "&view=keep",
    "presenter": "&present=1",
}


def faults(page: Page) -> list[str]:
    """Return what axe-core finds.

    The script is run by the browser's own tools, the page's policy lets no other script in.
    """
    page.evaluate(AXE)
    options = json.dumps({"runOnly": {"type": "tag", "values": RULES}})
    found = page.evaluate(f"axe.run(document, {options})")["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {[node['html'][:120] for node in fault['nodes'][:3]]}"
        for fault in found
    ]


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(visit: Callable[..., Page], view: str, lang: str) -> None:
    page = finished(visit(f"?lang={lang}{MOVED}{VIEWS[view]}"))
    if view == "understand":
        expect(page.locator("#twins img")).to_be_visible(timeout=90_000)
        page.locator("#twins summary").click()
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert not (found := faults(page)), "\n".join(found)


def test_axe_finds_nothing_on_a_tablet(visit: Callable[..., Page]) -> None:
    assert not (
        found := faults(finished(visit("?lang=nl", size={"width": 820, "height": 1180})))
    ), "\n".join(found)
