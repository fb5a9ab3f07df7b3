"""One link: asked for with `HEAD`, then, where that does not tell, with `GET` for its beginning, wherever it is
redirected; and what the answers mean."""

from __future__ import annotations

import time

from sync.links.client import READ, LinkClient, PageAnswer
from sync.links.link_result import LinkAnswer, Openness
from sync.links.robots import LENGTH, Robots
from sync.links.sign_in import by_page, by_redirect
from sync.links.turns import Turns
from sync.links.web_address import NoAnswer, WebAddress, read_web_address

REDIRECTS = 10
"""So many redirects are followed."""
_GONE = frozenset({404, 410})
_PAGES = ("", "text/html", "application/xhtml+xml")
_ENOUGH = 429


class LinkProbe:
    """Asks links one at a time; several threads may."""

    def __init__(self, client: LinkClient, turns: Turns) -> None:
        self._client, self._turns, self._polite = client, turns, turns.polite
        self._robots = Robots(lambda address: self._ask("GET", address, self._polite.seconds, LENGTH), turns.slow_down)

    def ask(self, url: str) -> LinkAnswer:
        """What a citizen finds at the address. Nothing is raised."""
        try:
            return self._follow(read_web_address(url))
        except NoAnswer as trouble:
            gone = trouble.reason == "name"
            return LinkAnswer(Openness.GONE if gone else Openness.UNKNOWN, trouble.reason)

    def _follow(self, address: WebAddress) -> LinkAnswer:
        clock = _Clock(self._polite.whole)
        been: set[WebAddress] = set()
        if found := by_redirect(address):
            return found
        for _ in range(REDIRECTS + 1):
            if address in been:
                break
            been.add(address)
            self._robots.verify(address)
            answer = self._answer(address, clock)
            if not (300 <= answer.status < 400 and answer.location):
                return self._meaning(address, answer)
            address = address.joined(answer.location)
            if found := by_redirect(address):
                return found
        raise NoAnswer("redirects")

    def _answer(self, address: WebAddress, clock: _Clock) -> PageAnswer:
        """The answer to `HEAD` where that tells all: a file that is there, a redirect; else to `GET`. Many servers
        answer `HEAD` wrongly, or not at all."""
        try:
            answer = self._timed("HEAD", address, clock)
        except NoAnswer as trouble:
            if trouble.reason not in ("silent", "garbled", "slow"):
                raise
        else:
            if answer.status == _ENOUGH or (300 <= answer.status < 400 and answer.location):
                return answer
            if answer.status == 200 and answer.kind not in _PAGES:
                return answer
        return self._timed("GET", address, clock)

    def _timed(self, method: str, address: WebAddress, clock: _Clock) -> PageAnswer:
        """A request within the time that is left for the link; waiting for one's turn takes none."""
        if clock.left <= 0:
            raise NoAnswer("slow")
        return self._ask(method, address, min(clock.left, self._polite.seconds), READ, clock)

    def _ask(
        self, method: str, address: WebAddress, seconds: float, most: int, clock: _Clock | None = None
    ) -> PageAnswer:
        with self._turns.turn(address.host):
            begun = time.monotonic()
            try:
                answer = self._client.ask(method, address, seconds, most)
            finally:
                if clock:
                    clock.left -= time.monotonic() - begun
        if answer.status == _ENOUGH:
            self._turns.leave_alone(address.host)
        return answer

    @staticmethod
    def _meaning(address: WebAddress, answer: PageAnswer) -> LinkAnswer:
        status = answer.status
        if status in _GONE:
            return LinkAnswer(Openness.GONE, "404")
        if status == 401:
            return LinkAnswer(Openness.SIGN_IN, "401")
        if status == 416:  # an empty file has no beginning
            return LinkAnswer(Openness.OPEN)
        if not 200 <= status < 300:
            return LinkAnswer(Openness.UNKNOWN, str(status))
        if answer.kind in _PAGES and (found := by_page(address, answer.page)):
            return found
        return LinkAnswer(Openness.OPEN)


class _Clock:
    """The seconds that are left for a link."""

    def __init__(self, left: float) -> None:
        self.left = left
