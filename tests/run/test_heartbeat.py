"""The call after a good run, against a server on this machine that plays each case."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sync.run import heartbeat
from sync.run.heartbeat import call
from sync.run.run_log import RunLog
from sync.settings.watch import Watching
from tests.office_folder import OfficeFolder


class _Monitor(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        code = {"/moved": 302, "/broken": 500}.get(self.path, 200)
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "/secret")
        self.end_headers()
        self.wfile.write(b"OK")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def monitor() -> Iterator[tuple[str, list[str]]]:
    """Its address, and which paths were asked for."""
    asked: list[str] = []
    handler = type("Handler", (_Monitor,), {"asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_answer_is_an_answer(monitor) -> None:
    address, asked = monitor
    assert call(Watching(ping=f"{address}/4f1c?x=1"), None) is None
    assert asked == ["/4f1c?x=1"]


def test_no_redirect_is_followed(monitor) -> None:
    """Wherever it leads: the address is the operator's, the answer is not."""
    address, asked = monitor
    assert call(Watching(ping=f"{address}/moved"), None) == "127.0.0.1 answered with 302"
    assert asked == ["/moved"]


def test_what_goes_wrong_is_said_without_the_address(monitor, monkeypatch: pytest.MonkeyPatch) -> None:
    address, _ = monitor
    assert call(Watching(ping=f"{address}/broken"), None) == "127.0.0.1 answered with 500"
    assert call(Watching(ping="http://127.0.0.1:1/rahasia"), None) == "127.0.0.1 cannot be reached: Connection refused"
    secure = address.replace("http://", "https://")
    assert "rahasia" not in str(call(Watching(ping=f"{secure}/rahasia"), None))


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
@pytest.mark.parametrize("drop", [b"", b"H"])
def test_silence_and_a_byte_at_a_time_end(drop: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "SECONDS", 0.3)
    server = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def drip() -> None:
        connection, _ = server.accept()
        while not done.wait(0.05):
            if drop:
                connection.send(drop)
        connection.close()

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    start = time.monotonic()
    why = call(Watching(ping=f"http://127.0.0.1:{server.getsockname()[1]}/x"), None)
    assert "did not answer" in str(why) and time.monotonic() - start < 3
    done.set()
    thread.join()
    server.close()


def with_ping(office: OfficeFolder, address: str) -> None:
    text = office.config.read_text("utf-8").partition("\n[watch]")[0]
    office.config.write_text(f'{text}\n[watch]\nping = "{address}"\n', "utf-8")


def test_only_good_runs_are_told(tmp_path: Path, monitor) -> None:
    address, asked = monitor
    office = OfficeFolder(tmp_path)
    with_ping(office, f"{address}/baik")
    assert office.dip("sync").exit_code == 0
    assert asked == ["/baik"]
    office.workbook.rename(tmp_path / "away.xlsx")
    assert office.dip("sync").exit_code == 1
    assert asked == ["/baik"]


def test_a_failure_is_forgotten_when_the_next_call_goes_well(tmp_path: Path, monitor) -> None:
    """Of calls that go well no line is kept."""
    address, _ = monitor
    office = OfficeFolder(tmp_path)
    with_ping(office, f"{address}/broken")
    assert office.dip("sync").exit_code == 0
    document = office.json("status")
    assert document["monitor"]["error"] == "127.0.0.1 answered with 500"
    assert "monitor" in {step["code"] for step in document["next"]}
    with_ping(office, f"{address}/baik")
    office.dip("sync")
    assert office.json("status")["monitor"]["error"] is None
    assert len(list(RunLog(office.settings.runs_path).lines())) == 3
