"""The tables of the evidence, counted from the ledger with pandas: each stands in a PDF and as a sheet of the workbook.

Nothing here holds a text that is not public: entries that are not are counted, and named by nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sync.ledger.state import RELEASED
from sync.links.link_result import Openness
from sync.papers.evidence_sources import EvidenceSources, month_name
from sync.papers.paper import Block, Chart, Heading, Paragraph, plain_table
from sync.papers.statistics import ALL, days_to_public, right_at_once
from sync.settings.appearance import LIGHT, contrast
from sync.site.changes import updates
from sync.site.formatting import counted, long_day
from sync.site.gate import public_exclusions
from sync.site.list_digest import in_groups
from sync.site.page_bytes import element_headers
from sync.site.printed_list import INK

if TYPE_CHECKING:
    import pandas as pd

Cell = str | int | float
SHOWN = 500
"""So many rows of a table stand in a PDF."""
BARS = 25
"""So many bars a chart has; what is left is one bar together."""


@dataclass(frozen=True)
class EvidenceTable:
    """A table. `name` is that of its sheet, `widths` are shares; `chart` is the column drawn beneath it, 0 for none;
    `sums`: its last row is the sum of the others."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    chart: int = 0
    sums: bool = False

    @property
    def numbers(self) -> tuple[int, ...]:
        """The columns that hold numbers."""
        return tuple(
            place
            for place in range(1, len(self.heads))
            if self.rows and all(not isinstance(row[place], str) for row in self.rows)
        )


def evidence_tables(known: EvidenceSources) -> dict[str, EvidenceTable]:
    """Every table by name. Raises `TemplateError` for a word of `monev.toml` that is missing."""
    return {name: make(known) for name, make in _TABLES.items()}


def table_blocks(table: EvidenceTable, known: EvidenceSources) -> tuple[Block, ...]:
    """Heading, table and chart; a sentence instead of an empty table, and one beneath a table that is cut."""
    words = known.words("kata")
    if not table.rows:
        return (Heading(table.title), Paragraph(words.text("tidak_ada")))
    rows = [tuple(written(cell) for cell in row) for row in table.rows[:SHOWN]]
    shown = replace(plain_table(table.heads, table.widths, rows, table.numbers), sums=table.sums)
    blocks: list[Block] = [Heading(table.title), shown]
    if len(table.rows) > SHOWN:
        values = {"tampil": counted(SHOWN), "jumlah": counted(len(table.rows)), "lembar": table.name}
        blocks.append(Paragraph(words.with_values(**values).text("dipotong")))
    if table.chart:
        blocks.append(_chart(table, words.text("lainnya")))
    return tuple(blocks)


def written(cell: Cell) -> str:
    """A number as people write it."""
    if isinstance(cell, float):
        return f"{cell:.1f}".replace(".", ",")
    return counted(cell) if isinstance(cell, int) else cell


def _chart(table: EvidenceTable, others: str) -> Chart:
    rows = table.rows[: len(table.rows) - table.sums]
    bars = [(str(row[0]), float(row[table.chart]), written(row[table.chart])) for row in rows[:BARS]]
    rest = sum(
        number for row in rows[BARS:] if isinstance(number := row[table.chart], int)
    )  # medians add up to nothing
    if rest:
        bars.append((others, rest, written(rest)))
    said = "; ".join(f"{name} {number}" for name, _, number in bars)
    caption = f"{table.title}: {table.heads[table.chart]}"
    return Chart(caption, f"{caption}. {said}", tuple(bars))


def _table(
    known: EvidenceSources,
    name: str,
    rows: Iterable[Sequence[Cell]],
    widths: tuple[float, ...],
    more: tuple[str, ...] = (),
) -> EvidenceTable:
    """A table with its words; `more` are headers behind those in `monev.toml`."""
    words = known.words("tabel").inner(name)
    heads = (*words.texts("kolom", len(widths) - len(more)), *more)
    return EvidenceTable(name, words.text("judul"), heads, tuple(map(tuple, rows)), widths)


def _establishments(known: EvidenceSources) -> EvidenceTable:
    """Every number and day under which the list was established, the newest first, with the first release of each."""
    rows, former = [], ("", "")
    for release in known.releases:
        number, day = release.establishment
        if release.establishment != former and (number or day):
            rows.append((number, long_day(day), release.number, release.entries))
        former = release.establishment
    return _table(known, "penetapan", rows[::-1], (60, 40, 20, 40))


def _releases(known: EvidenceSources) -> EvidenceTable:
    words = known.words("kata")
    rows = [
        (str(each.number), long_day(day), each.entries, words.text("ya" if each.received else "tidak"))
        for each in known.releases
        if known.period.holds(day := known.day_of(each.at))
    ]
    return _table(known, "rilis", rows, (24, 60, 40, 36))


def _changes(known: EvidenceSources) -> EvidenceTable:
    """What changed for the public, the newest first: elements, never values; of what was withdrawn the ID."""
    words, headers = known.words("perubahan"), element_headers(known.sources.template)
    rows = []
    for each in updates(known.entries, known.shown):
        if known.period.holds(each.day):
            elements = ", ".join(headers[role] for role in each.elements)
            what = words.with_values(unsur=elements).text(each.kind)
            rows.append((long_day(each.day), each.id, "" if each.id in known.taken else each.title, what))
    return _table(known, "perubahan", rows, (30, 26, 70, 44))


_MONTHLY = ("added", "changed", "approved", RELEASED, "returned", "withdrawn")


def _months(known: EvidenceSources) -> EvidenceTable:
    """What happened in each month of the period that has begun and since when there is a ledger, and in all of them."""
    import pandas as pd

    events = pd.DataFrame(
        [(known.day_of(each.at)[:7], each.event, each.id) for each in known.within], columns=["month", "event", "id"]
    )
    table = events.pivot_table(index="month", columns="event", values="id", aggfunc="count", fill_value=0)
    begun = known.day_of(known.events[0].at)[:7]
    months = [month for month in known.period.months if begun <= month <= known.day[:7]]
    table = table.reindex(index=months, columns=list(_MONTHLY), fill_value=0).astype(int)
    table.index = pd.Index([month_name(month) for month in months])
    table.loc[known.words("kata").text("jumlah")] = table.sum()
    return replace(_table(known, "bulan", _rows(table), (30, 23, 19, 21, 19, 25, 19)), chart=4, sums=True)


def _public(known: EvidenceSources) -> pd.DataFrame:
    """A row for each public entry."""
    import pandas as pd

    rows = [(each.id, each.klasifikasi, each.penguasa, each.bentuk, len(each.tautan)) for each in known.entries]
    return pd.DataFrame(rows, columns=["id", "class", "unit", "form", "links"])


def _classes(known: EvidenceSources) -> EvidenceTable:
    sizes = _public(known).groupby("class")["id"].count().reindex(known.sources.template.classes(), fill_value=0)
    return replace(
        _table(known, "kelas", [(str(name), int(count)) for name, count in sizes.items()], (120, 40)), chart=1
    )


def _units(known: EvidenceSources) -> EvidenceTable:
    """Units down, classes across, sums at both ends."""
    total, classes = known.words("kata").text("jumlah"), list(known.sources.template.classes())
    table = _public(known).pivot_table(index="unit", columns="class", values="id", aggfunc="count", fill_value=0)
    names = dict.fromkeys(known.sources.site.units.values())
    order = [*(name for name in names if name in table.index), *(name for name in table.index if name not in names)]
    table = table.reindex(index=order, columns=classes, fill_value=0).astype(int)
    table[total] = table.sum(axis=1)
    table.loc[total] = table.sum()
    widths = (70.0, *(24.0,) * (len(classes) + 1))
    return replace(_table(known, "unit", _rows(table), widths, (*classes, total)), chart=len(classes) + 1, sums=True)


def _forms(known: EvidenceSources) -> EvidenceTable:
    sizes = _public(known).groupby("form")["id"].count()
    rows = [(str(name), int(count)) for name, count in sizes.sort_values(ascending=False, kind="stable").items()]
    return replace(_table(known, "bentuk", rows, (120, 40)), chart=1)


def _links(known: EvidenceSources) -> EvidenceTable:
    """How many entries of each class lead to a document, and to how many."""
    public = _public(known).assign(linked=lambda each: each["links"].gt(0).astype(int))
    table = public.groupby("class").agg({"id": "count", "linked": "sum", "links": "sum"})
    table = table.reindex(known.sources.template.classes(), fill_value=0).astype(int)
    return replace(_table(known, "tautan", _rows(table), (70, 30, 30, 30)), chart=2)


def _openness(known: EvidenceSources) -> EvidenceTable:
    """What a citizen finds behind the links of the public list; nothing before they were first asked for."""
    words, results = known.words("tautan"), known.links.by_url
    urls = {link.url for entry in known.entries for link in entry.tautan}
    found = Counter(results[url].openness if url in results else None for url in urls)
    kinds = {
        Openness.OPEN: "terbuka", Openness.SIGN_IN: "masuk", Openness.GONE: "hilang", Openness.UNKNOWN: "tidak_pasti",
        None: "belum",
    }  # fmt: skip
    rows = [(words.text(word), found[kind]) for kind, word in kinds.items()] if known.links_day else []
    return replace(_table(known, "keadaan", rows, (120, 40)), chart=1)


def _rows(table: pd.DataFrame) -> list[tuple[Cell, ...]]:
    """The rows of a table, each with its name, numbers as Python has them."""
    records = table.rename_axis("name").reset_index().to_dict("split")["data"]
    return [tuple(row) for row in records]


_KINDS = {
    "csv": "CSV", "json": "JSON", "xlsx": "XLSX", "jsonld": "JSON-LD", "xml": "XML",
}  # fmt: skip


def _data(known: EvidenceSources) -> EvidenceTable:
    """The files for programs, as they were last read back at the server."""
    rows = [
        (f"{known.sources.site.url}{path}", _KINDS[kind], in_groups(digest))
        for path, digest in sorted(known.files.items())
        if (kind := path.rpartition(".")[2]) in _KINDS
    ]
    return _table(known, "data", rows, (70, 20, 70))


def _languages(known: EvidenceSources) -> EvidenceTable:
    words, site = known.words("bahasa"), known.sources.site
    missing = known.words("kata").text("belum")
    rows = [
        (words.text(language), f"{site.url}{'' if place == 0 else f'{language}/'}" if site.url else missing)
        for place, language in enumerate(site.languages)
    ]
    return _table(known, "bahasa", rows, (50, 110))


def _accessibility(known: EvidenceSources) -> EvidenceTable:
    words, settings = known.words("aksesibilitas"), known.sources.settings
    ratio = f"{contrast(settings.site.accent or INK, LIGHT):.1f}".replace(".", ",")
    rows = [*words.inner("ciri").items(), words.with_values(kontras=ratio).texts("kontras", 2)]
    rows += [words.texts("templat", 2)] if settings.site.templates else []
    return _table(known, "aksesibilitas", rows, (50, 110))


def _exclusions(known: EvidenceSources) -> EvidenceTable:
    """What the site shows of the exemptions: nothing while the office has that list switched off."""
    sources = known.sources
    listed = public_exclusions(known.shown, sources.site, sources.template)
    return _table(known, "dikecualikan", [(e.dasar, e.nomor_uji, e.jangka, e.unit) for e in listed], (60, 40, 30, 40))


def _actors(known: EvidenceSources) -> EvidenceTable:
    """Who may act: how many accounts `dip.toml` names for each role, and none of their addresses."""
    words, settings = known.words("pelaku"), known.sources.settings
    who = words.inner("siapa")
    rows: list[tuple[Cell, ...]] = [
        (*who.texts("unit", 2), words.with_values(unit=unit.name).text("unit"), len(unit.editors))
        for unit in settings.units
    ]
    for role, accounts in (("desk", len(settings.roles.desk)), ("ppid", len(settings.roles.ppid)), ("sync", 1)):
        rows.append((*who.texts(role, 2), words.text(role), accounts))
    return _table(known, "pelaku", rows, (24, 56, 60, 28))


def _acts(known: EvidenceSources) -> EvidenceTable:
    """Day by day what was done at which step of the procedure, by which role, and how often."""
    import pandas as pd

    steps, words = known.words("langkah"), known.words("pelaku")
    names = known.sources.site.units
    rows = []
    for each in known.within:
        if each.event in steps:
            role, _, code = each.by.partition(":")
            actor = words.with_values(unit=names.get(code, code)).text(role) if role in words else each.by
            rows.append((known.day_of(each.at), *steps.texts(each.event, 2), actor, each.id))
    columns = ["day", "step", "act", "by"]
    table = pd.DataFrame(rows, columns=[*columns, "id"]).pivot_table(index=columns, values="id", aggfunc="count")
    counts = [(long_day(str(day)), *rest) for day, *rest in table.reset_index().itertuples(index=False)]
    return _table(known, "tindakan", counts, (32, 18, 56, 50, 22))


def _days(known: EvidenceSources) -> EvidenceTable:
    """How long it took to the public for what was first published in the period."""
    earlier = {
        each.id
        for each in known.events
        if each.event == RELEASED and known.day_of(each.at) < known.period.first.isoformat()
    }
    table = days_to_public(known.sources, [each for each in known.events if each.id not in earlier])
    return replace(_table(known, "waktu", _named(table, known), (70, 24, 22, 22, 22)), chart=2)


def _right(known: EvidenceSources) -> EvidenceTable:
    table = right_at_once(known.sources)
    table["share"] = (100 * table["share"]).round(1)
    return replace(_table(known, "benar", _named(table, known), (70, 24, 24, 24)), chart=3)


def _named(table: pd.DataFrame, known: EvidenceSources) -> list[tuple[Cell, ...]]:
    """The rows, that of all units by its word."""
    return _rows(table.rename(index={ALL: known.words("kata").text("semua")}))


_TABLES: Mapping[str, Callable[[EvidenceSources], EvidenceTable]] = {
    "penetapan": _establishments, "rilis": _releases, "perubahan": _changes, "kelas": _classes, "unit": _units,
    "bentuk": _forms, "bulan": _months, "waktu": _days, "benar": _right, "tautan": _links,
    "keadaan": _openness, "data": _data, "bahasa": _languages,
    "aksesibilitas": _accessibility, "dikecualikan": _exclusions, "pelaku": _actors,
    "tindakan": _acts,
}  # fmt: skip
