"""Whatever is sent to the page of a workshop: it is refused in words, the log has no traceback,
nothing is written, and a good visitor has an answer all the while.
"""

import base64
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from tests.drills.effort import Drill
from tests.drills.visiting import (
    HOST,
    JUNK,
    KEYS,
    SOON,
    UPDATE,
    WRONG,
    Page,
    as_sent,
    query,
    spoilt,
    start,
)

pytest.importorskip("dash", reason="the workshop page is an extra")
pytest.importorskip("waitress", reason="the workshop page is an extra")
N_HALF_OPEN = 60
N_FLOOD = 50
N_AT_ONCE = 8
MOST_MIB = 3000.0
PLACES = 4  # files of which one is made and the others wait
ANSWERED = (200, 204)


def http(first: str, *headers: str, body: bytes = b"") -> bytes:
    """Return a request as bytes."""
    lines = [first, *(headers or (f"Host: {HOST}",))]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


LARGE = "Content-Length: 200000000"
POST = f"POST {UPDATE} HTTP/1.1"
OURS, THEIRS = f"Host: {HOST}", "Host: elsewhere.example"
IS_JSON = "Content-Type: application/json"
CHUNKS = b"10000\r\n" + b"x" * 65536 + b"\r\n"


def posted(body: bytes, kind: str = IS_JSON) -> bytes:
    """Return a message to a callback as bytes."""
    return http(POST, OURS, kind, f"Content-Length: {len(body)}", "Connection: close", body=body)


REFUSED = {
    "another name": http("GET / HTTP/1.1", THEIRS),
    "a name that only begins right": http("GET / HTTP/1.1", "Host: 127.0.0.1.elsewhere.example"),
    "two names": http("GET / HTTP/1.1", OURS, THEIRS),
    "a body announced as huge and never sent": http(POST, OURS, IS_JSON, LARGE),
    "the same under another name": http(POST, THEIRS, IS_JSON, LARGE),
    "a huge body for a page": http("GET / HTTP/1.1", OURS, LARGE),
    "a huge body in pieces": http(
        POST, OURS, IS_JSON, "Transfer-Encoding: chunked", body=8 * CHUNKS
    ),
    "pieces that are none": http(POST, OURS, "Transfer-Encoding: chunked", body=b"zz\r\nx\r\n"),
    "a length that is no number": http(POST, OURS, "Content-Length: many"),
    "a length below nothing": http(POST, OURS, "Content-Length: -5"),
    "two lengths": http(POST, OURS, "Content-Length: 5", "Content-Length: 6", body=b"12345"),
    "headers without end": http("GET / HTTP/1.1", OURS, "X: " + "x" * 70_000),
    "an address without end": http("GET /?" + "x" * 70_000 + " HTTP/1.1"),
    "no request": b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
    "a header that is none": http("GET / HTTP/1.1", OURS, "no colon here"),
    "an unknown method": http("BREW / HTTP/1.1"),
    "TRACE": http("TRACE / HTTP/1.1"),
    "PUT": http("PUT / HTTP/1.1"),
    "DELETE of a file": http("DELETE /download/tables.csv HTTP/1.1"),
    "GET of a callback": http(f"GET {UPDATE} HTTP/1.1"),
    "no message": posted(b""),
    "half a message": posted(b'{"output": '),
    "no text": posted(b"\xff\xfe\xfa"),
    "text of another kind": posted(b"{}", "Content-Type: text/plain"),
    "nested too deep": posted(b"[" * 200_000),
    "a number without end": posted(b'{"output": ' + b"9" * 100_000 + b"}"),
    **{f"a message that is {text}": posted(text.encode()) for text in ("[]", "null", "1", '"x"')},
    "an unknown callback": posted(b'{"output": "nothing.here"}'),
    "a callback of the browser": posted(b'{"output": "drawn.data", "inputs": [], "state": []}'),
    "a callback that is a list": posted(b'{"output": ["sentence.children"]}'),
}
LOST = (
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/download/..%2f..%2fetc%2fpasswd",
    "/download/app.py",
    "/download/%00",
    "/assets/../app.py",
    "/assets/%2e%2e/app.py",
    "/assets/%00",
    "/assets//etc/passwd",
    "/assets/..%5c..%5capp.py",
    "/_dash-component-suites/dash/nothing.js",
    "/_dash-component-suites/dash/../../x",
    "/_dash-component-suites/dash/%00.js",
    "/_dash-component-suites/os/path.py",
    "/_dash-component-suites/sim/page/app.py",
    "/static/x",
    "/conf/config.yaml",
    "/" + "x" * 5000,
    "/%ff%fe",
    "//elsewhere.example/",
)
HEAD = "title: {nl: a, en: a}\nquestion: {nl: a, en: a}\nstory: {nl: a, en: a}\nsource: x\n"
PLACES_OF = HEAD + "changes:\n  setting.jeugdzorgplus.places: "
HOSTILE_FILES = {
    "code": "!!python/object/apply:os.system ['echo']",
    "a tag": "a: !!binary aGk=",
    "aliases that grow": "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "levels without end": "[" * 30_000,
    "mappings without end": "{a: " * 15_000,
    "unknown keys without end": "".join(f"k{n}: 1\n" for n in range(6_000)),
    "levers without end": HEAD + "changes:\n" + "".join(f"  k{n}: 1\n" for n in range(4_000)),
    "changes without end": PLACES_OF + "[" + "1," * 29_000 + "]\n",
    "a key without end": "? " + "changes" * 8_000 + "\n: 1\n",
    "a number without end": PLACES_OF + "9" * 50_000 + "\n",
    "no number": PLACES_OF + "[{from: 2026-01-01, to: .nan}]\n",
    "a number beyond all": PLACES_OF + "[{from: 2026-01-01, to: 1e308}]\n",
    "a number below nothing": PLACES_OF + "[{from: 2026-01-01, to: -5}]\n",
    "a day that is none": PLACES_OF + "[{from: 2026-02-30, to: 5}]\n",
    "a day of another age": PLACES_OF + "[{from: 0001-01-01, to: 5}]\n",
    "a path": "on_top_of: ../../etc/passwd\n" + HEAD + "changes: {}\n",
    "a list as a scenario": "on_top_of: [a]\n" + HEAD + "changes: {}\n",
    "a key twice": "title: 1\ntitle: 2\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "signs of control": "a: \x01\x02",
    "nothing": "",
    "half a character": 'a: "\\ud800"',
    "words that become code elsewhere": HEAD.replace("a,", "<script>alert(1)</script>,"),
}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page as a program of its own."""
    made = start(tmp_path_factory.mktemp("page"))
    yield made
    made.process.kill()
    made.process.wait(20)


@pytest.fixture(autouse=True)
def all_is_well(page: Page) -> Iterator[None]:
    """After every drill: a good visitor has an answer, no traceback, nothing written."""
    yield
    page.answers()
    assert page.process.poll() is None, page.said()
    assert "Traceback" not in page.said(), page.said()[-3000:]
    assert not page.written(), page.written()


def tried(page: Page, drill: Drill) -> list[dict[str, Any]]:
    """Return a message to every callback; in the short form, but the one that takes long."""
    slow = "doubt.children" if drill.effort.name == "short" else ""
    return [message for message in page.messages() if message["output"] != slow]


@pytest.mark.parametrize("what", REFUSED)
def test_a_request_that_means_no_good_is_refused(page: Page, what: str) -> None:
    began = time.monotonic()
    status = page.raw(REFUSED[what])
    assert 400 <= status < 500, f"{what}: {status}"
    assert time.monotonic() - began < SOON / 2, f"{what}: refused late"


@pytest.mark.parametrize("path", LOST)
def test_what_is_not_on_the_page_is_not_found(page: Page, path: str) -> None:
    status = page.raw(http(f"GET {path} HTTP/1.1", OURS, "Connection: close"))
    assert 400 <= status < 500, f"{path[:80]}: {status}"


@pytest.mark.parametrize("what", HOSTILE_FILES)
def test_a_hostile_file_becomes_one_sentence(page: Page, what: str) -> None:
    data = base64.b64encode(HOSTILE_FILES[what].encode("utf-8")[: 64 * 1024]).decode()
    message = next(m for m in page.messages() if "opened.data" in m["output"])
    message["inputs"][0]["value"] = f"data:application/yaml;base64,{data}"
    message["state"][0]["value"] = "?lang=en"
    began = time.monotonic()
    status, body = page.call(message)
    assert status == 200, body[:300]
    answer = json.loads(body)["response"]
    if "opened" in answer:  # plain enough to be a question of the page
        assert answer["opened"]["data"].startswith("?lang=en&region=")
    else:
        assert 0 < len(answer["open-note"]["children"]) < 1000, answer
    assert time.monotonic() - began < SOON, f"{what}: read for too long"


def test_an_address_of_wrong_kinds_gives_a_page_and_no_file(page: Page, drill: Drill) -> None:
    opened = next(m for m in page.messages() if "body.children" in m["output"])
    every = [f"?lang=en&{key}={value}" for key in KEYS if key for value in WRONG]
    for asked in drill.rng.sample(every, min(len(every), drill.effort.requests)):
        opened["inputs"][0]["value"] = asked
        status, body = page.call(opened)
        assert status == 200 and b"sentence" in body, f"{asked}: {status}"
        status, body, headers = page.ask("GET", f"/download/scenario.yaml{as_sent(asked)}")
        is_refused = b"was not understood" in body
        assert status == (400 if is_refused else 200), f"{asked}: {status} {body[:200]!r}"
        assert ("Content-Disposition" in headers) != is_refused, headers
        drill.count("addresses refused" if is_refused else "addresses understood")


@pytest.mark.parametrize(
    "beginning",
    [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"],
    ids=["silent", "half a request"],
)
def test_connections_that_are_opened_and_left_keep_nobody_out(
    page: Page, drill: Drill, beginning: bytes
) -> None:
    for n in [N_HALF_OPEN] if drill.effort.name == "short" else [N_HALF_OPEN, 205, 450]:
        lines = []
        for _ in range(n):
            line = socket.create_connection((HOST, page.port), timeout=SOON)
            line.sendall(beginning)
            lines.append(line)
        seconds = page.answers()
        for line in lines:
            line.close()
        drill.count(f"half-open, a good visitor waits {seconds:.1f} s", n)


def test_letters_that_come_one_by_one_keep_nobody_out(page: Page, drill: Drill) -> None:
    lines = [socket.create_connection((HOST, page.port), timeout=SOON) for _ in range(40)]
    sent = http("GET / HTTP/1.1", OURS, "X: " + "x" * 100)
    for letter in sent[: 20 * drill.effort.rounds]:
        for line in lines:
            line.sendall(bytes([letter]))
        time.sleep(0.02)
        drill.count("letters")
    assert page.answers() < SOON
    for line in lines:
        line.close()


def test_anything_at_all_gives_an_answer(page: Page, drill: Drill) -> None:
    messages, rng = tried(page, drill), drill.rng
    names = ("scenario.yaml", "", "x", "scenario.yaml/..")
    addresses = [
        f"/download/{rng.choice(names)}{as_sent(query(rng))}"
        for _ in range(drill.effort.requests // 3)
    ]
    spoiled = [
        spoilt(rng.choice(messages), rng) for _ in range(drill.effort.requests - len(addresses))
    ]

    def get(address: str) -> tuple[int, bytes]:
        return page.ask("GET", address)[:2]

    with ThreadPoolExecutor(N_AT_ONCE) as pool:
        answers = [*pool.map(get, addresses), *pool.map(page.call, spoiled)]
    for asked, (status, body) in zip([*addresses, *spoiled], answers, strict=True):
        drill.count(f"answered {status}")
        assert status in (*ANSWERED, 503) or 400 <= status < 500, (
            f"seed {drill.seed}: {status} {body[:300]!r} for {json.dumps(asked)[:2000]}"
        )


def test_every_callback_takes_every_kind_of_value(page: Page, drill: Drill) -> None:
    for message in tried(page, drill):
        for value in JUNK:
            for each in [*message["inputs"], *message["state"]]:
                each["value"] = value
            status, body = page.call(message)
            drill.count(f"answered {status}")
            assert status in ANSWERED, f"{message['output'][:60]}, {value!r}: {status} {body!r}"


def flooded(page: Page, ask: Callable[[int], int]) -> tuple[list[int], float]:
    """Ask many times at once; return what was answered soon, and how long a good visitor waits."""
    answered: list[int] = []

    def one(n: int) -> None:
        with suppress(OSError):  # it waits for its turn, and we do not
            answered.append(ask(n))

    with ThreadPoolExecutor(N_FLOOD) as pool:
        begun = [pool.submit(one, n) for n in range(N_FLOOD)]
        time.sleep(0.5)
        seconds = max(page.answers() for _ in range(5))
        for each in begun:
            each.result()
    return answered, seconds


def test_doubts_without_end_keep_nobody_out(page: Page, drill: Drill) -> None:
    message = next(m for m in page.messages() if m["output"] == "doubt.children")
    lock = threading.Lock()

    def ask(n: int) -> int:
        address = f"?lang=en&region=limburg&evaluation={4 + n % 20}"
        with lock:
            values = {"whole": {"key": "x"}, "state": address, "visitor": f"{n:032x}"}
            for each in [*message["inputs"], *message["state"]]:
                each["value"] = values[each["id"]]
            sent = json.loads(json.dumps(message))
        return page.call(sent, timeout=SOON / 2)[0]

    answered, seconds = flooded(page, ask)
    assert set(answered) <= {200}, answered
    assert len(answered) >= N_FLOOD // 2, "who finds no place is told so at once"
    drill.count(f"doubts told at once, a good visitor waits {seconds:.1f} s", len(answered))


@pytest.mark.parametrize("name", ["tables.csv", "report.html"])
def test_files_without_end_keep_nobody_out(page: Page, drill: Drill, name: str) -> None:
    said: list[bytes] = []

    def ask(n: int) -> int:
        path = f"/download/{name}?lang=en&region=utrecht_flevoland&evaluation={4 + n % 20}"
        status, body, _ = page.ask("GET", path, timeout=SOON / 2)
        said.extend([body] if status == 503 else [])
        return status

    answered, seconds = flooded(page, ask)
    assert answered.count(503) >= N_FLOOD - 2 * PLACES, answered
    assert set(answered) <= {200, 503}, answered
    assert all(b"Try again in a minute" in body for body in said)
    drill.count(f"refused {name}, a good visitor waits {seconds:.1f} s", answered.count(503))


def test_memory_has_an_end(page: Page, drill: Drill) -> None:
    until = time.monotonic() + (2.0 if drill.effort.name == "short" else 60.0)
    messages = tried(page, drill)
    while time.monotonic() < until:
        page.call(spoilt(drill.rng.choice(messages), drill.rng))
    n_mib = page.n_mib()
    drill.count("MiB afterwards", round(n_mib))
    assert n_mib < MOST_MIB, f"{n_mib:.0f} MiB"
