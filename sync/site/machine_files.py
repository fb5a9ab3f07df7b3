"""The files of the site that programs read: the list as data, feeds, the sitemap and what robots are told."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sync.release import Release
from sync.site.changes import FEED_LIMIT, Update
from sync.site.exports import to_csv, to_json, to_xlsx
from sync.site.gate import ListedEntry, PublicEntry
from sync.site.keys import SiteFile
from sync.site.linked_data import to_catalogue, to_datapackage, to_jsonld
from sync.site.page_bytes import SitePages
from sync.site.page_paths import entry_path, in_editions, notice_paths

Files = dict[str, SiteFile]


def feeds(
    pages: SitePages,
    release: Release,
    changes: Sequence[Update],
    paths: Sequence[str],
    entries: Sequence[PublicEntry],
) -> Files:
    """The feed, the sitemap and `robots.txt`."""
    site = pages.site
    host = site.url.partition("://")[2].partition("/")[0] or "dip.invalid"
    items, tag = changes[:FEED_LIMIT], f"tag:{host},2026:"
    files = {
        "feed.xml": pages.file("feed.xml.j2", "feed.xml", items=items, updated=release.updated, tag=tag),
        "robots.txt": pages.file("robots.txt.j2", "robots.txt"),
    }
    if site.url:
        days = {path: entry.dimutakhirkan for entry in entries for path in in_editions(entry_path(entry.id), site)}
        shown = sorted(set(paths).difference(notice_paths(release, {entry.id for entry in entries}, site)))
        addresses = [(path.removesuffix("index.html"), days.get(path, "")) for path in shown]
        files["sitemap.xml"] = pages.file("sitemap.xml.j2", "sitemap.xml", addresses=addresses)
    return files


def exports(pages: SitePages, entries: Sequence[ListedEntry], release: Release) -> Files:
    """The list for programs."""
    site, updated, classes = pages.site, release.updated, pages.template.classes()
    made = {
        "data/dip.csv": partial(to_csv, entries),
        "data/dip.json": partial(to_json, entries, site.name, updated),
        "data/dip.xlsx": partial(to_xlsx, entries),
        "data/dip.jsonld": partial(to_jsonld, entries, site, updated),
        "data/datapackage.json": partial(to_datapackage, site, classes),
        "data.json": partial(to_catalogue, site, updated),
    }
    given = pages.keys.key("data/", [entries, updated])
    return {path: SiteFile(pages.keys.key(path, given), make) for path, make in made.items()}
