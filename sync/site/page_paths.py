"""Where pages of the site stand."""

from __future__ import annotations

from collections.abc import Collection

from sync.release import Release
from sync.site.page_bytes import OWN
from sync.site.site_settings import SiteSettings


def entry_path(id: str) -> str:
    """Where the page of an entry stands, for good."""
    return f"informasi/{id}/index.html"


def entry_feed_path(id: str) -> str:
    """Where the feed of an entry stands, beside its page."""
    return f"informasi/{id}/umpan.xml"


def in_editions(path: str, site: SiteSettings) -> list[str]:
    """Where a page stands in each language."""
    return [path if language == OWN else f"{language}/{path}" for language in site.languages]


def notice_paths(release: Release, shown: Collection[str], site: SiteSettings) -> list[str]:
    """The pages and feeds that say of an entry that it left; `shown` are the IDs of those that are there."""
    gone = [each.id for each in release.withdrawn if each.id not in shown]
    pages = [path for id in gone for path in in_editions(entry_path(id), site)]
    return pages + [entry_feed_path(id) for id in gone if site.entry_feeds]
