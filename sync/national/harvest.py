"""The harvest: every office's site is asked, in parallel, and what it says is kept, office by office, whole.

The sites are asked by threads; one thread keeps what they find, in the order in which it comes. An office that does not
answer, or answers what is not taken, keeps its last list; only what must go is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from datetime import datetime
from importlib.metadata import version
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote

from sync.certificates import context_with
from sync.links.client import LinkClient
from sync.links.turns import Politeness, Turns
from sync.national.list_store import ListStore, OfficeList
from sync.national.national_settings import NationalSettings
from sync.national.offices import OfficeSite
from sync.national.published_list import REFUSALS
from sync.national.site_reader import SiteNews, SiteReader
from sync.national.taking import Taking, take_list, take_withdrawals

POLITE = Politeness(together=2, pause=0.2, patience=6)
"""Many offices may share one server."""


class OfficeOutcome(NamedTuple):
    """What came of one office. `trouble` is a slug of `REFUSALS` or of `link_result.REASONS`, or a status; empty if its
    list is confirmed."""

    site: OfficeSite
    trouble: str
    taking: Taking

    @property
    def is_refused(self) -> bool:
        """It answered, and what it said is not taken."""
        return self.trouble in REFUSALS


def harvest(store: ListStore, reader: SiteReader, codes: Collection[str], now: Callable[[], datetime], together: int,
            progress: Callable[[OfficeOutcome], None]) -> None:  # fmt: skip
    """Ask these offices (all, if none is named) and keep what they say; `progress` is called with each outcome."""
    due = [office for office in store.offices() if not codes or office.site.code in codes]
    oldest_first = sorted(due, key=lambda each: each.confirmed)
    for known, news in _asked(oldest_first, lambda office: reader.ask(office, now()), together):
        progress(keep(store, known, news, now()))


def _asked(
    due: Iterable[OfficeList], ask: Callable[[OfficeList], SiteNews], together: int
) -> Iterator[tuple[OfficeList, SiteNews]]:
    """Each office with what its site said, as it comes. No more answers wait than offices are asked at a time: lists
    are large."""
    left = iter(due)
    pool = ThreadPoolExecutor(together, thread_name_prefix="harvest")
    try:
        running = {pool.submit(ask, each): each for each in islice(left, 2 * together)}
        while running:
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                known = running.pop(done)
                yield known, done.result()
                if (following := next(left, None)) is not None:
                    running[pool.submit(ask, following)] = following
    finally:  # whoever stops it waits for nobody
        pool.shutdown(wait=False, cancel_futures=True)


def keep(store: ListStore, known: OfficeList, news: SiteNews, now: datetime) -> OfficeOutcome:
    """Keep what the site of an office said. A list that is too old to be shown is forgotten: no copy outlives its
    source."""
    code = known.site.code
    if not news.confirmation and known.confirmed and not store.ages.shows_list(known.confirmed, now):
        store.forget(code)
    is_part = False
    if news.offered:
        taking = take_list(store.kept(code), news.offered, news.withdrawn, now, store.ages)
    else:
        taking = take_withdrawals(store.doubtful(code, news.withdrawn), news.withdrawn, now, store.ages)
        is_part = not news.withdrawn.isdisjoint(taking.gone)
    store.replace(code, taking, now, news.confirmation, news.trouble, is_part=is_part)
    return OfficeOutcome(known.site, news.trouble, taking)


def open_reader(settings: NationalSettings) -> SiteReader:
    """Asks in the name of this search, and trusts whom the machine trusts."""
    agent = f"DIP-Sync/{version('dip-sync')} (+{quote(settings.url, '/:')}; {quote(settings.table.contact, '@+')})"
    return SiteReader(LinkClient(agent, context_with(None)), Turns(POLITE), settings.table.largest)
