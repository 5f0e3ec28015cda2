"""A page that runs as a program of its own, and visitors who mean no good."""

import http.client
import json
import random
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.drills.commands import environment

START = 400.0  # seconds; the first start of all compiles the model
SOON = 10.0  # seconds in which a good visitor has an answer, whatever others do
HOST = "127.0.0.1"
UPDATE = "/_dash-update-component"
JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, 1.5, float("nan"), float("inf"), "", "x", "\0", "\ud800",
    "é😀", "<script>", "a" * 5000, [], [[]], {}, {"a": 1}, [None], ["?"], {"address": []},
    {"address": {}, "number": "1"}, {"number": -5}, {"key": [], "n": "3"}, {"key": None, "n": 1e9},
    "data:;base64,AAAA", "data:;base64,####", "?region[]=1", "../../etc/passwd",
)  # fmt: skip
KEYS = ("lang", "region", "scenario", "view", "wide", "present", "twin", "pin", "jzp", "small",
        "evaluation", "built_by", "jzp_by", "ret", "nonsense", "", "\0", "é")  # fmt: skip
WRONG = ("", "x", "-1", "1e9", "nan", "inf", "0x10", "1,5", "1" * 500, "%00", "\0", "é", "../x",
         "~", "baseline~jzp", "baseline~jzp:1~jzp:2", "<b>", "nederland", "None", "[]", "{}",
         "true", "1;2", "%ff", "largest")  # fmt: skip


@dataclass
class Page:
    """A page that was started, where it stands and what it says."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    folders: tuple[Path, ...]  # in which it has nothing to write

    def said(self) -> str:
        """Return its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def written(self) -> list[str]:
        """Return the files in the folders in which it has nothing to write."""
        return [str(path) for folder in self.folders for path in folder.rglob("*")]

    def n_mib(self) -> float:
        """Return the memory that it takes."""
        return psutil.Process(self.process.pid).memory_info().rss / 2**20

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        headers: Mapping[str, str] = {},
        timeout: float = 60.0,
    ) -> tuple[int, bytes, dict[str, str]]:
        """Send one request; return status, body and headers of the answer."""
        line = http.client.HTTPConnection(HOST, self.port, timeout=timeout)
        try:
            line.request(method, path, body, dict(headers))
            answer = line.getresponse()
            return answer.status, answer.read(), dict(answer.getheaders())
        finally:
            line.close()

    def call(self, message: object, timeout: float = 60.0) -> tuple[int, bytes]:
        """Send a message to a callback."""
        kind = {"Content-Type": "application/json"}
        return self.ask("POST", UPDATE, json.dumps(message), kind, timeout)[:2]

    def raw(self, sent: bytes, timeout: float = SOON) -> int:
        """Send bytes as they are; return the status, or 0 where the line was closed without one."""
        with socket.create_connection((HOST, self.port), timeout=timeout) as line:
            try:
                line.sendall(sent)
                first = line.recv(4096)
            except ConnectionError:
                return 0
        return int(first.split(b" ")[1]) if first.startswith(b"HTTP/") else 0

    def messages(self) -> list[dict[str, Any]]:
        """Return one message that is right for every callback of the page."""
        listed = json.loads(self.ask("GET", "/_dash-dependencies")[1])
        return [message_to(each) for each in listed if not each.get("clientside_function")]

    def answers(self) -> float:
        """Return the seconds after which a good visitor has the page."""
        began = time.monotonic()
        status, body, _ = self.ask("GET", "/", timeout=SOON)
        assert status == 200 and b"<title>Doorstroom</title>" in body, (status, body[:200])
        return time.monotonic() - began


def start(folder: Path) -> Page:
    """Start the page by its command, and wait until it is ready."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    standing, temporary, log = folder / "standing", folder / "temporary", folder / "log.txt"
    standing.mkdir()
    temporary.mkdir()
    places = {name: str(temporary) for name in ("TMPDIR", "TEMP", "TMP")}
    command = [sys.executable, "-m", "sim", "workshop", "--port", str(port), "--workers", "1"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=standing, env=environment(**places), stdout=out, stderr=out
        )
    page = Page(process, port, log, (standing, temporary))
    until = time.monotonic() + START
    while "is ready" not in page.said():
        assert process.poll() is None and time.monotonic() < until, page.said()
        time.sleep(0.2)
    return page


def message_to(dependency: Mapping[str, Any]) -> dict[str, Any]:
    """Return a message to a callback, with every value empty."""
    output = dependency["output"]
    is_several = output.startswith("..")
    names = (output[2:-2] if is_several else output).split("...")
    outputs = [dict(zip(("id", "property"), name.split(".", 1), strict=True)) for name in names]
    filled = {
        part: [{**each, "value": None} for each in dependency[part]] for part in ("inputs", "state")
    }
    changed = [f"{each['id']}.{each['property']}" for each in filled["inputs"][:1]]
    return {
        "output": output,
        "outputs": outputs if is_several else outputs[0],
        "changedPropIds": changed,
        **filled,
    }


def spoilt(message: dict[str, Any], rng: random.Random) -> Any:
    """Return a message of which the values, and now and then the form, are anything."""
    made = deepcopy(message)
    for each in [*made["inputs"], *made["state"]]:
        asked = query(rng)
        each["value"] = deepcopy(rng.choice([*JUNK, asked, {"address": asked, "number": 1}]))
    if rng.random() < 0.4:
        node, key = made, rng.choice(list(made))
        while isinstance(node[key], dict | list) and node[key] and rng.random() < 0.7:
            node = node[key]
            key = rng.choice(list(node) if isinstance(node, dict) else range(len(node)))
        if rng.random() < 0.3:
            del node[key]
        else:
            node[key] = deepcopy(rng.choice(JUNK))
    return made


def query(rng: random.Random) -> str:
    """Return an address of wrong kinds."""
    parts = [f"{rng.choice(KEYS)}={rng.choice(WRONG)}" for _ in range(rng.randrange(1, 6))]
    return "?" + rng.choice("&;&&").join(parts)


def as_sent(text: str) -> str:
    """Return a query as a browser sends it: every odd character by its number."""
    return "".join(c if "!" <= c <= "~" else f"%{ord(c) % 256:02x}" for c in text)
