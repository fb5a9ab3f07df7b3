"""The gate: what the public may see of an entry, built in one place from an approved version by an allow-list.

Pages and exports are given `PublicEntry` or `ListedEntry`, never a row and never a version. What is not a field here
cannot be published, and an entry of the excluded class cannot be represented at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from operator import attrgetter
from urllib.parse import urlsplit

from sync.cells.document_links import links_of
from sync.cells.period import period_days
from sync.errors import LedgerError
from sync.model import ID_PATTERN, Link
from sync.release import Change, Exclusion, Release, ReleasedEntry
from sync.site.site_settings import SiteSettings
from sync.template.template import Template

PLAIN_URL = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[!-~]*)?")
"""Addresses of the usual form, which need no taking apart to be found good."""
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """One entry as anyone may see it, and as its own page is given it."""

    id: str
    judul: str
    ringkasan: str
    penguasa: str
    penanggung_jawab: str
    waktu: str
    waktu_mulai: str
    waktu_selesai: str
    tempat: str
    bentuk: str
    retensi: str
    klasifikasi: str
    tautan: tuple[Link, ...]
    ditetapkan: str
    dimutakhirkan: str
    unit: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ListedEntry(PublicEntry):
    """One entry in the list. `nomor` is its place there: a number of the list, not of the entry."""

    nomor: int

    def on_its_own(self) -> PublicEntry:
        """The entry without its number."""
        return PublicEntry(*public_values(self))


_FIELDS = tuple(item.name for item in fields(PublicEntry))
public_values = attrgetter(*_FIELDS)
"""The values of an entry without its number."""
KEYS = ("id", "nomor", *_FIELDS[1:15])
"""The keys of the data files, in order: the public columns of the tab `DIP`."""
_VALUES = attrgetter(*KEYS)


def public_entry(entry: ReleasedEntry, nomor: int, site: SiteSettings, template: Template) -> ListedEntry:
    """Let one approved version through. Raises `LedgerError` for a class that is not public and for an ID that is
    none."""
    _admit(entry, template.classes())
    return _let_through(entry, nomor, site, template)


def _let_through(entry: ReleasedEntry, nomor: int, site: SiteSettings, template: Template) -> ListedEntry:
    """One that was admitted."""
    text = {role: printable(entry.content.get(role, "")) for role in (*template.public_roles, "klasifikasi")}
    first, last = period_days(text["waktu"])
    return ListedEntry(
        id=entry.id,
        nomor=nomor,
        judul=text["judul"],
        ringkasan=text["ringkasan"],
        penguasa=site.units.get(entry.unit, entry.unit),
        penanggung_jawab=text["penanggung_jawab"],
        waktu=text["waktu"],
        waktu_mulai=first,
        waktu_selesai=last,
        tempat=text["tempat"],
        bentuk=text["bentuk"],
        retensi=text["retensi"],
        klasifikasi=text["klasifikasi"],
        tautan=tuple(link for link in links_of(text["tautan"]) if is_public_url(link.url)),
        ditetapkan=entry.established,
        dimutakhirkan=entry.updated,
        unit=entry.unit,
        changes=entry.changes,
    )


def public_list(release: Release, site: SiteSettings, template: Template) -> tuple[ListedEntry, ...]:
    """The whole list in the one order: class, unit as in `dip.toml`, number of the ID; numbered from 1."""
    classes = {name: rank for rank, name in enumerate(template.classes())}
    for entry in release.entries:
        _admit(entry, classes)
    ordered = sorted(release.entries, key=lambda each: (classes[each.content["klasifikasi"]], *_place(each, site)))
    return tuple(_let_through(entry, nomor, site, template) for nomor, entry in enumerate(ordered, 1))


def _place(entry: ReleasedEntry | Exclusion, site: SiteSettings) -> tuple[int, str, int, str]:
    """Units in the order of `dip.toml`, then numbers of IDs by value; what has a unit no more comes last."""
    units, (code, number) = list(site.units), entry.id.split("-")
    return units.index(entry.unit) if entry.unit in units else len(units), entry.unit, int(number), code


@dataclass(frozen=True, slots=True)
class PublicExclusion:
    """One line of the list of exempted information: its four columns, nothing of the content, not even an ID."""

    dasar: str
    nomor_uji: str
    jangka: str
    unit: str


def public_exclusions(release: Release, site: SiteSettings, template: Template) -> tuple[PublicExclusion, ...]:
    """What the office lets be known of what it exempts: nothing unless it says so, and only with a decision. In the
    order of units and IDs."""
    if not site.excluded_list:
        return ()
    ground, decision, period = template.required_basis_roles
    ordered = sorted(release.excluded, key=lambda each: _place(each, site))
    return tuple(
        PublicExclusion(
            printable(each.content.get(ground, "")), printable(each.content[decision]),
            printable(each.content.get(period, "")), site.units.get(each.unit, each.unit),
        )
        for each in ordered
        if each.content.get(decision, "").strip()
    )  # fmt: skip


def dip_rows(entries: Iterable[ListedEntry]) -> tuple[tuple[str, ...], ...]:
    """The list as rows of text, in the column order of `KEYS`; links as `Nama | URL` lines. For the tab, CSV and
    XLSX."""
    return tuple(tuple(map(_text, _VALUES(entry))) for entry in entries)


def printable(text: str) -> str:
    """Without the characters that neither HTML nor XML can carry; everything else stays as it is."""
    return text if text.isprintable() else UNPRINTABLE.sub("", text)


def is_public_url(url: str) -> bool:
    """Whether an address may stand on the site: http or https, with a host, without blanks or control characters."""
    if PLAIN_URL.fullmatch(url):
        return True
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable() and " " not in url


def _admit(entry: ReleasedEntry, classes: Collection[str]) -> None:
    if not ID_PATTERN.fullmatch(entry.id):
        raise LedgerError(f"the release names {entry.id!r}, which is no ID; nothing is published")
    if entry.content.get("klasifikasi") not in classes:
        raise LedgerError(f"the release names {entry.id}, whose class is not public; nothing is published")


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(f"{link.name} | {link.url}" for link in value)
    return str(value)
