"""The static pages: home, provinces, kinds of office, classes, freshness, changes, and what robots read. Bytes of files
out of the store; and the same templates for the pages of the search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache, cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from sync.national.api_description import to_openapi
from sync.national.list_store import NEWS, ListStore, News, OfficeList
from sync.national.national_settings import NationalSettings
from sync.national.published_list import REFUSALS, ListEntry
from sync.national.search import FILTERS, SearchHit
from sync.national.taking import age
from sync.national.words import fold
from sync.site.formatting import long_day
from sync.template.loader import load_template, templates_folder

if TYPE_CHECKING:
    from jinja2 import Environment

NEWEST, TOLD = 100, 5
"""Entries on the page of a class, and groups of changes on theirs; so many of a group are named."""
ZONE = ZoneInfo("Asia/Jakarta")
"""Whose days are told: most of the nation's."""
OLD = 2
"""After so many days the age of a list is told beside its entries."""
ASSETS = ("dip.css", "bitter.woff2", "bitter-OFL.txt", "ikon.svg", "kawung.svg")
"""What the pages share with the site of an office."""
_AXES = {"provinsi": "Provinsi", "jenis": "Jenis kantor"}


class ChangeItem(NamedTuple):
    """A change as it is shown: without its entry, where that is not shown any more."""

    news: News
    office: OfficeList
    entry: ListEntry | None

    @property
    def url(self) -> str:
        return SearchHit(self.office, self.entry).url if self.entry else self.office.site.address


class ChangeGroup(NamedTuple):
    """Changes of one office that are alike and were found at once: the first few, and how many there are beside."""

    first: tuple[ChangeItem, ...]
    more: int


class NationalPages:
    """The pages of one moment."""

    def __init__(self, settings: NationalSettings, store: ListStore, now: datetime) -> None:
        self.settings, self._store, self._now = settings, store, now
        self.slugs = _slugs()

    def files(self) -> dict[str, bytes]:
        """Path → bytes of everything."""
        files = {
            "index.html": self._home(), "kesegaran/index.html": self._freshness(),
            **dict(self._groups()), **dict(self._classes()), **self._changes(), **_assets(),
        }  # fmt: skip
        pages = sorted(path.removesuffix("index.html") for path in files if path.endswith(".html"))
        files["sitemap-halaman.xml"] = self.render("sitemap.xml.j2", paths=pages)
        files["sitemap.xml"] = self.render("indeks.xml.j2", sitemaps=self._sitemaps())
        files["robots.txt"] = self.render("robots.txt.j2", path=self.settings.path)
        return {**files, "openapi.json": to_openapi(self.settings, self.known_choices)}

    def render(self, template: str, /, **words: object) -> bytes:
        """A template with these words."""
        given = {"site": self.settings, "slugs": self.slugs, "umur": self._age_words, "tua": self._is_old}
        text = _templates().get_template(template).render(**given, **words)
        return f"{text.rstrip()}\n".encode()

    @cached_property
    def choices(self) -> dict[str, list[str]]:
        """The values of each filter of the search that have a list."""
        return self._values(self.offices)

    @cached_property
    def known_choices(self) -> dict[str, list[str]]:
        """The same of all offices: no list of a province may have been read yet, and it is no mistake to ask for it."""
        return self._values(self._store.offices())

    def _values(self, offices: Iterable[OfficeList]) -> dict[str, list[str]]:
        sites = [office.site for office in offices]
        found = {"provinsi": {site.province for site in sites}, "jenis": {site.kind for site in sites}}
        return {name: sorted(found[name]) if name in found else list(self.slugs) for name in FILTERS}

    @cached_property
    def offices(self) -> list[OfficeList]:
        """Those whose lists are shown."""
        return self._store.shown_offices(self._now)

    @cached_property
    def _counts(self) -> Mapping[str, Mapping[str, int]]:
        return self._store.counts(self._now)

    def _total(self, offices: Iterable[OfficeList]) -> int:
        return sum(sum(self._counts[office.site.code].values()) for office in offices)

    def _home(self) -> bytes:
        by_class = {name: sum(each.get(name, 0) for each in self._counts.values()) for name in self.slugs}
        axes = {
            parameter: [
                (name, self._paths[parameter, name], self._total(members), len(members))
                for name, members in self._members(parameter)
            ]
            for parameter in _AXES
        }
        newest = max((office.confirmed for office in self.offices), default="")
        return self.render(
            "beranda.html.j2", root="", here="", choices=self.choices, by_class=by_class, offices=self.offices,
            total=self._total(self.offices), newest=newest, provinces=axes["provinsi"], kinds=axes["jenis"],
        )  # fmt: skip

    def _members(self, parameter: str) -> list[tuple[str, list[OfficeList]]]:
        """The values of a filter, each with its offices."""
        members: dict[str, list[OfficeList]] = {}
        for office in self.offices:
            members.setdefault(getattr(office.site, FILTERS[parameter]), []).append(office)
        return sorted(members.items())

    @cached_property
    def _paths(self) -> dict[tuple[str, str], str]:
        """Where the page of each province and kind stands, each at its own place."""
        paths: dict[tuple[str, str], str] = {}
        for parameter in _AXES:
            for name, _ in self._members(parameter):
                taken, slug = set(paths.values()), f"{parameter}/{_slug(name)}"
                places = (f"{slug}/", *(f"{slug}-{number}/" for number in range(2, len(taken) + 3)))
                paths[parameter, name] = next(place for place in places if place not in taken)
        return paths

    def _groups(self) -> Iterable[tuple[str, bytes]]:
        for parameter, axis in _AXES.items():
            for name, members in self._members(parameter):
                path = self._paths[parameter, name]
                yield f"{path}index.html", self.render(
                    "kelompok.html.j2", root="../../", here=path, name=name, axis=axis, parameter=parameter,
                    offices=members, counts=self._counts, total=self._total(members),
                )  # fmt: skip

    def _classes(self) -> Iterable[tuple[str, bytes]]:
        offices = {office.site.code: office for office in self.offices}
        for name, slug in self.slugs.items():
            hits = [SearchHit(offices[code], each) for code, each in self._store.newest(name, NEWEST, self._now)]
            total = sum(each.get(name, 0) for each in self._counts.values())
            path = f"kelas/{slug}/"
            yield (
                f"{path}index.html",
                self.render("kelas.html.j2", root="../../", here=path, name=name, slug=slug, hits=hits, total=total),
            )

    def _freshness(self) -> bytes:
        offices = sorted(self._store.offices(), key=lambda office: (office.confirmed, office.site.name))
        rows = [(office, *self._state(office)) for office in offices]
        return self.render("kesegaran.html.j2", root="../", here="kesegaran/", rows=rows)

    def _state(self, office: OfficeList) -> tuple[str, bool]:
        """How it stands with an office, for citizens, and whether that is good."""
        if not office.trouble:
            return ("Dibaca" if office.confirmed else "Belum dibaca"), bool(office.confirmed)
        said = "Jawabannya tidak dapat dipakai" if office.trouble in REFUSALS else "Tidak menjawab"
        shown = self._store.ages.shows_list(office.confirmed, self._now)
        return said + ("; ditampilkan daftar yang terakhir" if shown else "; tidak ditampilkan"), False

    def _changes(self) -> dict[str, bytes]:
        offices, news = {office.site.code: office for office in self.offices}, self._store.news(NEWS)
        entries = self._store.look_up([(each.office, each.id) for each in news if each.what != "gone"], self._now)
        items = [
            ChangeItem(each, offices[each.office], entries.get((each.office, each.id)))
            for each in news
            if each.office in offices and (each.what == "gone" or (each.office, each.id) in entries)
        ]
        groups = _grouped(items)[:NEWEST]
        return {
            "perubahan/index.html": self.render("perubahan.html.j2", root="../", here="perubahan/", groups=groups),
            "umpan.xml": self.render("umpan.xml.j2", items=items),
        }

    def _sitemaps(self) -> list[tuple[str, str]]:
        """The sitemaps of all offices, as their manifests name them."""
        known = [(office.site.address, office.confirmation) for office in self.offices]
        return [(address + path, each.updated) for address, each in known for path in each.sitemaps]

    def _is_old(self, at: str) -> bool:
        return age(at, self._now).days >= OLD

    def _age_words(self, at: str) -> str:
        days = (self._now.astimezone(ZONE).date() - datetime.fromisoformat(at).astimezone(ZONE).date()).days
        return "hari ini" if days <= 0 else "kemarin" if days == 1 else f"{days} hari lalu"


def _grouped(items: Iterable[ChangeItem]) -> list[ChangeGroup]:
    """An office that changed hundreds of entries hides no other office's."""
    alike = groupby(items, key=lambda item: (item.news.office, item.news.at, item.news.what))
    groups = [tuple(some) for _, some in alike]
    return [ChangeGroup(some[:TOLD], len(some[TOLD:])) for some in groups]


@cache
def _slugs() -> Mapping[str, str]:
    """Each class that is published, and its part of an address."""
    choices = load_template().choices["klasifikasi"]
    return {each.value: each.slug for each in choices if not each.excluded}


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(templates_folder("national_templates")), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters |= {"hari": long_day, "tanggal": lambda at: long_day(_day(at))}
    return made


def _day(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(ZONE).date().isoformat()


def _slug(name: str) -> str:
    """A name as a part of an address."""
    return "-".join(filter(None, (re.sub("[^a-z0-9]", "", word) for word in fold(name)))) or "lain"


def _assets() -> dict[str, bytes]:
    own, theirs = templates_folder("national_templates") / "assets", templates_folder("site_templates") / "assets"
    places = [*((own, path.name) for path in sorted(own.iterdir())), *((theirs, name) for name in ASSETS)]
    return {f"assets/{name}": (folder / name).read_bytes() for folder, name in places}
