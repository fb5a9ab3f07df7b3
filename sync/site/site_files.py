"""The public site of a release: path → how the file is made. The same release, office, templates and program give the
same bytes, always.

`render_site` is given a `Release` and passes each entry through the gate (`sync.site.gate`); pages and exports see
nothing else. Nothing is rendered here: `build` asks for what a target lacks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from sync.release import ListPage, Release
from sync.settings.appearance import night_accent
from sync.site.browse_pages import class_pages, unit_pages, units_shown
from sync.site.build import Site
from sync.site.changes import Update, by_day, updates
from sync.site.exports import to_search
from sync.site.formatting import KINDS, years
from sync.site.gate import ListedEntry, PublicEntry, public_exclusions, public_list
from sync.site.keys import Keys, SiteFile
from sync.site.linked_data import entry_linked, list_linked
from sync.site.list_pages import first_decrees, list_pages
from sync.site.machine_files import entry_feeds, exports, feed_path, feeds, indexes
from sync.site.page_bytes import OWN, SitePages, single_file, site_assets, vocabulary
from sync.site.page_paths import entry_path, notice_paths
from sync.site.pagination import blocks, is_long
from sync.site.printed_list import POSTER_PATH, large_path, large_print, paper_paths, poster, printed_list
from sync.site.search_words import read_search_words, words_for
from sync.site.signed_decrees import SignedDecree, decree_files, offered, signed_decrees
from sync.site.site_settings import SiteSettings
from sync.site.template_files import read_template_files
from sync.template.template import Template

FIRST = 20
"""How many entries of each class stand in `index.html` when the list is long."""
SIZED = ("data/dip.", "data/dip-", POSTER_PATH)
"""How the paths begin of the downloads whose size is told."""

Files = dict[str, SiteFile]


@dataclass(frozen=True)
class Group:
    """One class in the list: all of it, and what of it `index.html` shows."""

    slug: str
    name: str
    whole: tuple[ListedEntry, ...]
    entries: tuple[ListedEntry, ...]

    @property
    def total(self) -> int:
        """How many entries the class has."""
        return len(self.whole)


def render_site(release: Release, site: SiteSettings, template: Template, templates: Path | None = None) -> Site:
    """Every file of the site, sorted by path; `manifest.json` is added when it is built. `templates` is an office's own
    folder: a file found there wins over ours of the same name, which it may extend as `dip/<name>`. Raises
    `TemplateError` for templates that cannot be read; mistakes in them show when a file is rendered."""
    own = templates or site.templates
    sources = read_template_files(own)
    given, site = site, replace(site, templates=None, decrees=None)  # a page must not depend on where these lie
    words = [vocabulary(template), template.classes(), night_accent(site.accent) if site.accent else ""]
    keys = Keys(sources.digest, site, words)
    editions = [SitePages(site, template, sources, keys, language) for language in site.languages]
    pages = next(edition for edition in editions if edition.language == OWN)
    entries = public_list(release, site, template)
    unnumbered = [entry.on_its_own() for entry in entries]
    changes = updates(entries, release)
    groups = _groups(entries, template, FIRST if is_long(entries) else len(entries))
    search = _search(pages, unnumbered) if is_long(entries) else {}
    decrees = signed_decrees(release, given.decrees)
    downloads = _downloads(pages, entries, release)
    files = _assets(pages) | downloads | _entry_pages(editions, unnumbered, release)
    files |= decree_files(decrees, given.decrees, pages.keys) | _changes_pages(
        editions, changes, decrees, units_shown(entries, site)
    )

    @cache
    def of_the_list() -> dict[str, object]:
        sizes = {path: len(file.render()) for path, file in downloads.items() if path.startswith(SIZED)}
        return {"kosakata": words_for(read_search_words(sources), entries), "sizes": sizes}

    for edition in editions:
        files |= _edition(edition, release, entries, groups, search, of_the_list)
        browsed = unit_pages(edition, unnumbered) | (class_pages(edition, unnumbered) if search else {})
        files |= {edition.folder + path: file for path, file in browsed.items()}
    whole = _groups(entries, template, len(entries))
    alone = {
        "sematan.html": single_file(pages, of_the_list, **_index_words(pages, release, entries, whole), blocks=[]),
        "404.html": pages.file("404.html.j2", "404.html"),
    }
    files |= feeds(pages, release, changes, unnumbered) | entry_feeds(pages, release, unnumbered)
    files |= indexes(pages, release, [path for path in files if path.endswith(".html")], entries)
    files |= alone | search | list_pages(editions, release, entries, decrees)
    notices = tuple(notice_paths(release, {entry.id for entry in entries}, site))
    files = dict(sorted(files.items()))

    def without(ids: Collection[str]) -> Site:
        less = replace(release, entries=tuple(entry for entry in release.entries if entry.id not in ids))
        return render_site(less, given, template, own)

    return Site(release.number, notices, files, render_without=without)


def _downloads(pages: SitePages, entries: Sequence[ListedEntry], release: Release) -> Files:
    """The list on paper and for programs. Each is made once: the list says how large they are."""
    papers = printed_list(entries, release, pages) | large_print(entries, release, pages) | poster(entries, pages)
    made = papers | exports(pages, entries, release)
    return {path: SiteFile(file.key, cache(file.render)) for path, file in made.items()}


def _groups(entries: Sequence[ListedEntry], template: Template, shown: int) -> tuple[Group, ...]:
    """The public classes in their order, `shown` entries of each on the page; a class may be empty."""
    by_class: dict[str, list[ListedEntry]] = {}
    for entry in entries:
        by_class.setdefault(entry.klasifikasi, []).append(entry)
    return tuple(
        Group(choice.slug, choice.value, (whole := tuple(by_class.get(choice.value, ()))), whole[:shown])
        for choice in template.choices["klasifikasi"]
        if not choice.excluded
    )


def _assets(pages: SitePages) -> Files:
    assets = site_assets(pages.files, pages.site)
    return {path: SiteFile(pages.keys.key(path, data), partial(bytes, data)) for path, data in assets.items()}


def _search(pages: SitePages, entries: Sequence[PublicEntry]) -> Files:
    """Search data of a long list, without numbers: those change with the list."""
    slugs = {each.value: each.slug for each in pages.template.choices["klasifikasi"] if not each.excluded}
    files = {}
    for block in blocks(entries):
        path = f"data/cari/{block.name}.js"
        make = cache(partial(to_search, block.entries, slugs))
        files[path] = SiteFile(pages.keys.key(path, block.entries), make)
    return files


def _entry_pages(editions: Sequence[SitePages], entries: Sequence[PublicEntry], release: Release) -> Files:
    """The page of every entry in every language."""
    decrees, versions = first_decrees(release), {entry.id: entry.version for entry in release.entries}
    files = {}
    for entry in entries:
        path = entry_path(entry.id)
        decreed = decrees.get((entry.id, versions[entry.id]), ())
        for pages in editions:
            linked = _linked(pages, entry)
            files[pages.folder + path] = pages.file("informasi.html.j2", path, linked, entry=entry, decreed=decreed)
    return files


def _changes_pages(
    editions: Sequence[SitePages],
    changes: Sequence[Update],
    decrees: Mapping[ListPage, SignedDecree],
    units: Sequence[tuple[str, str]],
) -> Files:
    """What changed, the feeds, and the signed decrees, in every language."""
    path, days, signed = "pemutakhiran/index.html", by_day(changes), offered(decrees)
    classes = [(each.slug, each.value) for each in editions[0].template.choices["klasifikasi"] if not each.excluded]
    of_parts = [(feed_path(name), shown) for name, shown in (*classes, *units)]
    return {
        pages.folder + path: pages.file("pemutakhiran.html.j2", path, days=days, decrees=signed, feeds=of_parts)
        for pages in editions
    }


def _linked(pages: SitePages, entry: PublicEntry) -> partial[dict[str, object]]:
    def linked() -> dict[str, object]:
        return {"linked": pages.raw(entry_linked(entry, pages.site))}

    return partial(linked)


def _edition(
    pages: SitePages,
    release: Release,
    entries: Sequence[ListedEntry],
    groups: Sequence[Group],
    search: Files,
    searched: Callable[[], Mapping[str, object]],
) -> Files:
    """All pages in one language but those of the entries, of classes, units and years, of lists and of changes."""

    def derived() -> dict[str, object]:
        """The words of the search, the sizes of the downloads, and the files of search data, each with what changes
        when it does."""
        scripts = ((path.rpartition("/")[2].removesuffix(".js"), file.render()) for path, file in search.items())
        linked = pages.raw(list_linked(pages.site, release.updated, len(entries)))
        stamps = [f"{name}?{hashlib.sha256(script).hexdigest()[:8]}" for name, script in scripts]
        return {**searched(), "linked": linked, "blocks": stamps}

    words = _index_words(pages, release, entries, groups)
    files = {"index.html": pages.file("index.html.j2", "index.html", derived, **words)}
    shown = {entry.id for entry in entries}
    for gone in release.withdrawn:
        if gone.id not in shown:
            files[entry_path(gone.id)] = pages.file("ditarik.html.j2", entry_path(gone.id), **gone._asdict())
    files["tentang/index.html"] = _about(pages, release)
    if pages.site.excluded_list:
        exclusions = public_exclusions(release, pages.site, pages.template)
        files["dik/index.html"] = pages.file("dik.html.j2", "dik/index.html", exclusions=exclusions)
    return {pages.folder + path: file for path, file in files.items()}


def _about(pages: SitePages, release: Release) -> SiteFile:
    """What the list is, and how to ask."""
    classes = [(each.slug, each.value) for each in pages.template.choices["klasifikasi"] if not each.excluded]
    number, day = release.establishment
    return pages.file("tentang.html.j2", "tentang/index.html", classes=classes, number=number, day=day)


def _index_words(
    pages: SitePages, release: Release, entries: Sequence[ListedEntry], groups: Sequence[Group]
) -> dict[str, object]:
    """What the list page shows."""
    number, day = release.establishment
    return {
        "groups": groups,
        "total": len(entries),
        "updated": release.updated,
        "number": number,
        "day": day,
        "units": units_shown(entries, pages.site),
        "years": sorted({year for entry in entries for year in years(entry)}, reverse=True),
        "papers": paper_paths(entries, pages.site, pages.template),
        "large": large_path(entries, pages.site),
        "kinds": (*KINDS, *(choice.value for choice in pages.template.choices["bentuk"])),
    }
