"""What goes wrong on the way, and what people do meanwhile: before or after a request is applied."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from .errors import over_quota, plain
from .routes import Answer, Ask
from .world import World

HTML = (
    b"<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n<title>Error 502 (Server Error)!!1</title>\n"
    b"<p><b>502.</b> <ins>That\xe2\x80\x99s an error.</ins>\n<p>The server encountered a temporary error.\n"
)


class Broken(Exception):
    """The connection ends: `reset` (nothing is sent), `truncate` (half of the answer), `hang` (silence)."""

    def __init__(self, way: str, answer: Answer | None = None):
        super().__init__(way)
        self.way, self.answer = way, answer


class Fault(NamedTuple):
    """`what` is a status (429, 503 …) or one of html, reset, hang, truncate, expire."""

    what: int | str
    when: str = "before"
    match: str = ""
    times: int = 1


class Event(NamedTuple):
    """An action at the n-th request of the API counted from when it was set; a match instead of a number also does."""

    act: Callable[[], object]
    when: str
    number: int | None
    match: str


class Weather:
    """Faults and events of one stand-in. Requests for tokens are not counted and not disturbed unless matched."""

    def __init__(self, world: World):
        self.world = world
        self.faults: list[Fault] = []
        self.events: list[Event] = []
        self.seen = 0

    def fault(self, what: int | str, when: str = "before", match: str = "", times: int = 1) -> None:
        self.faults.append(Fault(what, when, match, times))

    def at(self, number: int, act: Callable[[], object], when: str = "before") -> None:
        """Acts at the n-th request from now, the next one being 1."""
        self.events.append(Event(act, when, self.seen + number, ""))

    def on(self, match: str, act: Callable[[], object], when: str = "before") -> None:
        """Acts once, at the first request whose `METHOD path` holds the pattern."""
        self.events.append(Event(act, when, None, match))

    def clear(self) -> None:
        self.faults.clear()
        self.events.clear()

    def pass_through(self, ask: Ask, serve: Callable[[], Answer]) -> Answer:
        """The request's way in and the answer's way out."""
        if ask.path.startswith(("/v4/", "/drive/", "/upload/")):
            self.seen += 1
        self._happen(ask, "before")
        self._strike(ask, "before", None)
        answer = serve()
        self._happen(ask, "after")
        return self._strike(ask, "after", answer) or answer

    def _meant(self, ask: Ask, match: str) -> bool:
        text = f"{ask.verb} {ask.target}"
        return bool(re.search(match, text)) if match else ask.path.startswith(("/v4/", "/drive/", "/upload/"))

    def _happen(self, ask: Ask, when: str) -> None:
        for event in list(self.events):
            due = event.number == self.seen if event.number is not None else self._meant(ask, event.match)
            if event.when == when and due:
                self.events.remove(event)
                event.act()

    def _strike(self, ask: Ask, when: str, answer: Answer | None) -> Answer | None:
        for place, fault in enumerate(self.faults):
            if fault.when == when and self._meant(ask, fault.match):
                left = fault._replace(times=fault.times - 1)
                self.faults[place : place + 1] = [left] if left.times > 0 else []
                return self._done(ask, fault, answer)
        return None

    def _done(self, ask: Ask, fault: Fault, answer: Answer | None) -> Answer | None:
        if fault.what == "expire":
            self.world.expire_tokens()
            return None
        if fault.what == "html":
            raise Broken("answer", Answer(502, "text/html; charset=UTF-8", HTML))
        if isinstance(fault.what, int):
            kind = "Read" if ask.verb == "GET" else "Write"
            refusal = over_quota(kind, self.world.project) if fault.what == 429 else plain(fault.what)
            raise Broken("answer", Answer.of(refusal.code, refusal.body()))
        raise Broken(str(fault.what), answer)
