"""HTTP on loopback: one port for all of Google's hosts, which paths (and the header X-Emu-Host) tell apart."""

from __future__ import annotations

import json
import socket
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from . import routes
from .errors import plain
from .faults import Broken, Weather
from .routes import Answer, Ask
from .world import World

Json = dict[str, Any]


class GoogleServer(ThreadingHTTPServer):
    """Serves a world until closed: `with GoogleServer(World()) as server: … server.address`."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, world: World, port: int = 0):
        self.world, self.weather = world, Weather(world)
        self.turn = threading.Lock()
        self.closing = threading.Event()
        super().__init__(("127.0.0.1", port), Handler)

    @property
    def address(self) -> str:
        """`127.0.0.1:8089`, as SHEETS_EMULATOR_HOST wants it."""
        return f"127.0.0.1:{self.server_port}"

    def __enter__(self) -> GoogleServer:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away, or a connection we broke, is nothing."""

    def answer(self, ask: Ask) -> Answer:
        with self.turn:
            return self.weather.pass_through(ask, lambda: self._answer(ask))

    def _answer(self, ask: Ask) -> Answer:
        try:
            return routes.answer(self.world, ask)
        except Exception:  # noqa: BLE001 – a defect of the stand-in fails the test that met it, and is a 500 meanwhile
            self.world.problems.append(traceback.format_exc())
            refusal = plain(500)
            return Answer.of(refusal.code, refusal.body())


class Handler(BaseHTTPRequestHandler):
    """One request after the other on one connection."""

    protocol_version = "HTTP/1.1"
    server: GoogleServer
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        ask = Ask(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        if ask.path.startswith("/_emu/"):
            self._send(control(self.server, ask))
            return
        try:
            answer = self.server.answer(ask)
        except Broken as broken:
            self._log(ask, Answer(0, broken.way, b""))
            self._break(broken)
            return
        self._log(ask, answer)
        self._send(answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815 – http.server's names

    def _log(self, ask: Ask, answer: Answer) -> None:
        sent = {"verb": ask.verb, "target": ask.target, "host": ask.host, "body": ask.body.decode(errors="replace")}
        self.server.world.log.append({**sent, "status": answer.status, "kind": answer.kind, "answer": answer.body})

    def _send(self, answer: Answer, cut: bool = False) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        for name, text in answer.headers:
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) // 2] if cut else answer.body)

    def _break(self, broken: Broken) -> None:
        if broken.way == "answer" and broken.answer:
            self._send(broken.answer)
            return
        self.close_connection = True
        if broken.way == "truncate" and broken.answer:
            self._send(broken.answer, cut=True)
        elif broken.way == "hang":
            self.server.closing.wait(30)
        else:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the log is kept in the world."""


def control(server: GoogleServer, ask: Ask) -> Answer:
    """`/_emu/…`: what tests in the same process do by calls, for clients in another one."""
    body: Json = json.loads(ask.body or b"{}")
    world, weather = server.world, server.weather
    match ask.path.removeprefix("/_emu/"):
        case "fault":
            what: int | str = body.get("status") or body.get("what") or 503
            weather.fault(what, body.get("when", "before"), body.get("match", ""), body.get("times", 1))
        case "edit":

            def act() -> object:
                return world.edit(body["spreadsheetId"], body["who"], *body["requests"])

            if body.get("when", "now") == "now":
                with server.turn:
                    act()
            else:
                weather.on(body.get("match", "^(POST|PUT) /v4/"), act, body["when"].partition("_")[0])
        case "share":
            world.share(body["spreadsheetId"], body["who"], body.get("role", "writer"))
        case "clock":
            world.clock.advance(float(body.get("advance", 0)))
        case "problems":
            return Answer.of(200, {"problems": world.problems})
        case _:
            return Answer.of(404, {})
    return Answer.of(200, {})
