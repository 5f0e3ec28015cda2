"""`python -m benchmarks.workshop`.

How fast the workshop page answers, measured from outside, in a browser and by twelve visitors at
once. Starts a page of its own. Needs the extra `workshop`, playwright and Chromium (`--no-browser`
leaves the browser out). `--soak MINUTES` moves levers all the time instead and prints the memory of
the page once a minute. Nothing else should run on the machine; the load is printed beside the
figures.
"""

import argparse
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psutil

FIELDS = (
    ("sentence", "children"),
    ("bar", "style"),
    ("progress", "children"),
    ("tiles", "children"),
    ("figures", "data"),
    ("understand", "children"),
    ("compare", "children"),
    ("shown", "data"),
)
N_VISITORS = 12
WEEKS = range(5, 27)
NEW = tuple(
    weeks for start in range(5) for weeks in range(5 + start, 27, 5) if weeks != 13
)  # each is a question that nobody asked before
MIB = 2**20
# a picture of the question before may still come in: the first one of a new question says that it
# is a first impression, and its chart comes after it
CLOCK = """() => {
  window.seen = {};
  const note = (name) => { window.seen[name] = window.seen[name] || performance.now(); };
  const sentence = document.querySelector('#sentence');
  const isFirst = () => /^(Eerste indruk|First impression)/.test(sentence.textContent);
  new MutationObserver(() => isFirst() && note('sentence')).observe(
    sentence, {childList: true, subtree: true, characterData: true});
  document.querySelector('#chart-one_to_one').on(
    'plotly_afterplot', () => window.seen.sentence && note('chart'));
}"""
RELEASE = """(value) => {
  const slider = document.querySelector('#lever-evaluation');
  window.seen = {};
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(slider, value);
  const now = performance.now();
  slider.dispatchEvent(new Event('input', {bubbles: true}));
  slider.dispatchEvent(new Event('change', {bubbles: true}));
  return now;
}"""


@contextmanager
def page() -> Iterator[tuple[str, int, float]]:
    """Start a page; give its address, its process and the seconds until it answered."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", "workshop", "--port", str(port)], stderr=subprocess.DEVNULL
    )
    home = f"http://127.0.0.1:{port}/"
    while process.poll() is None:
        try:
            urllib.request.urlopen(home, timeout=5).close()
            break
        except OSError:
            time.sleep(0.1)
    try:
        yield home, process.pid, time.monotonic() - start
    finally:
        process.terminate()
        process.wait(20)


class Visitor:
    """Speaks the page's protocol over HTTP, as its script does in a browser."""

    def __init__(self, home: str, seed: int) -> None:
        self.home, self.name, self.draw = home, f"{seed:032x}", random.Random(seed)
        self.number = 0

    def post(self, content: dict[str, object]) -> dict[str, object]:
        """Send one question of the page."""
        data, kind = json.dumps(content).encode(), {"Content-Type": "application/json"}
        with urllib.request.urlopen(
            urllib.request.Request(f"{self.home}_dash-update-component", data, kind), timeout=60
        ) as answer:
            return dict(json.loads(answer.read() or b"{}").get("response", {}))

    def ask(self, state: str) -> dict[str, object]:
        """Ask for the first picture of an address."""
        names = [f"{name}.{prop}" for name, prop in FIELDS]
        self.number += 1
        return self.post(self._content(f"..{'...'.join(names)}..", state, "question.data"))

    def refine(self, state: str, shown: object) -> dict[str, object]:
        """Ask for the next picture of the same address."""
        names = [f"{name}.{prop}@{self.suffix}" for name, prop in FIELDS]
        content = self._content(f"..{'...'.join(names)}..", state, "tick.data")
        content["inputs"] = [{"id": "tick", "property": "data", "value": {"n": 1}}]
        content["state"] = [
            self._question(state),
            self._value("shown", shown),
            self._value("visitor", self.name),
        ]
        return self.post(content)

    @property
    def suffix(self) -> str:
        """Return the mark that Dash gives to outputs that more than one callback fills."""
        if not hasattr(self, "_suffix"):
            with urllib.request.urlopen(f"{self.home}_dash-dependencies", timeout=30) as answer:
                outputs = [each["output"] for each in json.loads(answer.read())]
            self._suffix = (
                next(o for o in outputs if "@" in o)
                .partition("@")[2]
                .partition("...")[0]
                .rstrip(".")
            )
        return self._suffix

    def move(self) -> str:
        """Return the address after moving some sliders."""
        slugs = {
            "evaluation": self.draw.choice(WEEKS),
            "small": self.draw.randrange(1, 150),
            "leave": self.draw.randrange(8, 30),
        }
        return "?lang=nl&region=noord_holland&scenario=baseline&" + "&".join(
            f"{slug}={value}" for slug, value in slugs.items()
        )

    def _content(self, output: str, state: str, changed: str) -> dict[str, object]:
        outputs = [
            {"id": part.rpartition(".")[0], "property": part.rpartition(".")[2]}
            for part in output.strip(".").split("...")
        ]
        inputs = [self._question(state)]
        return {
            "output": output,
            "outputs": outputs,
            "inputs": inputs,
            "changedPropIds": [changed],
            "state": [self._value("visitor", self.name)],
        }

    def _question(self, state: str) -> dict[str, object]:
        return self._value("question", {"address": state, "number": self.number})

    @staticmethod
    def _value(name: str, value: object) -> dict[str, object]:
        return {"id": name, "property": "data", "value": value}


def n_shown(answer: dict[str, object]) -> int:
    """Return the number of pairs in an answer."""
    shown = answer.get("shown") or {}
    return int(dict(shown).get("data", {}).get("n", 0))  # type: ignore[call-overload]


def whole(visitor: Visitor, state: str) -> tuple[float, float]:
    """Return the seconds until the first pair and until 100 pairs of a new question."""
    start = time.monotonic()
    answer = visitor.ask(state)
    first, n, shown = time.monotonic() - start, n_shown(answer), dict(answer["shown"])["data"]  # type: ignore[call-overload]
    while n < 100:
        answer = visitor.refine(state, shown)
        if "shown" in answer:
            shown = dict(answer["shown"])["data"]  # type: ignore[call-overload]
            n = max(n, int(shown["n"]))
    return first, time.monotonic() - start


def at_once(home: str, n_moves: int) -> list[float]:
    """Return the seconds until the first picture of every move of twelve visitors who move at the
    same time.
    """
    waits: list[float] = []

    def visit(seed: int) -> None:
        visitor = Visitor(home, seed + 1)
        for _ in range(n_moves):
            barrier.wait()
            start = time.monotonic()
            answer = visitor.ask(visitor.move())
            assert n_shown(answer) >= 1, answer
            waits.append(time.monotonic() - start)

    barrier = threading.Barrier(N_VISITORS)
    threads = [threading.Thread(target=visit, args=(k,)) for k in range(N_VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits


def in_browser(home: str, n_moves: int) -> dict[str, Sequence[float]]:
    """Return milliseconds from slider release to new sentence and to new main chart, and of the
    first view, in Chromium.
    """
    from playwright.sync_api import sync_playwright

    found: dict[str, list[float]] = {"first view": [], "sentence": [], "main chart": []}
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path)
        tab = browser.new_context(
            viewport={"width": 1280, "height": 720}, bypass_csp=True
        ).new_page()
        start = time.monotonic()
        tab.goto(f"{home}?lang=nl")
        tab.locator(".tile").first.wait_for()
        found["first view"].append(1000 * (time.monotonic() - start))
        whole_picture = "document.querySelector('#progress').textContent.startsWith('100 p')"
        tab.wait_for_function(whole_picture, timeout=120_000)
        tab.evaluate(CLOCK)
        for k in range(n_moves):
            released = tab.evaluate(RELEASE, str(NEW[k % len(NEW)]))
            tab.wait_for_function("window.seen.chart && window.seen.sentence", timeout=60_000)
            seen = tab.evaluate("window.seen")
            found["sentence"].append(seen["sentence"] - released)
            found["main chart"].append(seen["chart"] - released)
            tab.wait_for_timeout(400)  # as somebody does who looks before moving on
        browser.close()
    return found


def memory(process: int) -> float:
    """Return the resident memory of a process in MiB."""
    return float(psutil.Process(process).memory_info().rss) / MIB


def soak(home: str, process: int, minutes: float) -> None:
    """Move levers all the time; print moves and memory once a minute."""
    until, n, said = time.monotonic() + 60 * minutes, 0, time.monotonic()
    visitors = [Visitor(home, k + 1) for k in range(4)]
    print(f"at the start: {memory(process):.0f} MiB", flush=True)
    while time.monotonic() < until:
        for visitor in visitors:
            visitor.ask(
                visitor.move().replace(
                    "noord_holland", visitor.draw.choice(["noord_holland", "limburg", "utrecht"])
                )
            )
            n += 1
        if time.monotonic() - said >= 60:
            said = time.monotonic()
            print(f"{n} moves: {memory(process):.0f} MiB", flush=True)
    print(f"at the end, {n} moves: {memory(process):.0f} MiB", flush=True)


def tell(what: str, values: Sequence[float], unit: str, goal: str) -> None:
    """Print median and 95 %."""
    ordered = sorted(values)
    high = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(
        (
            f"{what}: median {statistics.median(values):,.2f} {unit}, 95 % {high:,.2f} {unit} (n = "
            f"{len(values)}); goal: {goal}"
        ),
        flush=True,
    )


def load() -> str:
    """Return how busy the machine is."""
    return " ".join(f"{x:.1f}" for x in psutil.getloadavg())


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.workshop", description="How fast the workshop page answers."
    )
    parser.add_argument(
        "--moves", type=int, default=20, help="moves of a slider in the browser (default: 20)"
    )
    parser.add_argument("--no-browser", action="store_true", help="only over HTTP")
    parser.add_argument(
        "--soak",
        type=float,
        metavar="MINUTES",
        help="move levers all the time and print the memory",
    )
    options = parser.parse_args()
    with page() as (home, process, seconds):
        print(
            f"{os.cpu_count()} processors, load {load()}; the page answered {seconds:.1f} s after "
            "its command"
        )
        if options.soak:
            soak(home, process, options.soak)
            return 0
        visitor = Visitor(home, 99)
        whole(visitor, "?lang=nl&region=noord_holland&scenario=baseline")
        pairs = [whole(visitor, visitor.move()) for _ in range(5)]
        tell("first pair over HTTP", [first for first, _ in pairs], "s", "-")
        tell(
            "100 paired replications of a new question",
            [last for _, last in pairs],
            "s",
            "under 3 s",
        )
        if not options.no_browser:
            found = in_browser(home, options.moves)
            tell("first view in the browser", found["first view"], "ms", "under 3,000 ms")
            tell(
                "slider release to new sentence", found["sentence"], "ms", "median 300, 95 % 700 ms"
            )
            tell(
                "slider release to new main chart",
                found["main chart"],
                "ms",
                "median 300, 95 % 700 ms",
            )
        tell(
            "twelve visitors over HTTP at once, first picture",
            at_once(home, 5),
            "s",
            "each under 2 s",
        )
        print(f"load at the end {load()}, memory of the page {memory(process):.0f} MiB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
