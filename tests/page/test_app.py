"""The page as a server.

Headers, limits on what comes in, downloads, and messages instead of crashes.
"""

import io
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.common.errors import ConfigError
from sim.page import downloads
from sim.page.app import body_of, make_app
from sim.page.computing.lanes import LaneRunner, Pasts
from sim.page.computing.queue import Computer, Found
from sim.page.computing.reporter import Reporter
from sim.page.computing.rooms import REPORTS
from sim.page.downloads import tables
from sim.page.safety import LOOPBACK, MAX_BODY
from sim.page.shown import views
from sim.page.state.address import State
from sim.tables.suppress import SMALL
from tests.drills.visiting import message_to
from tests.page.made_up import MadeUpRunner, sample

CLOSED = "?lang=en&region=noord_holland&scenario=baseline&built_by=2028&jzp=0&jzp_by=2030&small=69"
PAIRS = 3


@pytest.fixture(scope="module")
def computer() -> Iterator[Computer]:
    made = Computer(MadeUpRunner, 2, PAIRS)
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(computer: Computer) -> FlaskClient:
    return make_app(computer, Reporter(LaneRunner(Pasts()), 2), LOOPBACK).server.test_client()


@pytest.mark.parametrize(
    "path",
    ["/", "/_dash-layout", "/plotly.js", "/assets/page.css", f"/download/scenario.yaml{CLOSED}"],
)
def test_every_answer_has_the_headers(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy and "http" not in policy, (
        "nothing comes from elsewhere, nothing is evaluated"
    )
    assert (
        answer.headers["X-Content-Type-Options"] == "nosniff"
        and answer.headers["X-Frame-Options"] == "DENY"
    )
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "localhost.elsewhere.example:8050"]
)
def test_another_name_for_this_machine_is_refused(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 400


def test_a_message_that_is_too_large_is_refused(client: FlaskClient) -> None:
    assert (
        client.post(
            "/_dash-update-component", data=b"x" * (MAX_BODY + 1), content_type="application/json"
        ).status_code
        == 413
    )


@pytest.mark.parametrize(
    "path",
    [
        "/download/../../etc/passwd",
        "/download/..%2f..%2fetc%2fpasswd",
        "/download/app.py",
        "/assets/../app.py",
        "/assets/%2e%2e/app.py",
        "/assets//etc/passwd",
    ],
)
def test_no_other_file_can_be_read(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (308, 404) or b"<title>Doorstroom</title>" in answer.data, (
        answer.data[:100]
    )
    assert b"root:" not in answer.data and b"import " not in answer.data


def test_the_scenario_file_that_is_saved_runs(client: FlaskClient, tmp_path: Path) -> None:
    answer = client.get(f"/download/scenario.yaml{CLOSED}")
    assert "attachment" in answer.headers["Content-Disposition"]
    path = tmp_path / "variant.yaml"
    path.write_bytes(answer.data)
    assert set(yaml.safe_load(answer.data)["changes"]) == {
        "setting.jeugdzorgplus.places",
        "setting.small_scale.places",
    }
    few = [
        "replications=2",
        "end=2026-07-01",
        "warm_up_years=1",
        "workers=1",
        f"output={tmp_path / 'outputs'}",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "sim", f"scenario={path}", "region=noord_holland", *few],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_tables_are_the_same_as_csv_and_as_parquet(client: FlaskClient) -> None:
    csv = pd.read_csv(
        io.BytesIO(client.get(f"/download/tables.csv{CLOSED}").data), keep_default_na=True
    )
    parquet = pd.read_parquet(io.BytesIO(client.get(f"/download/tables.parquet{CLOSED}").data))
    assert list(csv.columns) == list(parquet.columns) and len(csv) == len(parquet) > 1000
    np.testing.assert_allclose(csv["difference"], parquet["difference"], rtol=1e-4, atol=1e-6)


def test_a_table_with_pairs_missing_says_so_in_its_name_and_in_every_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = threading.Event()
    computer = Computer(lambda: MadeUpRunner(gate=gate, free=3), 1, PAIRS)
    monkeypatch.setattr(downloads, "WAIT", 1.0)
    client = make_app(computer, Reporter(LaneRunner(Pasts()), 2)).server.test_client()
    answer = client.get(f"/download/tables.csv{CLOSED}")
    assert f"incomplete_1_of_{PAIRS}" in answer.headers["Content-Disposition"]
    table = pd.read_csv(io.BytesIO(answer.data))
    assert (table["note"].str.startswith(f"incomplete: 1 of {PAIRS} pairs")).all()
    gate.set()
    monkeypatch.setattr(downloads, "WAIT", 60.0)
    whole = client.get(f"/download/tables.csv{CLOSED}")
    assert "incomplete" not in whole.headers["Content-Disposition"]
    assert pd.read_csv(io.BytesIO(whole.data))["note"].isna().all()
    computer.close()


@pytest.mark.parametrize(
    "lang, words", [("nl", "nog geen enkel paar"), ("en", "Not one pair of replications")]
)
@pytest.mark.parametrize("name", ["tables.csv", "tables.parquet"])
def test_a_table_of_nothing_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, lang: str, words: str, name: str
) -> None:
    gate = threading.Event()
    computer = Computer(lambda: MadeUpRunner(gate=gate), 1, PAIRS)
    monkeypatch.setattr(downloads, "WAIT", 0.1)
    client = make_app(computer, Reporter(LaneRunner(Pasts()), 2)).server.test_client()
    answer = client.get(f"/download/{name}{CLOSED.replace('lang=en', f'lang={lang}')}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "60"
    assert words in page and f'lang="{lang}"' in page and 'href="/?lang=' in page
    gate.set()
    computer.close()


@pytest.mark.parametrize("name", ["scenario.yaml", "report.html", "tables.csv"])
def test_no_file_is_made_of_an_address_that_is_not_understood(
    client: FlaskClient, name: str
) -> None:
    answer = client.get(f"/download/{name}?lang=en&region=nederland")
    assert answer.status_code == 400 and "no file is made of it" in answer.get_data(as_text=True)


def test_a_file_of_levers_that_are_impossible_together_is_refused_in_words(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ConfigError("made <up>")

    monkeypatch.setattr(downloads, "world_of_variant", refuse)
    answer = client.get(f"/download/tables.csv{CLOSED}")
    assert answer.status_code == 409 and "made &lt;up&gt;" in answer.get_data(as_text=True)


def test_reports_are_made_one_at_a_time_and_who_finds_no_place_is_told_at_once(
    monkeypatch: pytest.MonkeyPatch, computer: Computer
) -> None:
    gate, begun = threading.Event(), []

    def slow(self: Reporter, state: State) -> str:
        begun.append(state)
        gate.wait(20)
        return "made"

    monkeypatch.setattr(Reporter, "_report", slow)
    app = make_app(computer, Reporter(LaneRunner(Pasts()), 2)).server

    def ask(n: int) -> int:
        return (
            app.test_client().get(f"/download/report.html?lang=en&evaluation={4 + n}").status_code
        )

    with ThreadPoolExecutor(10) as pool:
        asked = [pool.submit(ask, n) for n in range(10)]
        while sum(each.done() for each in asked) < 10 - REPORTS:
            time.sleep(0.01)
        assert len(begun) == 1, "more than one at a time"
        gate.set()
        answers = [each.result(20) for each in asked]
    assert sorted(answers) == [200] * REPORTS + [503] * (10 - REPORTS)


def test_small_cells_are_left_out_of_tables_on_both_sides_and_in_the_difference() -> None:
    few, many = (
        [sample(k, 2.0, 0.1) for k in range(PAIRS)],
        [sample(k, 40.0, 0.1) for k in range(PAIRS)],
    )
    table = tables(Found(tuple(few), tuple(many)))
    counts = table[
        table["unit"].isin(["youths", "1/year", "cases", "day/year", "day/month", "1/month"])
    ]
    assert len(counts) > 500 and counts[["base", "other", "difference", "low", "high"]].isna().all(
        axis=None
    )
    shown = tables(Found(tuple(many), tuple(many)))
    assert (shown[shown["unit"] == "youths"]["base"].dropna() >= SMALL).all() and shown[
        "base"
    ].notna().any()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_report_is_one_page_in_the_language_of_the_address(
    client: FlaskClient, lang: str
) -> None:
    page = client.get(f"/download/report.html{CLOSED.replace('lang=en', f'lang={lang}')}").get_data(
        as_text=True
    )
    assert f'lang="{lang}"' in page and "<script" not in page and 'http-equiv="refresh' not in page
    assert "69" in page and "data:image/svg+xml" in page


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_one_youth_under_two_policies_has_no_number_of_a_youth(
    client: FlaskClient, lang: str
) -> None:
    asked = {
        "output": "twins.children",
        "outputs": {"id": "twins", "property": "children"},
        "changedPropIds": ["state.data"],
    }
    state = f"{CLOSED.replace('lang=en', f'lang={lang}')}&view=understand&twin=largest"
    answer = client.post(
        "/_dash-update-component",
        json={**asked, "inputs": [{"id": "state", "property": "data", "value": state}]},
    )
    text = json.dumps(answer.json)
    assert answer.status_code == 200 and "data:image/svg+xml" in text and "id_youth" not in text
    assert {"nl": "dagen in 1-op-1 in plaats van", "en": "days in 1:1 instead of"}[lang] in text


def asked(client: FlaskClient, output: str, **values: object) -> dict[str, object]:
    """Return what a callback answers, by output; `output` is the first thing that it fills."""
    listed = client.get("/_dash-dependencies").json
    message = message_to(next(each for each in listed if each["output"].startswith(output)))
    for each in [*message["inputs"], *message["state"]]:
        each["value"] = values.get(each["id"])
    answer = client.post("/_dash-update-component", json=message)
    assert answer.status_code == 200, answer.data
    return answer.json["response"]


def test_an_older_question_that_arrives_later_leaves_the_newer_on_the_screen(
    client: FlaskClient,
) -> None:
    who, first, second = "b" * 32, "..sentence.children...", "..sentence.children@"
    older = {"address": f"{CLOSED}&evaluation=5", "number": 1}
    newer = {"address": f"{CLOSED}&evaluation=6", "number": 2}
    shown = asked(client, first, question=newer, visitor=who)["shown"]["data"]
    assert shown["number"] == 2 and shown["n"] >= 1
    assert asked(client, first, question=older, visitor=who) == {}, "it came late"
    assert asked(client, second, question=older, shown=shown, visitor=who) == {}
    for _ in range(50):
        if shown.get("done"):
            break
        more = asked(client, second, question=newer, shown=shown, visitor=who)
        assert "shown" in more, "the screen waits for nothing"
        shown = more["shown"]["data"]
    assert shown["done"] and shown["n"] == PAIRS and shown["number"] == 2


def test_a_question_that_nobody_can_compute_yet_keeps_asking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = threading.Event()
    computer = Computer(lambda: MadeUpRunner(gate=gate), 1, PAIRS)
    client = make_app(computer, Reporter(LaneRunner(Pasts()), 2)).server.test_client()
    monkeypatch.setattr(views, "FIRST_WAIT", 0.1)
    question = {"address": CLOSED, "number": 1}
    shown = asked(client, "..sentence.children...", question=question)["shown"]["data"]
    assert shown["n"] == 0 and shown["key"] and shown["pause"] and not shown.get("done")
    gate.set()
    monkeypatch.setattr(views, "NEXT_WAIT", 5.0)
    more = asked(client, "..sentence.children@", question=question, shown=shown)
    assert more["shown"]["data"]["n"] >= 1
    computer.close()


def test_the_whole_country_is_named_as_what_is_not_on_this_page() -> None:
    for lang, words in {"nl": "Heel Nederland staat niet", "en": "whole country is not"}.items():
        page, address = body_of(f"?lang={lang}&region=nederland", None)
        assert words in str(page) and "region=noord_holland" in address
        assert "python -m sim region=nederland" in str(page)


def test_a_crash_shows_a_message_and_the_page_lives_on() -> None:
    runner = MadeUpRunner(fails=True)
    computer = Computer(lambda: runner, 1, PAIRS)
    look = views.first_look(computer, CLOSED, "a" * 32)
    assert "RuntimeError" in look.sentence.children and look.shown["done"]
    assert views.first_look(computer, "?lang=en", "a" * 32).tiles
    computer.close()


def test_levers_that_are_impossible_together_are_refused_in_words(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise views.ConfigError("made up")

    monkeypatch.setattr(views, "world_of_variant", refuse)
    assert "made up" in views.first_look(computer, CLOSED, "a" * 32).sentence.children


anything = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=40)
    | st.lists(st.text(max_size=5), max_size=3)
    | st.dictionaries(
        st.sampled_from(["key", "n", "done", "address", "at"]),
        st.none() | st.integers() | st.text(max_size=9),
        max_size=3,
    )
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(anything, anything, anything)
def test_whatever_a_browser_sends_gives_a_page(
    computer: Computer, state: object, shown: object, visitor: object
) -> None:
    children, address = body_of(state, shown)
    assert children and address.startswith("?lang=")
    views.look(computer, state, shown, visitor)
    assert views.first_look(computer, state, visitor).progress is not None


def test_visitors_with_a_made_up_number_see_their_own_question(computer: Computer) -> None:
    first = views.first_look(computer, CLOSED, "../../etc")
    other = views.first_look(computer, "?lang=en", "../../etc")
    assert first.shown["key"] != other.shown["key"]
    assert views.look(computer, CLOSED, {"key": "another question", "n": 1}, "f" * 32) is None
