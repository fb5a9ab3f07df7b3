"""The list without a search: the pages of a long list, and for lists of any length what each unit holds, year by year,
and what there is of each year, unit by unit.

One new entry changes one page of its unit and at most one of its year, and none of those that lead there: they name no
counts. Of its class it changes one page, and the one that says how much is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sync.site.gate import PublicEntry
from sync.site.keys import SiteFile
from sync.site.page_bytes import SitePages
from sync.site.pagination import NO_YEAR, UNIT_STEPS, WHOLE, Part, cut, last_year
from sync.site.site_settings import SiteSettings

Files = dict[str, SiteFile]


class UnitYear(NamedTuple):
    """What a unit holds of a year: where that stands below `jelajah/`, the unit's name, and the entries."""

    path: str
    name: str
    entries: tuple[PublicEntry, ...]


def units_shown(entries: Sequence[PublicEntry], site: SiteSettings) -> list[tuple[str, str]]:
    """The units that have entries, in the order of the list: code and name."""
    named = {entry.unit: entry.penguasa for entry in entries}
    order = [*(code for code in site.units if code in named), *sorted(named.keys() - site.units.keys())]
    return [(code, named[code]) for code in order]


def class_pages(pages: SitePages, entries: Sequence[PublicEntry]) -> Files:
    """`daftar/`: each class of a long list."""
    files = {}
    for choice in (each for each in pages.template.choices["klasifikasi"] if not each.excluded):
        own = [entry for entry in entries if entry.klasifikasi == choice.value]
        for part in cut(choice.slug, own).pages():
            path = "/".join(("daftar", *part.path, "index.html"))
            counts = [0 if each.parts else len(each.entries) for each in part.parts]
            words = {"part": _by_name(part), "kelas": choice.value, "counts": counts}
            files[path] = pages.file("daftar.html.j2", path, lambda: {"nama": _names(pages)}, **words)
    return files


def _by_name(part: Part) -> Part:
    """A page of parts is made from their names, and not from what is in them."""
    return Part(part.path, (), tuple(Part(each.path, ()) for each in part.parts)) if part.parts else part


def unit_pages(pages: SitePages, entries: Sequence[PublicEntry]) -> Files:
    """`jelajah/`: by class, unit and year."""
    units = units_shown(entries, pages.site)
    whole = {code: cut(code, [each for each in entries if each.unit == code], UNIT_STEPS) for code, _ in units}
    classes = [(each.slug, each.value) for each in pages.template.choices["klasifikasi"] if not each.excluded]
    by_year = _by_year(whole, dict(units))
    words = {"classes": classes, "units": units, "years": list(by_year)}
    path = "jelajah/index.html"
    files = {path: pages.file("jelajah.html.j2", path, lambda: {"nama": _names(pages)}, **words)}
    for part in (part for each in whole.values() for part in each.pages()):
        path = "/".join(("jelajah", *part.path, "index.html"))
        files[path] = _unit_page(pages, path, part)
    for year, held in by_year.items():
        path = f"jelajah/{year}/index.html"
        files[path] = _year_page(pages, path, year, held)
    return files


def _unit_page(pages: SitePages, path: str, part: Part) -> SiteFile:
    years = [] if part.parts else [(year, entries) for year, entries in _years(part.entries).items()]
    return pages.file("jelajah_unit.html.j2", path, lambda: {"nama": _names(pages)}, part=_by_name(part), years=years)


def _year_page(pages: SitePages, path: str, year: str, held: Sequence[UnitYear]) -> SiteFile:
    """What there is of a year, by unit; where that is too long for a page, only where each unit's stands."""
    if sum(len(each.entries) for each in held) > WHOLE:
        held = [each._replace(entries=()) for each in held]
    return pages.file("jelajah_tahun.html.j2", path, lambda: {"nama": _names(pages)}, year=year, units=held)


def _years(entries: Sequence[PublicEntry]) -> dict[str, list[PublicEntry]]:
    """The newest first, what has no year last."""
    found: dict[str, list[PublicEntry]] = {}
    for entry in entries:
        found.setdefault(last_year(entry), []).append(entry)
    return {year: found[year] for year in sorted(found, key=_age, reverse=True)}


def _by_year(whole: dict[str, Part], names: dict[str, str]) -> dict[str, list[UnitYear]]:
    """Year → what each unit holds of it; the newest first, what has no year last."""
    found: dict[str, list[UnitYear]] = {}
    for code, part in whole.items():
        for year, entries in _years(part.entries).items():
            place = f"{code}/{year}/index.html" if part.parts else f"{code}/index.html#h-{year}"
            found.setdefault(year, []).append(UnitYear(place, names[code], tuple(entries)))
    return {year: found[year] for year in sorted(found, key=_age, reverse=True)}


def _age(year: str) -> tuple[bool, str]:
    return year != NO_YEAR, year


def _names(pages: SitePages) -> Callable[[str], str]:
    """How a step of a path is called."""

    def named(name: str) -> str:
        text = pages.say("Tanpa tahun") if name == NO_YEAR else pages.site.units.get(name, name)
        return text.replace("-", "–") if text[0].isdecimal() else text

    return named
