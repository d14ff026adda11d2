"""The desk in a browser: a picture that headless Chromium takes, nothing fetched from elsewhere, nobody else let in."""

import asyncio
import base64
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from matchmaker.workspace import Workspace

aiohttp = pytest.importorskip("aiohttp", reason="the extra `serve` is not installed")
pytest.importorskip("textual_serve", reason="the extra `serve` is not installed")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
needs_browser = pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed")
SIZE = (1200, 800)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("nobody listens")


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and those it started."""
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def served(root: Path) -> Iterator[int]:
    """The port at which the sample workspace is served, read-only."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "matchmaker", "--workspace", str(root), "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    wait_for(port, process)
    yield port
    end(process)


class Page:
    """A page of a browser, over the DevTools protocol. Keeps the addresses of everything the page asked for."""

    def __init__(self, link: Any) -> None:
        self._link = link
        self._number = 0
        self.asked: list[str] = []
        self.happened: set[str] = set()

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        await self._link.send_json({"id": self._number, "method": method, "params": parameters})
        while True:
            told = await asyncio.wait_for(self._link.receive_json(), 60)
            self._note(told)
            if told.get("id") == self._number:
                assert "error" not in told, told
                return dict(told["result"])

    def _note(self, told: dict[str, Any]) -> None:
        self.happened.add(told.get("method", ""))
        if told.get("method") == "Network.requestWillBeSent":
            self.asked.append(told["params"]["request"]["url"])
        if told.get("method") == "Network.webSocketCreated":
            self.asked.append(told["params"]["url"])

    async def go(self, address: str) -> None:
        """Open an address; returns when the page is loaded."""
        await self.call("Page.navigate", url=address)
        while "Page.loadEventFired" not in self.happened:
            self._note(await asyncio.wait_for(self._link.receive_json(), 60))

    async def key(self, text: str) -> None:
        for kind in ("keyDown", "keyUp"):
            await self.call("Input.dispatchKeyEvent", type=kind, text=text if kind == "keyDown" else "", key=text)

    async def picture(self) -> bytes:
        return base64.b64decode((await self.call("Page.captureScreenshot", format="png"))["data"])

    async def picture_with(self, colours: int, seconds: float = 60.0) -> bytes:
        """A picture, once it has that many colours."""
        until = time.monotonic() + seconds
        while True:
            made = await self.picture()
            if len(colours_of(made)) >= colours or time.monotonic() > until:
                return made
            await asyncio.sleep(0.5)


@asynccontextmanager
async def page_at(address: str, folder: Path) -> AsyncIterator[Page]:
    """A page of a browser of our own."""
    port = free_port()
    process = subprocess.Popen(
        [
            str(BROWSER), "--headless=new", f"--remote-debugging-port={port}", f"--user-data-dir={folder / 'profile'}",
            "--no-sandbox", "--no-first-run", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars",
            "--disable-dev-shm-usage", f"--window-size={SIZE[0]},{SIZE[1]}", "about:blank",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        wait_for(port, process)
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as listed:
                (target,) = [one for one in await listed.json() if one["type"] == "page"]
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as link:
                page = Page(link)
                await page.call("Network.enable")
                await page.call("Page.enable")
                await page.call(
                    "Emulation.setDeviceMetricsOverride", width=SIZE[0], height=SIZE[1], deviceScaleFactor=1,
                    mobile=False,
                )  # fmt: skip
                await page.call("Emulation.setFocusEmulationEnabled", enabled=True)
                await page.go(address)
                yield page
    finally:
        end(process)


def colours_of(png: bytes) -> set[bytes]:
    """The colours of a PNG of eight bits a channel, without a library for pictures."""
    at, data, width, channels = 8, b"", 0, 0
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, channels = struct.unpack(">I", body[:4])[0], {2: 3, 6: 4}[body[9]]
        data += body if kind == b"IDAT" else b""
        at += 12 + size
    plain, step, before, found = zlib.decompress(data), width * channels, bytearray(width * channels), set[bytes]()
    for start in range(0, len(plain), step + 1):
        row = unfiltered(plain[start], bytearray(plain[start + 1 : start + 1 + step]), before, channels)
        found.update(bytes(row[x : x + 3]) for x in range(0, step, channels))
        before = row
    return found


def unfiltered(kind: int, row: bytearray, above: bytearray, channels: int) -> bytearray:
    """A row of a PNG as it was before one of the five filters (PNG specification, chapter 9)."""
    for x in range(len(row)):
        left = row[x - channels] if x >= channels else 0
        corner = above[x - channels] if x >= channels else 0
        guess = left + above[x] - corner
        paeth = min((left, above[x], corner), key=lambda value: abs(guess - value))
        row[x] = (row[x] + (0, left, above[x], (left + above[x]) // 2, paeth)[kind]) & 255
    return row


@needs_browser
async def test_the_desk_is_drawn_and_nothing_comes_from_elsewhere(served: int, root: Path, tmp_path: Path) -> None:
    async with page_at(f"http://127.0.0.1:{served}/", tmp_path) as page:
        picture = await page.picture_with(colours=100)
        kept = os.environ.get("MATCHMAKER_PICTURES")
        if kept:
            Path(kept, "browser.png").write_bytes(picture)
        assert len(colours_of(picture)) >= 100, "the page stayed blank"
        before = picture
        for key in "stO":
            await page.key(key)
        until = time.monotonic() + 30
        while await page.picture() == before:
            assert time.monotonic() < until, "the page takes no keys"
            await asyncio.sleep(0.5)
        asked = [address for address in page.asked if not address.startswith("data:")]
    assert any(address.startswith("ws://") for address in asked)
    assert [a for a in asked if not a.startswith((f"http://127.0.0.1:{served}/", f"ws://127.0.0.1:{served}/"))] == []
    with Workspace.open(root) as workspace:
        assert workspace.decisions() == []
        assert {request.owner for request in workspace.requests()} == {""}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
async def test_only_pages_of_this_machine_are_answered(served: int, headers: dict[str, str], status: int) -> None:
    async with aiohttp.ClientSession() as session:
        for path in ("/", "/ws") if status == 403 else ("/",):
            async with session.get(f"http://127.0.0.1:{served}{path}", headers=headers) as answer:
                assert answer.status == status, path


def test_nothing_listens_on_other_addresses(served: int) -> None:
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        with socket.socket() as tried:
            tried.settimeout(2)
            assert tried.connect_ex((str(address), served)) != 0, address
