"""The public site as bytes: path → content, pure. The same release, office and templates give the same bytes, always.

`render_site` is given a `Release` and passes each entry through the gate (`sync.site.gate`); pages and exports see
nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sync.model import Release
from sync.site.changes import FEED_LIMIT, Update, by_day, updates
from sync.site.exports import to_csv, to_json, to_search, to_xlsx
from sync.site.formatting import KINDS, years
from sync.site.gate import PublicEntry, public_exclusions, public_list
from sync.site.linked_data import entry_linked, to_catalogue, to_datapackage, to_jsonld
from sync.site.pages import OWN, SitePages, to_single_file
from sync.site.pagination import NO_YEAR, Block, blocks, cut, is_long
from sync.site.printed_list import paper_paths, printed_list
from sync.site.site_settings import SiteSettings
from sync.template.template import Template

FIRST = 20
"""How many entries of each class stand in `index.html` when the list is long."""


@dataclass(frozen=True)
class Group:
    """One class in the list: all of it, and what of it `index.html` shows."""

    slug: str
    name: str
    whole: tuple[PublicEntry, ...]
    entries: tuple[PublicEntry, ...]

    @property
    def total(self) -> int:
        """How many entries the class has."""
        return len(self.whole)


def render_site(
    release: Release, site: SiteSettings, template: Template, templates: Path | None = None
) -> dict[str, bytes]:
    """Every file of the site with `manifest.json`, sorted by path. `templates` is an office's own folder: a file
    found there wins over ours of the same name, which it may extend as `dip/<name>`. Raises `TemplateError` with file
    and line."""
    entries = public_list(release, site, template)
    groups = _groups(entries, template, FIRST if is_long(entries) else len(entries))
    data = _search_data(groups) if is_long(entries) else {}
    changes = updates(entries, release)
    pages = SitePages(site, template, templates)
    editions = [
        pages if language == OWN else SitePages(site, template, templates, language) for language in site.languages
    ]
    files = pages.assets() | _entry_pages(editions, entries) | printed_list(entries, release, site, template)
    for edition in editions:
        files |= _edition(edition, release, entries, groups, data, changes)
    whole = _groups(entries, template, len(entries))
    alone = {
        "sematan.html": to_single_file(pages, **_index_words(pages, release, entries, whole, {})),
        "404.html": pages.page("404.html.j2", "404.html"),
    }
    exports = _exports(entries, site, template, release)
    files |= _feeds(pages, release, changes, [path for path in files if path.endswith(".html")], entries)
    files |= alone | exports | {f"data/cari/{name}.js": script for name, script in data.items()}
    files["manifest.json"] = manifest(files, release.number, _notices(release, entries, site))
    return dict(sorted(files.items()))


def entry_path(id: str) -> str:
    """Where the page of an entry stands, for good."""
    return f"informasi/{id}/index.html"


def manifest(files: Mapping[str, bytes], number: int, notices: Sequence[str]) -> bytes:
    """What belongs to the site, for the doors: SHA-256 of every file but itself, and which pages are notices of
    withdrawal (a publish sends those first)."""
    document = {
        "release": number,
        "files": {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)},
        "withdrawn": sorted(notices),
    }
    return (json.dumps(document, indent=0) + "\n").encode()


def _notices(release: Release, entries: Sequence[PublicEntry], site: SiteSettings) -> list[str]:
    """The pages that say of an entry that it left."""
    shown = {entry.id for entry in entries}
    return [path for id, _ in release.withdrawn if id not in shown for path in _in_editions(entry_path(id), site)]


def _in_editions(path: str, site: SiteSettings) -> list[str]:
    """Where a page stands in each language."""
    return [path if language == OWN else f"{language}/{path}" for language in site.languages]


def _groups(entries: Sequence[PublicEntry], template: Template, shown: int) -> tuple[Group, ...]:
    """The public classes in their order, `shown` entries of each on the page; a class may be empty."""
    found: dict[str, list[PublicEntry]] = {}
    for entry in entries:
        found.setdefault(entry.klasifikasi, []).append(entry)
    return tuple(
        Group(choice.slug, choice.value, (whole := tuple(found.get(choice.value, ()))), whole[:shown])
        for choice in template.choices["klasifikasi"]
        if not choice.excluded
    )


def _search_data(groups: Sequence[Group]) -> dict[str, bytes]:
    cut_up: list[Block] = [block for group in groups for block in blocks(group.slug, group.whole)]
    return {block.name: to_search(block.slug, block.entries) for block in cut_up}


def _entry_pages(editions: Sequence[SitePages], entries: Sequence[PublicEntry]) -> dict[str, bytes]:
    """The page of every entry in every language."""
    files = {}
    for entry in entries:
        path, linked = entry_path(entry.id), entry_linked(entry, editions[0].site)
        for pages in editions:
            page = pages.page("informasi.html.j2", path, entry=entry, linked=pages.raw(linked))
            files[pages.folder + path] = page
    return files


def _edition(
    pages: SitePages,
    release: Release,
    entries: Sequence[PublicEntry],
    groups: Sequence[Group],
    data: Mapping[str, bytes],
    changes: Sequence[Update],
) -> dict[str, bytes]:
    """All pages in one language but those of the entries."""
    words = _index_words(pages, release, entries, groups, data)
    files = {"index.html": pages.page("index.html.j2", "index.html", **words)}
    if data:
        files |= _parts(pages, groups)
    shown = {entry.id for entry in entries}
    for id, day in release.withdrawn:
        if id not in shown:
            path = entry_path(id)
            files[path] = pages.page("ditarik.html.j2", path, id=id, day=day)
    path = "pemutakhiran/index.html"
    files[path] = pages.page("pemutakhiran.html.j2", path, days=by_day(changes))
    if pages.site.excluded_list:
        exclusions = public_exclusions(release, pages.site, pages.template)
        files["dik/index.html"] = pages.page("dik.html.j2", "dik/index.html", exclusions=exclusions)
    return {pages.folder + path: data for path, data in files.items()}


def _index_words(
    pages: SitePages,
    release: Release,
    entries: Sequence[PublicEntry],
    groups: Sequence[Group],
    data: Mapping[str, bytes],
) -> dict[str, object]:
    """What the list page shows."""
    number, day = release.establishment
    return {
        "groups": groups,
        "total": len(entries),
        "updated": release.updated,
        "number": number,
        "day": day,
        "units": _units(entries, pages.site),
        "years": sorted({year for entry in entries for year in years(entry)}, reverse=True),
        "blocks": [f"{name}?{hashlib.sha256(script).hexdigest()[:8]}" for name, script in data.items()],
        "papers": paper_paths(entries, pages.site, pages.template),
        "kinds": (*KINDS, *(choice.value for choice in pages.template.choices["bentuk"])),
    }


def _units(entries: Sequence[PublicEntry], site: SiteSettings) -> list[tuple[str, str]]:
    """The units that have entries, in the order of the list."""
    named = {entry.unit: entry.penguasa for entry in entries}
    order = [*(code for code in site.units if code in named), *sorted(named.keys() - site.units.keys())]
    return [(code, named[code]) for code in order]


def _parts(pages: SitePages, groups: Sequence[Group]) -> dict[str, bytes]:
    """The pages of a long list."""

    def named(name: str) -> str:
        text = pages.say("Tanpa tahun") if name == NO_YEAR else pages.site.units.get(name, name)
        return text.replace("-", "–") if text[0].isdecimal() else text

    files = {}
    for group in groups:
        for part in cut(group.slug, group.whole).pages():
            path = "/".join(("daftar", *part.path, "index.html"))
            files[path] = pages.page("daftar.html.j2", path, part=part, kelas=group.name, nama=named)
    return files


def _feeds(
    pages: SitePages, release: Release, changes: Sequence[Update], paths: Sequence[str], entries: Sequence[PublicEntry]
) -> dict[str, bytes]:
    """For programs that come by: the feed, what there is to index, and who may."""
    site = pages.site
    days = {path: entry.dimutakhirkan for entry in entries for path in _in_editions(entry_path(entry.id), site)}
    host = site.url.partition("://")[2].partition("/")[0] or "dip.invalid"
    files = {
        "feed.xml": pages.page(
            "feed.xml.j2", "feed.xml", items=changes[:FEED_LIMIT], updated=release.updated, tag=f"tag:{host},2026:"
        ),
        "robots.txt": pages.page("robots.txt.j2", "robots.txt"),
    }
    gone = _notices(release, entries, site)
    if site.url:
        shown = sorted(set(paths).difference(gone))
        addresses = [(path.removesuffix("index.html"), days.get(path, "")) for path in shown]
        files["sitemap.xml"] = pages.page("sitemap.xml.j2", "sitemap.xml", addresses=addresses)
    return files


def _exports(
    entries: Sequence[PublicEntry], site: SiteSettings, template: Template, release: Release
) -> dict[str, bytes]:
    return {
        "data/dip.csv": to_csv(entries),
        "data/dip.json": to_json(entries, site.name, release.updated),
        "data/dip.xlsx": to_xlsx(entries),
        "data/dip.jsonld": to_jsonld(entries, site, release.updated),
        "data/datapackage.json": to_datapackage(site, template.classes()),
        "data.json": to_catalogue(site, release.updated),
    }
