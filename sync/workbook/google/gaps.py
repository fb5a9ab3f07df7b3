"""Laying out a spreadsheet at Google: what is missing of it, and the requests that complete it in one batch.

Tabs that are missing or blank are drawn whole. In a tab that holds anything nothing anybody typed is touched
(`google_complete`). The first layout of a spreadsheet also sets its locale and time zone; later they are the office's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from sync.template.template import Template
from sync.workbook.google import new_tab as google_drawn
from sync.workbook.google import tab_requests as google_tab
from sync.workbook.google.complete_tab import completed, told
from sync.workbook.google.protection import Wanted
from sync.workbook.google.spreadsheet import Seen, SeenTab
from sync.workbook.google.tab_requests import Placed
from sync.workbook.layout_gap import Gap
from sync.workbook.tab_list import tabs_of, titles_of

Json = dict[str, Any]
LOCALES = ("id_ID", "in_ID", "")
"""Indonesian, as Google's documents and as its older programs write it; else the spreadsheet keeps its own."""


def gaps(seen: Seen, wanted: Wanted) -> list[Gap]:
    """Everything that is missing. The same spreadsheet and settings give the same gaps; none means it is complete."""
    found = list(_new_tabs(seen, wanted))
    ours = [(kind, tab) for kind, tab in existing(seen, wanted) if not tab.blank]
    if not ours:
        return [Gap("", "locale Indonesian, time zone as in dip.toml", (first_settings(wanted),)), *found]
    for kind, tab in ours:
        found += completed(tab, kind, seen, wanted, _lists_title(seen, wanted.template))
    return [*found, *told(seen, wanted, LOCALES)]


def existing(seen: Seen, wanted: Wanted) -> Iterator[tuple[str, SeenTab]]:
    """The tabs of the office that are there, with their kinds."""
    for title, kind, aliases in _tabs(wanted):
        if tab := seen.find(title, aliases):
            yield kind, tab


def elsewhere(requests: Sequence[Json], locale: str) -> list[Json]:
    """The same requests with another locale, for a service that does not know the first; with none, without it."""
    found = []
    for request in requests:
        wish = request.get("updateSpreadsheetProperties")
        found.append(_set({**wish["properties"], "locale": locale}) if wish else request)
    return found


def first_settings(wanted: Wanted) -> Json:
    """Locale and time zone, set once."""
    return _set({"locale": LOCALES[0], "timeZone": wanted.settings.office.timezone})


def _set(properties: Json) -> Json:
    given = {name: value for name, value in properties.items() if value}
    return {"updateSpreadsheetProperties": {"properties": given, "fields": ",".join(given)}}


def _tabs(wanted: Wanted) -> list[tuple[str, str, tuple[str, ...]]]:
    units = wanted.settings.units
    return [(title, kind, titles_of(title, units)[1:]) for title, kind in tabs_of(wanted.template, units)]


def _lists_title(seen: Seen, template: Template) -> str:
    title = template.tab("pilihan").title
    tab = seen.find(title)
    return tab.title if tab else title


def _new_tabs(seen: Seen, wanted: Wanted) -> Iterator[Gap]:
    """Every tab that is missing or blank, in order, so that each finds its place between those that are there."""
    order = [tab.title for tab in seen.tabs.values()]
    taken = {tab.id for tab in seen.tabs.values()}
    free = (number for number in count(101) if number not in taken)
    spare = spare_tab(seen)
    lists = _lists_title(seen, wanted.template)
    for title, kind, aliases in _tabs(wanted):
        there = seen.find(title, aliases)
        if there is not None and not there.blank:
            continue
        reused, spare = (there, spare) if there else (spare, None)
        placed = google_tab.as_drawn(
            reused.id if reused else next(free), there.title if there else title, wanted.template.tab(kind)
        )
        made = _made(placed, reused, _index(order, placed.title, reused, [t for t, _, _ in _tabs(wanted)]))
        yield Gap(placed.title, "the whole tab", tuple(_whole(placed, wanted, lists)), (made,))


def _whole(placed: Placed, wanted: Wanted, lists: str) -> list[Json]:
    return [*google_drawn.drawn(placed, wanted), *google_drawn.furnished(placed, wanted, lists)]


def spare_tab(seen: Seen) -> SeenTab | None:
    """The one blank tab a new spreadsheet comes with: it becomes the first of ours."""
    only = list(seen.tabs.values())
    return only[0] if len(only) == 1 and only[0].blank else None


def _index(order: list[str], title: str, reused: SeenTab | None, whole: Sequence[str]) -> int:
    """After the nearest tab that precedes it in a whole workbook; `order` is kept up."""
    if reused:
        order.remove(reused.title)
    before = whole[: whole.index(title)] if title in whole else ()
    index = max((order.index(name) + 1 for name in before if name in order), default=0)
    order.insert(index, title)
    return index


def _made(placed: Placed, reused: SeenTab | None, index: int) -> Json:
    return google_tab.made(google_tab.properties(placed, index), reused=reused is not None)
