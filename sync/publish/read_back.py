"""The site read back at its public address, as visitors get it.

It finds what the target itself cannot show: a redirect that somebody placed, a cache that keeps old pages, a wrong
`url`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

from sync.certificates import connection_reason, context_with
from sync.errors import TargetError
from sync.message import say
from sync.model import PublishResult, TargetState
from sync.publish.likeness import is_like
from sync.publish.ours import Evidence
from sync.publish.steps import INDEX
from sync.publish.target import Progress, Target, nothing
from sync.site.build import digests_of
from sync.site.manifest import MANIFEST
from sync.time_limit import within

SECONDS = 15
"""From one byte of an answer to the next."""
ANSWER = 60.0
"""Seconds for a whole answer."""
MOST = 1 << 28
"""Bytes of an answer that are read: more than any list page or manifest has."""
FINE, FILTERED, BROKEN = 200, (401, 403, 406, 429), 500
"""What a server answers, and what from there on says that it has trouble of its own."""
NOWHERE = (".example", ".test", ".invalid", "example.com", "example.net", "example.org")
"""Reserved names (RFC 2606): they are never asked."""


class CheckedTarget:
    """A target whose site is read at `url` after each publish."""

    def __init__(self, target: Target, url: str, ca_file: Path | None = None) -> None:
        self._target, self._url, self._ca_file = target, url.rstrip("/"), ca_file
        self.location = target.location

    def read(self, evidence: Evidence | None = None) -> TargetState:
        """As the target reads."""
        return self._target.read(evidence)

    def fetch(self, path: str) -> bytes | None:
        """As the target has it."""
        return self._target.fetch(path)

    def publish(
        self, site: Mapping[str, bytes], current: TargetState, progress: Progress, begin: Callable[[], None] = nothing
    ) -> PublishResult:
        """Publish, then read `manifest.json` and `index.html` at `url`. Raises `TargetError` with the name of the
        file that visitors do not get as it was sent; if the address does not answer, lets no programs in, or is
        rewritten on the way, the result says so."""
        import http.client  # a run that publishes nothing need not load it, nor urllib.request

        result = self._target.publish(site, current, progress, begin)
        try:
            return replace(result, unread=self._read_back(site))
        except (OSError, ValueError, http.client.HTTPException) as error:
            return replace(result, unread=self._unanswered(error))

    def _unanswered(self, error: Exception) -> str:
        return say(
            "%(url)s/ does not answer (%(reason)s); the site was not read back there. If nothing stands there yet, "
            "empty url in [publish] until it does; else ask whoever runs that web server",
            url=self._url, reason=connection_reason(error),
        )  # fmt: skip

    def _read_back(self, site: Mapping[str, bytes]) -> str:
        """What the operator should know of the address, empty if nothing."""
        note = ""
        for path, address in ((MANIFEST, f"{self._url}/{MANIFEST}"), (INDEX, f"{self._url}/")):
            if path not in site:
                continue
            status, shown = within(ANSWER, partial(_answer, address, self._ca_file))
            if status in FILTERED or status >= BROKEN:
                return say(
                    "%(address)s answers %(status)s; the site was not read back there. Most often it is a filter "
                    "against bots (Cloudflare, a firewall), else the web server may not read the files: open the "
                    "address in a browser, and let the user agent dip-sync through",
                    address=address, status=status,
                )  # fmt: skip
            if status == FINE and hashlib.sha256(shown).hexdigest() == digests_of(site)[path]:
                continue
            if status != FINE or path == MANIFEST or not is_like(shown, site[path]):
                raise self._other(
                    path,
                    address,
                    say("shows something else") if status == FINE else say("answers %(status)s", status=status),
                )
            note = say(
                "%(address)s is rewritten on its way to visitors; the list in it is the one that was sent. Most often "
                "it is Cloudflare (Email Address Obfuscation, Rocket Loader) or a script that the host adds: switch "
                "that off",
                address=address,
            )  # fmt: skip
        return note

    def _other(self, path: str, address: str, problem: str) -> TargetError:
        return TargetError(
            say(
                "%(address)s %(problem)s, though %(path)s is on %(location)s as it should be. Look for a "
                "wrong url in [publish], a cache that keeps old pages, or a redirect that somebody placed",
                address=address, problem=problem, path=path, location=self.location,
            )
        )  # fmt: skip


def is_public(url: str) -> bool:
    """Whether the address has a host that is not reserved."""
    host = urlsplit(url).hostname or ""
    return bool(host) and not host.endswith(NOWHERE)


def _answer(address: str, ca_file: Path | None = None) -> tuple[int, bytes]:
    """The status and the content of the answer."""
    import urllib.error
    import urllib.request

    parts = urlsplit(address)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    address = parts._replace(netloc=host, path=quote(parts.path, safe="/%:@!$&'()*+,;=~")).geturl()
    request = urllib.request.Request(address, headers={"Cache-Control": "no-cache", "User-Agent": "dip-sync"})  # noqa: S310  `url` begins with http
    try:
        with urllib.request.urlopen(request, timeout=SECONDS, context=context_with(ca_file)) as answer:  # noqa: S310
            return FINE, answer.read(MOST)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code, b""
