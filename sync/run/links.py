"""dip links: the documents that entries link to are asked for as a citizen would, and what is found is kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from urllib.parse import quote, urlsplit

from sync.certificates import context_with
from sync.errors import LedgerError, NetworkError
from sync.links.asking import ask_all
from sync.links.client import LinkClient
from sync.links.link_file import LinkFile
from sync.links.link_result import LEFT_ALONE, LinkAnswer, LinkResult, LinkResults, Openness, next_result
from sync.links.turns import Politeness
from sync.message import say
from sync.plan.linked_documents import LinkedDocument, linked_documents
from sync.run.print import office_ledger
from sync.run.run_lock import lock_held
from sync.settings.settings import Settings
from sync.template.template import Template

SAVED_EVERY = 20.0
"""After so many seconds what was found is kept, in case the machine goes off."""
_SILENT = frozenset({"name", "lookup", "silent", "slow", LEFT_ALONE})
"""Reasons that a machine without a network finds, too."""
_UNASKED = frozenset({"address", "port", "inside"})
"""Reasons why nothing was asked."""
_OFFLINE = 2
"""So many servers are not all away at once."""


@dataclass(frozen=True)
class LinkReport:
    """The documents with their links, what is known of these, how many links were asked now, and what was wrong with
    the file of results."""

    documents: tuple[LinkedDocument, ...]
    results: LinkResults
    asked: int
    trouble: str = ""

    def of(self, openness: Openness) -> list[tuple[LinkedDocument, LinkResult]]:
        """The documents whose links were found so."""
        known = ((document, self.results.by_url.get(document.link.url)) for document in self.documents)
        return [(document, result) for document, result in known if result and result.openness is openness]

    @property
    def is_faulty(self) -> bool:
        """Whether a citizen cannot open one of them."""
        return bool(self.of(Openness.GONE) or self.of(Openness.SIGN_IN))


def ask_links(  # noqa: PLR0913  what it works on, and what tests put in its place
    settings: Settings,
    template: Template,
    *,
    again: bool = False,
    client: LinkClient | None = None,
    polite: Politeness = Politeness(),  # noqa: B008  a value
    progress: Callable[[int, int], None] = lambda _, __: None,
    now: datetime | None = None,
) -> LinkReport:
    """Ask the links that were not asked this week, or all of them `again`, and keep what is found. Raises `LedgerError`
    if there is no ledger yet, `TryLater` if links are asked already, `NetworkError` if no server at all answered."""
    busy = say("another dip links is at work in this folder; try again when it is done")
    with lock_held(settings.links_lock_path, busy):
        ledger = office_ledger(settings).read(template.content_roles, 0)
        if not ledger.exists:
            raise LedgerError(say("there is no ledger yet, so no link is known; run `dip sync` first"))
        documents = tuple(linked_documents(ledger, template))
        file, now = LinkFile(settings.links_path), now or datetime.now(UTC)
        former = file.read()
        urls = list(dict.fromkeys(document.link.url for document in documents))
        due = sorted((url for url in urls if again or not former.is_fresh(url, now)), key=former.asked)
        known = {url: former.by_url[url] for url in urls if url in former.by_url}  # the others are forgotten
        findings = _Findings(file, replace(former, by_url=known, trouble=""), len(due), now, progress)
        try:
            ask_all(due, client or open_client(settings), findings.told, polite)
        except KeyboardInterrupt:
            findings.keep()
            raise
        return LinkReport(documents, findings.complete(), len(due), former.trouble)


def open_client(settings: Settings) -> LinkClient:
    """Asks in the office's name, and trusts whom the office trusts."""
    return LinkClient(agent_of(settings), context_with(settings.ca_path))


def agent_of(settings: Settings) -> str:
    """Who asks: the program, and where the office can be read and asked back."""
    place = settings.publish.url or settings.office.website
    about = f"+{quote(place, '/:?=&%#@~')}; " if place else ""
    return f"DIP-Sync/{version('dip-sync')} ({about}link check)"


class _Findings:
    """What is found, kept now and then. As long as no server was heard, no name counts as gone: without a network some
    machines know none."""

    def __init__(
        self, file: LinkFile, known: LinkResults, due: int, now: datetime, progress: Callable[[int, int], None]
    ) -> None:
        self._file, self._known, self._due, self._progress = file, known, due, progress
        self._at, self._saved = now.isoformat(timespec="seconds"), time.monotonic()
        self._answers: dict[str, LinkAnswer] = {}

    def told(self, url: str, answer: LinkAnswer) -> None:
        """Note an answer."""
        self._answers[url] = answer
        self._progress(len(self._answers), self._due)
        if time.monotonic() - self._saved > SAVED_EVERY:
            self.keep()
            self._saved = time.monotonic()

    def keep(self, reported: str = "") -> LinkResults:
        """Write what is known by now, and return it. What was not asked stays as it was."""
        heard, results = self._heard(), dict(self._known.by_url)
        for url, answer in self._answers.items():
            if answer.reason != LEFT_ALONE or url not in results:
                sure = heard or answer.reason != "name"
                results[url] = next_result(results.get(url), answer if sure else _NOT_LOOKED_UP, self._at)
        kept = LinkResults(results, reported or self._known.reported)
        if not self._is_offline():
            self._file.write(kept)
        return kept

    def _heard(self) -> bool:
        return any(answer.reason not in _SILENT | _UNASKED for answer in self._answers.values())

    def _is_offline(self) -> bool:
        return not self._heard() and len(self._silent_hosts()) >= _OFFLINE

    def _silent_hosts(self) -> set[str]:
        return {urlsplit(url).netloc for url, answer in self._answers.items() if answer.reason in _SILENT}

    def complete(self) -> LinkResults:
        """All that is known, as the report of now. Raises `NetworkError` if several servers were asked and none
        answered."""
        if self._is_offline():
            raise NetworkError(say("no server answered at all: is this computer on the network? Nothing was kept."))
        return self.keep(self._at)


_NOT_LOOKED_UP = LinkAnswer(Openness.UNKNOWN, "lookup")
