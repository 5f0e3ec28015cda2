"""What people do with the page, in both languages, in a real browser.

Run: uv run pytest -m browser -n 0.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, Route, expect

from tests.page.browser.looking import DONE, finished

Visit = Callable[..., Page]
LANGUAGES = ("nl", "en")
QUESTION = {
    "nl": "JeugdzorgPlus sluit, en evenveel kleinschalige plekken zijn op tijd klaar",
    "en": "JeugdzorgPlus closes, and as many small-scale places are ready in time",
}
ASSUMPTIONS = {
    "nl": re.compile(
        r"Bij 24 stellen aannames is het verschil .* 95% daarvan ligt van \S+ tot \S+,"
    ),
    "en": re.compile(r"Over 24 sets of assumptions the difference .* from \S+ to \S+, and in \d+%"),
}
CLOSED = "&jzp=0&jzp_by=2030&small=69&built_by=2028"
HAS_RING = (
    "(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== "
    "'none' || s.boxShadow !== 'none'; })()"
)
TABLET = {"width": 820, "height": 1180}


def numbers(page: Page) -> list[str]:
    """Return the sentence and all numbers beside it."""
    return [page.locator("#sentence").inner_text(), *page.locator(".tile").all_inner_texts()]


def move(page: Page, slug: str, steps: int) -> None:
    """Move a slider with the keyboard, as anybody can."""
    group = page.locator(f"details.group:has(#lever-{slug})")
    if group.get_attribute("open") is None:
        group.locator("summary").first.click()
    slider = page.locator(f"#lever-{slug}")
    slider.focus()
    for _ in range(abs(steps)):
        slider.press("ArrowRight" if steps > 0 else "ArrowLeft")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_first_time_visitor_finds_the_answer_about_closing_with_one_press(
    visit: Visit, pictures: Path, lang: str
) -> None:
    page = finished(visit(f"?lang={lang}"))
    before = page.locator("#sentence").inner_text()
    question = page.get_by_role("link", name=QUESTION[lang])
    expect(question).to_be_in_viewport()
    question.click()
    expect(page.locator("#sentence")).not_to_have_text(before, timeout=20_000)
    finished(page)
    assert re.search(r"\d", page.locator("#sentence").inner_text()) and "small=69" in page.url
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator("#chart-one_to_one .main-svg").first).to_be_visible()
    expect(page.locator("#caption-one_to_one")).not_to_be_empty()
    expect(page.locator("#doubt")).to_have_text(ASSUMPTIONS[lang], timeout=60_000)
    page.screenshot(path=pictures / f"see.{lang}.png")
    page.screenshot(path=pictures / f"see_whole.{lang}.png", full_page=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_moving_a_lever_changes_sentence_charts_and_address(visit: Visit, lang: str) -> None:
    page = finished(visit(f"?lang={lang}"))
    expect(page.locator("#doubt")).to_contain_text(
        {"nl": "Bij 24 stellen aannames", "en": "Over 24 sets of assumptions"}[lang], timeout=60_000
    )
    before, drawn = (
        page.locator("#sentence").inner_text(),
        page.locator("#chart-one_to_one").inner_html(),
    )
    move(page, "evaluation", -7)
    expect(page.locator("#value-evaluation")).to_have_text({"nl": "6 weken", "en": "6 weeks"}[lang])
    expect(page.locator("#sentence")).not_to_have_text(before, timeout=20_000)
    finished(page)
    assert "evaluation=6" in page.url
    assert page.locator("#chart-one_to_one").inner_html() != drawn
    page.locator("#reset").click()
    expect(page.locator("#sentence")).to_have_text(before, timeout=20_000)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_opened_in_a_second_browser_shows_the_same_numbers(visit: Visit, lang: str) -> None:
    first = finished(visit(f"?lang={lang}{CLOSED}&evaluation=6&view=compare&pin=jzplus_zero_2030"))
    second = finished(visit("?" + first.url.partition("?")[2]))
    assert first.locator("#sentence").inner_text() == second.locator("#sentence").inner_text()
    for page in (first, second):
        expect(page.locator("#compare thead")).to_contain_text("100", timeout=60_000)
        page.wait_for_function(
            "document.querySelector('#compare').innerText.match(/100 pa/g).length === 2",
            timeout=90_000,
        )
    assert first.locator("#compare").inner_text() == second.locator("#compare").inner_text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_understand_shows_why_and_one_youth_under_two_policies(
    visit: Visit, pictures: Path, lang: str
) -> None:
    page = finished(visit(f"?lang={lang}{CLOSED}"))
    page.locator('.view-tab[data-view="understand"]').click()
    expect(page.locator("#chart-why .main-svg").first).to_be_visible(timeout=20_000)
    page.locator('.twin[data-twin="largest"]').click()
    expect(page.locator("#twins img")).to_be_visible(timeout=90_000)
    assert "twin=largest" in page.url
    page.locator("#twins summary").click()
    assert page.locator("#twins li").count() > 10
    page.wait_for_timeout(500)
    page.screenshot(path=pictures / f"understand.{lang}.png", full_page=True)
    move(page, "evaluation", -1)
    expect(page.locator("#twins img")).to_have_count(0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_variants_are_pinned_compared_opened_and_unpinned(
    visit: Visit, pictures: Path, lang: str
) -> None:
    page = finished(visit(f"?lang={lang}{CLOSED}"))
    page.locator("#pin").click()
    expect(page.locator("#compare .pin-mark")).to_have_count(1, timeout=20_000)
    move(page, "evaluation", -7)
    page.locator("#pin").click()
    expect(page.locator("#compare .pin-mark")).to_have_count(2, timeout=20_000)
    finished(page)
    page.screenshot(path=pictures / f"compare.{lang}.png", full_page=True)
    page.get_by_role("link", name={"nl": "Losmaken", "en": "Unpin"}[lang]).first.click()
    expect(page.locator("#compare a")).to_have_count(2, timeout=20_000)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_kept_can_be_downloaded(
    visit: Visit, pictures: Path, tmp_path: Path, lang: str
) -> None:
    page = finished(visit(f"?lang={lang}{CLOSED}&view=keep"))
    page.screenshot(path=pictures / f"keep.{lang}.png")
    for file in ("scenario.yaml", "tables.csv", "tables.parquet"):
        with page.expect_download(timeout=60_000) as waiting:
            page.locator(f'[data-file="{file}"]').click()
        waiting.value.save_as(tmp_path / file)
        assert (tmp_path / file).stat().st_size > 300
    assert (
        "setting.small_scale.places"
        in yaml.safe_load((tmp_path / "scenario.yaml").read_text(encoding="utf-8"))["changes"]
    )


def test_a_scenario_file_that_was_saved_is_opened_again(visit: Visit, tmp_path: Path) -> None:
    page = finished(visit(f"?lang=nl{CLOSED}&view=keep"))
    expect(page.locator("#open-note")).to_be_empty()
    before = page.locator("#sentence").inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Scenariobestand", exact=True).click()
    file = tmp_path / "bewaard.yaml"
    waiting.value.save_as(file)
    page = finished(visit("?lang=nl&view=keep"))
    assert page.locator("#sentence").inner_text() != before
    page.get_by_label("Open een scenariobestand").set_input_files(file)
    expect(page.locator("#sentence")).to_have_text(before, timeout=30_000)
    assert "small=69" in page.url and "view=keep" not in page.url
    page = finished(visit("?lang=nl&view=keep"))
    file.write_text("!!python/object/apply:os.system ['true']")
    page.get_by_label("Open een scenariobestand").set_input_files(file)
    expect(page.locator("#open-note")).to_contain_text("niet te lezen als scenario", timeout=10_000)
    assert page.locator("#sentence").inner_text() != before, "the page went on as it was"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_model_does_not_know_and_the_presenter_view(
    visit: Visit, pictures: Path, lang: str
) -> None:
    page = finished(visit(f"?lang={lang}&view=limits"))
    assert page.locator("#view-limits li").count() > 6
    page.screenshot(path=pictures / f"limits.{lang}.png", full_page=True)
    page = finished(visit(f"?lang={lang}{CLOSED}"))
    page.locator("#present").click()
    expect(page.locator("#levers")).to_be_hidden()
    page.wait_for_timeout(500)
    page.screenshot(path=pictures / f"presenter.{lang}.png")


def test_the_language_is_changed_without_losing_the_choices(visit: Visit) -> None:
    page = finished(visit(f"?lang=nl{CLOSED}"))
    page.locator('.language[data-lang="en"]').click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#sentence")).to_contain_text("youths a day", timeout=20_000)
    assert "small=69" in page.url


def test_beyond_what_is_plausible_only_knowingly(visit: Visit) -> None:
    page = finished(visit("?lang=en"))
    assert page.locator("#lever-evaluation").get_attribute("max") != "104"
    page.locator("#switch-wide").click()
    expect(page.locator("#lever-evaluation")).to_have_attribute("max", "104")
    move(page, "evaluation", 0)
    page.locator("#lever-evaluation").press("End")
    expect(page.locator(".lever:has(#lever-evaluation) .beyond")).to_be_visible()
    expect(page.locator("#sentence")).to_contain_text("instead of", timeout=20_000)


def test_an_address_with_nonsense_gives_a_page_that_says_so(visit: Visit) -> None:
    page = visit(
        "?lang=en&region=../../etc/passwd&evaluation=nan&pin=__import__(os)&x=<script>alert(1)</script>"
    )
    expect(page.locator(".notice")).to_be_visible()
    finished(page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_a_tablet_lever_and_answer_stand_side_by_side(
    visit: Visit, pictures: Path, lang: str
) -> None:
    page = finished(visit(f"?lang={lang}{CLOSED}", size=TABLET, has_touch=True))
    page.screenshot(path=pictures / f"tablet.{lang}.png")
    expect(page.locator("#sentence")).to_be_in_viewport()
    expect(page.locator("#lever-jzp")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        "scrolls sideways"
    )


def test_everything_can_be_done_with_the_keyboard(visit: Visit) -> None:
    page = finished(visit("?lang=en"))
    before = page.locator("#sentence").inner_text()
    seen: list[str] = []
    for _ in range(150):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(() => { const e = document.activeElement; return e.id || e.dataset.view || "
            "e.className; })()"
        )
        if page.evaluate("document.activeElement === document.body"):
            break  # once around
        assert page.evaluate(HAS_RING), f"no visible focus on {here}"
        seen.append(here)
        if here == "lever-evaluation":
            page.keyboard.press("ArrowLeft")
    for part in (
        "region",
        "scenario",
        "present",
        "lever-jzp",
        "lever-evaluation",
        "switch-wide",
        "pin",
        "copy",
        "understand",
    ):
        assert part in seen, f"{part} cannot be reached with Tab: {seen}"
    expect(page.locator("#sentence")).not_to_have_text(before, timeout=20_000)
    page.locator('.view-tab[data-view="limits"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#view-limits")).to_be_visible()
    expect(page.locator("#progress")).to_have_text(DONE, timeout=60_000)


def held(page: Page, changed: str) -> list[Route]:
    """Hold the next request to a callback that `changed` starts; it waits in the list."""
    caught: list[Route] = []

    def look(route: Route) -> None:
        asked = json.loads(route.request.post_data or "{}").get("changedPropIds", [])
        if changed in asked and not caught:
            caught.append(route)
        else:
            route.continue_()

    page.route("**/_dash-update-component*", look)
    return caught


def until_caught(page: Page, caught: list[Route]) -> None:
    for _ in range(200):
        if caught:
            return
        page.wait_for_timeout(50)
    raise AssertionError("nothing was asked")


def test_an_older_question_that_arrives_late_leaves_no_screen_waiting(visit: Visit) -> None:
    page = finished(visit("?lang=nl&evaluation=8"))
    eight = page.locator("#sentence").inner_text()
    caught = held(page, "question.data")
    move(page, "evaluation", 2)
    until_caught(page, caught)
    move(page, "evaluation", -2)
    expect(page.locator("#sentence")).to_have_text(eight, timeout=20_000)
    caught[0].continue_()
    page.wait_for_timeout(1000)
    finished(page)
    assert "evaluation=8" in page.url and page.locator("#sentence").inner_text() == eight
    move(page, "evaluation", 1)
    expect(page.locator("#sentence")).not_to_have_text(eight, timeout=20_000)


def test_the_link_is_that_of_the_picture_when_the_page_is_rebuilt_late(visit: Visit) -> None:
    page = finished(visit("?lang=nl"))
    caught = held(page, "nav.data")
    page.locator("#reset").click()
    until_caught(page, caught)
    move(page, "evaluation", -3)
    expect(page).to_have_url(re.compile("evaluation=10"))
    caught[0].continue_()
    expect(page.locator("#value-evaluation")).to_have_text("13 weken", timeout=20_000)
    page.wait_for_timeout(500)
    assert "evaluation" not in page.url, "the address tells of another question"
