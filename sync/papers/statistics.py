"""Counts from the ledger as tables: what the list holds, how long it took, what waits, what was right at once.

Counted are the entries of `Induk`, each in the version that is shown there; those that are public in the version that
the public sees. A table is a data frame whose index names its rows. pandas is imported when something is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sync.cells.period import period_days
from sync.ledger.state import RELEASED, RecordedEvent, Version
from sync.papers.sources import Sources
from sync.plan.office_clock import office_day

if TYPE_CHECKING:
    import pandas as pd

ALL, NONE = "all", "none"
"""How the row of the sum is called, and the row of what has no class, form or year yet."""
WAITS = ("invalid", "unclassified", "returned", "reapproval", "waiting", "approved", "missing")
"""The statuses, by role, in which an entry waits for somebody."""


def statistics(sources: Sources, events: Sequence[RecordedEvent]) -> dict[str, pd.DataFrame]:
    """Everything that is counted, table by table: entries by class, unit, form and year, days to the public, what
    waits, what was right at once."""
    listed = listed_entries(sources)
    forms = [choice.value for choice in sources.template.choices["bentuk"]]
    return {
        "class": counted_by(listed, "class", _classes(sources)),
        "unit": counted_by(listed, "unit", sources.site.units.values()),
        "form": counted_by(listed, "form", forms),
        "year": counted_by(listed, "year", ()),
        "to_public": days_to_public(sources, events),
        "waiting": waiting(sources, events),
        "first_try": right_at_once(sources),
    }


def listed_entries(sources: Sources) -> pd.DataFrame:
    """A row for each entry as it is shown in `Induk`, and one more for each that is public, as the public sees it:
    `id`, `public`, `class`, `unit`, `form`, `year` (in which its period begins)."""
    import pandas as pd

    return pd.DataFrame(list(_listed(sources)), columns=["id", "public", "class", "unit", "form", "year"])


def _listed(sources: Sources) -> Iterator[tuple[str, bool, str, str, str, str]]:
    ledger = sources.ledger
    for id, state in ledger.entries.items():
        if not state.removed and state.version:
            yield id, False, *_described(sources, state.unit, ledger.versions[id][state.version])
        if shown := ledger.items.get(id, 0):
            version = ledger.versions[id][shown]
            yield id, True, *_described(sources, version.content["unit"], version)


def _described(sources: Sources, unit: str, version: Version) -> tuple[str, str, str, str]:
    """Class, unit, form and year; what is none of those that there are, is none."""
    content, forms = version.content, sources.template.choices["bentuk"]
    shown, form = content.get("klasifikasi", ""), content.get("bentuk", "")
    return (
        shown if shown in sources.template.class_values else NONE,
        sources.site.units.get(unit, unit),
        form if any(form == choice.value for choice in forms) else NONE,
        period_days(content.get("waktu", ""))[0][:4] or NONE,
    )


def counted_by(listed: pd.DataFrame, column: str, order: Iterable[str]) -> pd.DataFrame:
    """How many entries there are of each value of a column, and how many of them are public: in the order given, then
    as they are spelt."""
    table = listed.pivot_table(index=column, columns="public", values="id", aggfunc="count", fill_value=0)
    table = table.reindex(columns=[False, True], fill_value=0).astype(int)
    table.columns = ["entries", "public"]
    return table.reindex(_in_order(table.index, order))


def _in_order(names: Iterable[str], order: Iterable[str]) -> list[str]:
    there = set(names)
    known = list(dict.fromkeys(name for name in order if name in there))
    return [*known, *sorted(there - {*known, NONE}), *({NONE} & there)]


def _classes(sources: Sources) -> tuple[str, ...]:
    return (*sources.template.classes(), sources.template.excluded_class)


def days_to_public(sources: Sources, events: Sequence[RecordedEvent]) -> pd.DataFrame:
    """Days from the run that first saw an entry to the release that first had it, of all and of each unit: `entries`,
    `median`, `shortest`, `longest`."""
    import pandas as pd

    wanted = [(each.id, each.event, _in_days(each.at)) for each in events if each.event in ("added", RELEASED)]
    first = pd.DataFrame(wanted, columns=["id", "event", "at"]).astype({"at": float})
    first = first.pivot_table(index="id", columns="event", values="at", aggfunc="min")
    first = first.reindex(columns=["added", RELEASED]).dropna()
    days = pd.DataFrame({"days": first[RELEASED] - first["added"]})
    days["unit"] = [_unit(sources, id) for id in days.index]
    measures = {"entries": "count", "median": "median", "shortest": "min", "longest": "max"}
    table = _with_sum(sources, days, "days", list(measures.values()))
    table.columns = list(measures)
    return table.astype({"entries": int}).round(1)


def _in_days(utc: str) -> float:
    return datetime.fromisoformat(utc).timestamp() / 86400


def _unit(sources: Sources, id: str) -> str:
    code = sources.ledger.entries[id].unit
    return sources.site.units.get(code, code)


def _with_sum(sources: Sources, rows: pd.DataFrame, column: str, measures: list[Any]) -> pd.DataFrame:
    """Measures of a column: of all rows, and of those of each unit. Without rows an empty table."""
    import pandas as pd

    by_unit = rows.groupby("unit")[column].agg(measures)
    by_unit = by_unit.reindex(_in_order(by_unit.index, sources.site.units.values()))
    whole = rows.assign(unit=ALL).groupby("unit")[column].agg(measures)
    return pd.concat([whole, by_unit]) if len(rows) else by_unit


def waiting(sources: Sources, events: Sequence[RecordedEvent]) -> pd.DataFrame:
    """What waits, by status: how many `entries`, since when the `oldest` of them (nothing but a release happened to it
    since), and how many `days` that is."""
    import pandas as pd

    last = {each.id: each.at for each in events if each.event != RELEASED}
    statuses = [sources.template.status(role) for role in WAITS]
    rows = [
        (state.status, office_day(last[id], sources.settings.office.zone))
        for id, state in sources.ledger.entries.items()
        if not state.removed and state.status in statuses and id in last
    ]
    waits = pd.DataFrame(rows, columns=["status", "since"]).groupby("status")["since"].agg(["count", "min"])
    waits.columns = ["entries", "oldest"]
    today = date.fromisoformat(sources.today)
    waits["days"] = [(today - date.fromisoformat(day)).days for day in waits["oldest"]]
    return waits.reindex(_in_order(waits.index, statuses))


def right_at_once(sources: Sources) -> pd.DataFrame:
    """How many `rows` could be read whole as they were first typed (`right`), and the `share` of these, of all and of
    each unit."""
    import pandas as pd

    versions = sources.ledger.versions
    rows = [
        (_unit(sources, id), int(versions[id][min(versions[id])].valid))
        for id, state in sources.ledger.entries.items()
        if not state.removed and versions.get(id)
    ]
    table = _with_sum(sources, pd.DataFrame(rows, columns=["unit", "right"]), "right", ["count", "sum"])
    table.columns = ["rows", "right"]
    table["share"] = (table["right"] / table["rows"]).astype(float).round(3)
    return table
