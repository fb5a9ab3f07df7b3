"""`kalender.toml` and `wajib.toml` as values: what the law wants, when, and where it says so.

Both are read strictly. A file in the office's own folder stands for ours of the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sync.errors import TemplateError, reason_of
from sync.message import say
from sync.settings.calendar import CALENDAR_FILES, MATTERS, CalendarSettings
from sync.strict_toml import Mistake, read_fields, read_table, read_toml, refuse_unknown
from sync.template.loader import templates_folder

CALENDAR, CHECKLIST = CALENDAR_FILES
PERIODS = (1, 2, 3, 4, 6, 12)
"""Lengths in months that divide a year."""
_MOST_MONTHS = 1200
_MOST_DAYS = 366

Read = TypeVar("Read")


@dataclass(frozen=True)
class AgeLimit:
    """Something is due so many months after it was last done."""

    months: int
    source: str


@dataclass(frozen=True)
class Ending:
    """Something ends on a day, and is told so many days before."""

    source: str
    ahead_days: int = 0


@dataclass(frozen=True)
class Always:
    """Something is wanted at any time."""

    source: str


@dataclass(frozen=True)
class Periodic:
    """Something is wanted once in each period of so many months, and is told so many days before the period ends."""

    months: int
    source: str
    ahead_days: int = 0


@dataclass(frozen=True)
class Yearly:
    """Something about the year before is wanted by this day, and is told so many days before. It is there when an entry
    bears one of these words and the year."""

    month: int
    day: int
    words: tuple[str, ...]
    source: str
    ahead_days: int = 0


@dataclass(frozen=True)
class MandatoryKind:
    """A kind of information that the law makes mandatory: its name, and the words by which an entry of it is known.
    Each text of `words` is words that stand in this order in one title or summary; one such text is enough."""

    name: str
    words: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Law:
    """The law's dates, and its checklist. `off` are codes of matters that the office does not want to be told."""

    berkala: AgeLimit
    serta_merta: AgeLimit
    retention: Ending
    exclusion: Ending
    establishment: AgeLimit
    undecreed: Always
    unit_report: Periodic
    service_report: Yearly
    checklist: tuple[MandatoryKind, ...] = ()
    off: frozenset[str] = field(default_factory=frozenset)

    @property
    def sources(self) -> Mapping[str, str]:
        """Where the law says so, by the code of a matter; each kind of the checklist has a source of its own."""
        return {
            "berkala": self.berkala.source, "serta-merta": self.serta_merta.source, "retensi": self.retention.source,
            "pengecualian": self.exclusion.source, "penetapan": self.establishment.source,
            "tanpa-penetapan": self.undecreed.source, "tanpa-laporan": self.unit_report.source,
            "laporan-layanan": self.service_report.source,
        }  # fmt: skip


def read_law(own: Path | None = None, settings: CalendarSettings | None = None) -> Law:
    """Both files, with what `[calendar]` says instead. `own` is the office's folder. Raises `TemplateError` with file
    and place of the first mistake."""
    settings = settings or CalendarSettings()
    if own and not own.is_dir():
        raise TemplateError(say("templates in [calendar]: “%(templates)s” is not a folder.", templates=own))
    law = _read(own, CALENDAR, _law)
    checklist = _read(own, CHECKLIST, _checklist)
    return replace(
        law, checklist=checklist, off=frozenset(settings.off),
        berkala=replace(law.berkala, months=settings.berkala_months or law.berkala.months),
        serta_merta=replace(law.serta_merta, months=settings.serta_merta_months or law.serta_merta.months),
    )  # fmt: skip


def _read(own: Path | None, name: str, build: Callable[[dict[str, Any]], Read]) -> Read:
    if own and (own / name).is_file():
        return _built(own / name, build)
    ours: Read = _ours(templates_folder() / name, build)
    return ours


@cache
def _ours(path: Path, build: Callable[[dict[str, Any]], Any]) -> Any:
    """A file of the program, read once, as its code is."""
    return _built(path, build)


def _built(path: Path, build: Callable[[dict[str, Any]], Read]) -> Read:
    try:
        return build(read_toml(path))
    except FileNotFoundError as error:
        raise TemplateError(
            say("template %(file)s cannot be read: %(strerror)s.", file=path.name, strerror=reason_of(error))
        ) from error
    except Mistake as mistake:
        raise TemplateError(say("template %(file)s: %(mistake)s", file=path, mistake=mistake)) from None


def _law(raw: dict[str, Any]) -> Law:
    refuse_unknown(raw, [code for code in MATTERS if code != "wajib"], "")
    law = Law(
        read_table(AgeLimit, raw, "berkala"),
        read_table(AgeLimit, raw, "serta-merta"),
        read_table(Ending, raw, "retensi"),
        read_table(Ending, raw, "pengecualian"),
        read_table(AgeLimit, raw, "penetapan"),
        read_table(Always, raw, "tanpa-penetapan"),
        read_table(Periodic, raw, "tanpa-laporan"),
        read_table(Yearly, raw, "laporan-layanan"),
    )
    _verify(law)
    return law


def _verify(law: Law) -> None:
    """Numbers that mean something."""
    aged = {"berkala": law.berkala, "serta-merta": law.serta_merta, "penetapan": law.establishment}
    for name, age in aged.items():
        _within(age.months, _MOST_MONTHS, f"months in [{name}]")
    ahead = {"retensi": law.retention.ahead_days, "pengecualian": law.exclusion.ahead_days,
             "tanpa-laporan": law.unit_report.ahead_days, "laporan-layanan": law.service_report.ahead_days}  # fmt: skip
    for name, days in ahead.items():
        _within(days, _MOST_DAYS, f"ahead_days in [{name}]")
    if law.unit_report.months not in PERIODS:
        known = ", ".join(map(str, PERIODS))
        raise Mistake(say("months in [tanpa-laporan] must be one of %(known)s.", known=known))
    _within(law.service_report.month, 12, "month in [laporan-layanan]")
    _within(law.service_report.day, 28 if law.service_report.month == 2 else 31, "day in [laporan-layanan]")
    if law.service_report.day == 31 and law.service_report.month in {4, 6, 9, 11}:
        raise Mistake(say("%(what)s must be at most %(most)s.", what="day in [laporan-layanan]", most=30))
    _said(law.service_report.words, "words in [laporan-layanan]")


def _within(number: int, most: int, what: str) -> None:
    if number > most:
        raise Mistake(say("%(what)s must be at most %(most)s.", what=what, most=most))


def _said(words: tuple[str, ...], what: str) -> None:
    if not all(any(map(str.isalnum, text)) for text in words):
        raise Mistake(say("every item of %(what)s must name a word.", what=what))


def _checklist(raw: dict[str, Any]) -> tuple[MandatoryKind, ...]:
    refuse_unknown(raw, ("kinds",), "")
    kinds = raw.get("kinds", [])
    if not isinstance(kinds, list):
        raise Mistake(say("[[%(name)s]] must be a list of tables.", name="kinds"))
    read: list[MandatoryKind] = []
    for number, item in enumerate(kinds, 1):
        where = f"[[kinds]] {number}"
        kind: MandatoryKind = read_fields(MandatoryKind, item, where)
        _said(kind.words, f"words in {where}")
        if kind.name in {other.name for other in read}:
            raise Mistake(say("the name “%(name)s” stands twice in [[kinds]].", name=kind.name))
        read.append(kind)
    return tuple(read)
