"""Everything that is due by law, in order and in words.

A `DueMatter` names entries by their ID, never by what they say: what is excluded is told like everything else. It is
for the people of the office; no byte of the site is made from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from sync.calendar.days import period_name
from sync.calendar.entry_matters import entry_matters
from sync.calendar.found import Found
from sync.calendar.law import Law
from sync.calendar.office_matters import establishment_matters, lacking_kinds, silent_units
from sync.ledger.state import LedgerState
from sync.settings.calendar import MATTERS
from sync.settings.settings import Settings
from sync.settings.units import Unit
from sync.template.template import Template

MOST_IDS, MOST_NAMES = 5, 3
"""So many entries, and so many kinds of information, are named one by one."""
_ROLES = {
    "berkala": "unit", "serta-merta": "unit", "retensi": "unit", "tanpa-laporan": "unit", "pengecualian": "ppid",
    "penetapan": "ppid", "tanpa-penetapan": "ppid", "laporan-layanan": "desk", "wajib": "desk",
}  # fmt: skip
_SENTENCES = {
    "berkala": "{count} Informasi Berkala belum diperbarui selama {months} bulan: {ids}. Perbarui barisnya.",
    "serta-merta": "{count} Informasi Serta Merta sudah tampil {months} bulan: {ids}. Masih berlaku? Bila tidak, minta "
    "PPID menariknya.",
    "retensi": "Jangka waktu penyimpanan {count} informasi habis {day}: {ids}. Masih disimpan? Bila tidak, minta PPID "
    "menariknya.",
    "pengecualian": "Jangka waktu pengecualian {count} informasi habis {day}: {ids}. PPID: nyatakan terbuka, atau uji "
    "lagi konsekuensinya.",
    "penetapan": "PPID: daftar terakhir ditetapkan {last}. Sudah {months} bulan, jadi tetapkan lagi.",
    "tanpa-penetapan": "PPID: daftar sudah terbit tanpa keputusan. Tetapkan, lalu isi nomor dan tanggalnya.",
    "tanpa-laporan": "Belum ada kabar untuk {period}. Isi atau perbarui barisnya, atau tulis {period} di baris "
    "“{nihil}” di Kendali.",
    "laporan-layanan": "Desk: laporan layanan informasi publik tahun {period} belum terlihat dalam daftar; batasnya "
    "{day}. Mungkin sudah ada dengan nama lain?",
    "wajib": "Desk: belum terlihat dalam daftar: {names}. Mungkin sudah ada dengan nama lain?",
}


@dataclass(frozen=True)
class DueMatter:
    """One thing that is due by law.

    code    one of `MATTERS`
    role    who is concerned: `unit`, `desk` or `ppid`
    unit    the code of the unit that is concerned; empty where none is
    ids     the entries that are concerned, in order
    day     when it fell or falls due (ISO), of several entries the earliest; empty where that is no day
    count   how many entries, or kinds of information, it is about; 0 where it is about none
    text    what to do, in Indonesian, without the unit's name; it names no more than a few entries
    source  where the law says so
    names   the kinds of information that are not seen
    period  the period, year or day that is meant, where there is one
    """

    code: str
    role: str
    unit: str
    ids: tuple[str, ...]
    day: str
    count: int
    text: str
    source: str
    names: tuple[str, ...] = ()
    period: str = ""

    def document(self) -> dict[str, Any]:
        """For JSON, and as a line of `dip-runs.jsonl` keeps it: short, since each run has such a line."""
        kept = {"unit": self.unit, "ids": list(self.ids[:MOST_IDS]), "day": self.day, "period": self.period,
                "names": list(self.names)}  # fmt: skip
        return {"code": self.code, "count": self.count, **{key: value for key, value in kept.items() if value}}


def due_matters(
    ledger: LedgerState,
    law: Law,
    template: Template,
    settings: Settings,
    today: date,
    *,
    official: tuple[str, str] | None = None,
) -> tuple[DueMatter, ...]:
    """What is due on this day of the office: by the order of `MATTERS`, then of the units. `official` are number and
    day of the decree in force where `Kendali` says more of it than the release."""
    zone = settings.office.zone
    found = chain(
        entry_matters(ledger, law, template, today, zone),
        establishment_matters(ledger, ledger.office.establishment if official is None else official, law, today),
        silent_units(ledger, settings.units, law, today, zone),
        lacking_kinds(ledger, template, law, today),
    )
    wanted = [each for each in found if each.code not in law.off]
    said = _Sentences(law, template, {unit.code: unit for unit in settings.units})
    return tuple(said.matter(each) for each in sorted(wanted, key=_order(settings.units)))


def _order(units: Sequence[Unit]) -> Any:
    places = {unit.code: place for place, unit in enumerate(units)}
    return lambda found: (MATTERS.index(found.code), places.get(found.unit, len(places)), found.unit)


@dataclass(frozen=True)
class _Sentences:
    """What is found, in words."""

    law: Law
    template: Template
    units: Mapping[str, Unit]

    def matter(self, found: Found) -> DueMatter:
        count = len(found.ids) or len(found.names)
        tab = self.units[found.unit].tab if found.unit in self.units else found.unit
        text = _SENTENCES[found.code].format(
            count=count, ids=_few(found.ids), names=_few_names(found.names), day=_long(found.day), last=_last(found),
            period=found.period, months=self._months(found.code), nihil=self._nihil(tab),
        )  # fmt: skip
        day = found.day.isoformat() if found.day else ""
        return DueMatter(
            found.code, _ROLES[found.code], found.unit, found.ids, day, count, text, self._source(found), found.names,
            found.period,
        )  # fmt: skip

    def _months(self, code: str) -> int:
        law = self.law
        ages = {"berkala": law.berkala, "serta-merta": law.serta_merta, "penetapan": law.establishment}
        return ages[code].months if code in ages else 0

    def _nihil(self, tab: str) -> str:
        labels = self.template.tab("kendali").labels
        return next((label.of_tab(tab).label for label in labels if label.of_unit), "")

    def _source(self, found: Found) -> str:
        if found.code != "wajib":
            return self.law.sources[found.code]
        return _few_names(tuple(dict.fromkeys(kind.source for kind in self.law.checklist if kind.name in found.names)))


def _few(ids: Sequence[str]) -> str:
    return ", ".join(ids[:MOST_IDS]) + ", …" * (len(ids) > MOST_IDS)


def _few_names(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMES
    return "; ".join(names[:MOST_NAMES]) + (f"; dan {more} lagi" if more > 0 else "")


def _long(day: date | None) -> str:
    return period_name((day, day)) if day else ""


def _last(found: Found) -> str:
    return _long(date.fromisoformat(found.period)) if found.code == "penetapan" else ""


MOST_LINES = 8
"""So many matters are told in one place."""


def matter_lines(matters: Iterable[DueMatter], units: Sequence[Unit]) -> Iterator[str]:
    """The matters a line each, those of a unit with the name of its tab before; no more than a few."""
    tabs = {unit.code: unit.tab for unit in units}
    lines = [
        f"{tabs.get(matter.unit, matter.unit)}: {matter.text}" if matter.unit else matter.text for matter in matters
    ]
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield f"dan {len(lines) - MOST_LINES} hal lagi"
