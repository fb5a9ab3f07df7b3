"""What the site of one office answers: its manifest, and its list where that is another than the one that is known.

Every address, also that of a redirect, is looked at before it is asked (`sync.links`): none leads into an internal
network. Nothing is read beyond its limit of bytes and seconds.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sync.links.client import FileAnswer, LinkClient
from sync.links.turns import Turns
from sync.links.web_address import NoAnswer, WebAddress, read_web_address
from sync.national.list_store import Confirmation, OfficeList
from sync.national.national_settings import MEGABYTE
from sync.national.published_list import (
    LIST,
    NotTaken,
    PublishedList,
    SiteManifest,
    read_published_list,
    read_site_manifest,
)

REDIRECTS = 5
"""So many redirects are followed."""
PATIENCE = 60, 4
"""A file may take so many seconds, and for each megabyte that it may have so many more."""


class SiteNews(NamedTuple):
    """What a site answered. `offered` is its list where that changed, `confirmation` what confirms a list; without it
    `trouble` says why the list is not taken. Who is `withdrawn` is gone in any case; nobody, where another office
    answers."""

    withdrawn: frozenset[str] = frozenset()
    offered: PublishedList | None = None
    confirmation: Confirmation | None = None
    trouble: str = ""


class SiteReader:
    """Asks sites, politely; several threads may."""

    def __init__(self, client: LinkClient, turns: Turns, largest: int, seconds: float = 0) -> None:
        """`largest` are the megabytes of a file, `seconds` how long it may take, if not as long as usual."""
        self._client, self._turns, self._most = client, turns, largest * MEGABYTE
        self._one_at_a_time = threading.Lock()  # read, JSON may take thirty times its bytes
        self._seconds = seconds or PATIENCE[0] + PATIENCE[1] * largest

    def ask(self, known: OfficeList, now: datetime) -> SiteNews:
        """What the site of this office says now. Nothing is raised: a reason is `trouble`."""
        try:
            answer = self._fetch(known, "manifest.json", _conditions(known, now))
            if answer.status == 304 and known.confirmation.digest:
                return SiteNews(confirmation=known.confirmation)
            with self._one_at_a_time:
                manifest = read_site_manifest(answer.body)
        except (NoAnswer, NotTaken) as trouble:
            return SiteNews(trouble=trouble.reason)
        except MemoryError:
            return SiteNews(trouble="large")
        if manifest.release < known.confirmation.release:
            return SiteNews(trouble="older")
        try:
            return self._list(known, manifest, answer)
        except (NoAnswer, NotTaken) as trouble:
            is_others = trouble.reason == "code"  # the manifest that names this list is another office's, too
            return SiteNews(frozenset() if is_others else manifest.withdrawn, trouble=trouble.reason)
        except MemoryError:
            return SiteNews(manifest.withdrawn, trouble="large")

    def _list(self, known: OfficeList, manifest: SiteManifest, answer: FileAnswer) -> SiteNews:
        """The list, whole, if it is another one. Raises `NoAnswer` and `NotTaken`."""
        offered, updated = None, known.confirmation.updated
        if manifest.digest != known.confirmation.digest:
            body = self._fetch(known, LIST, {}).body
            with self._one_at_a_time:
                offered = read_published_list(body, manifest, known.site.code)
            updated = offered.updated
        etag, modified = map(_mark, (answer.etag, answer.modified))
        confirmation = Confirmation(manifest.release, manifest.digest, updated, etag, modified, manifest.sitemaps)
        return SiteNews(manifest.withdrawn, offered, confirmation)

    def _fetch(self, known: OfficeList, path: str, headers: Mapping[str, str]) -> FileAnswer:
        """The file, wherever it is redirected; a status of 200, or 304 if that was asked for. Raises `NoAnswer` and
        `NotTaken`."""
        address = read_web_address(known.site.address + path)
        for _ in range(REDIRECTS + 1):
            answer = self._one(address, headers)
            if answer.status == 304 and headers:
                return answer
            if not (300 <= answer.status < 400 and answer.location):
                break
            address = _next(address, answer.location)
        else:
            raise NoAnswer("redirects")
        if answer.status != 200:
            raise NoAnswer(str(answer.status))
        if len(answer.body) > self._most:
            raise NotTaken("large")
        return answer

    def _one(self, address: WebAddress, headers: Mapping[str, str]) -> FileAnswer:
        with self._turns.turn(address.host):
            return self._client.fetch(address, self._seconds, self._most, headers)


def _next(address: WebAddress, location: str) -> WebAddress:
    there = address.joined(location)
    if address.scheme == "https" and there.scheme == "http":
        raise NotTaken("downgrade")
    return there


def _mark(text: str) -> str:
    """What a server gave a file as its mark, if it can be sent back."""
    return text if text.isascii() and text.isprintable() else ""


def _conditions(known: OfficeList, now: datetime) -> dict[str, str]:
    """What lets the server answer that nothing changed; only where a list is kept, and was confirmed today: once a day
    it is asked without, so that a cache that always says so hides nothing for longer."""
    confirmation = known.confirmation
    marks = {"If-None-Match": confirmation.etag, "If-Modified-Since": confirmation.modified}
    is_ours = confirmation.digest and known.confirmed[:10] == now.date().isoformat()
    return {name: mark for name, mark in marks.items() if mark and is_ours}
