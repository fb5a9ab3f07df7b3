"""What a host lets programs ask for, by its `robots.txt` (RFC 9309): asked for once, before anything else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from sync.links.client import PageAnswer
from sync.links.web_address import NoAnswer, WebAddress

if TYPE_CHECKING:
    from protego import Protego

NAME = "DIP-Sync"
"""As which a host may name us there."""
LENGTH = 512 * 1024
"""So much of the file is read."""
HOPS = 5
"""So many redirects of it are followed."""


class Robots:
    """The rules of all hosts. `ask` asks for a file; `slow_down` is told of the pause that a host wants."""

    def __init__(self, ask: Callable[[WebAddress], PageAnswer], slow_down: Callable[[str, float], None]) -> None:
        self._ask, self._slow_down = ask, slow_down
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._known: dict[str, Protego | NoAnswer | None] = {}

    def verify(self, address: WebAddress) -> None:
        """Raises `NoAnswer` for what programs may not ask for, or where that could not be learnt."""
        rules = self._rules(address)
        if isinstance(rules, NoAnswer):
            raise NoAnswer(rules.reason)
        if rules and not rules.can_fetch(address.url, NAME):
            raise NoAnswer("robots")

    def _rules(self, address: WebAddress) -> Protego | NoAnswer | None:
        place = f"{address.scheme}://{address.place}"
        with self._lock:
            lock = self._locks.setdefault(place, threading.Lock())
        with lock:
            if place not in self._known:
                self._known[place] = self._learn(address)
            return self._known[place]

    def _learn(self, address: WebAddress) -> Protego | NoAnswer | None:
        try:
            answer = self._fetch(address._replace(target="/robots.txt"))
        except NoAnswer as trouble:
            return trouble
        if answer.status >= 500 or answer.status == 429:
            return NoAnswer("robots")
        if not 200 <= answer.status < 300:
            return None
        from protego import Protego

        rules = Protego.parse(answer.page.decode("utf-8", "replace"))
        self._slow_down(address.host, rules.crawl_delay(NAME) or 0)
        return rules

    def _fetch(self, address: WebAddress) -> PageAnswer:
        """The file, wherever it is redirected; as if there were none where that has no end."""
        answer = self._ask(address)
        for _ in range(HOPS):
            if not (300 <= answer.status < 400 and answer.location):
                break
            try:
                address = address.joined(answer.location)
                answer = self._ask(address)
            except NoAnswer:
                break
        return answer
