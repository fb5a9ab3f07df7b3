"""What a site publishes, read: `manifest.json` and `data/dip.json` as values, or the reason why they are not taken.

Nothing that a site says is believed before it was looked at: the digest is the manifest's, the form is that of
`data/schema/dip-1.json`, the code is the office's own. What is kept of an entry is what is shown or searched.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sync.links.link_result import LinkResult, Openness, reason_words
from sync.message import Message, say
from sync.plain_text import plain
from sync.site.data_description import SCHEMA_PATH, to_schema
from sync.site.manifest import parse_manifest
from sync.site.site_settings import SiteSettings

LIST = "data/dip.json"
_ENTRY_PAGE = re.compile(r"(?:[a-z]{2}/)?informasi/([A-Z]{2,5}-[0-9]{4,12})/index\.html")
_ID = re.compile(r"[A-Z]{2,5}-[0-9]{4,12}")
LONGEST = 4000
"""Letters that are kept of a text."""
_SITEMAP = re.compile(r"sitemap[a-z-]*\.xml")
_DIGEST = re.compile(r"[0-9a-f]{64}")

REFUSALS: Mapping[str, Message] = {
    "large": say("its file is larger than the setting `largest` allows"),
    "html": say("it answers with a page, not with data"),
    "manifest": say("its manifest.json cannot be read"),
    "no-list": say("its manifest.json names no data/dip.json with a digest"),
    "old-schema": say("it does not publish data/schema/dip-1.json: its dip is too old"),
    "older": say("it shows an older release than the one that was known; if it was set up anew: --anew"),
    "hash": say("data/dip.json is not the one that manifest.json names (perhaps it is being published just now)"),
    "schema": say("data/dip.json does not fit its schema"),
    "code": say("data/dip.json is the list of another office (its kode is not the code in offices.csv)"),
    "doubled": say("data/dip.json has an ID twice"),
    "contradiction": say("manifest.json names entries as withdrawn that data/dip.json still has"),
    "downgrade": say("it leads from https:// to http://"),
}
"""Why what a site answers is not taken, in words for the operator."""


def trouble_words(trouble: str) -> Message | str:
    """Why an office's list was not confirmed, for the operator: a slug of ours, of the links', or a status."""
    return REFUSALS.get(trouble) or reason_words(LinkResult(Openness.UNKNOWN, trouble, ""))


class NotTaken(Exception):
    """What a site answers is not taken; `reason` is a slug of `REFUSALS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ListEntry(NamedTuple):
    """What is kept of an entry: what is shown or searched."""

    id: str
    judul: str
    ringkasan: str
    penguasa: str
    penanggung_jawab: str
    waktu: str
    tempat: str
    bentuk: str
    klasifikasi: str
    ditetapkan: str
    dimutakhirkan: str


class SiteManifest(NamedTuple):
    """What counts of a site's manifest: the release, the digest of its list, the IDs of withdrawn entries, and its
    sitemaps."""

    release: int
    digest: str
    withdrawn: frozenset[str]
    sitemaps: tuple[str, ...]


class PublishedList(NamedTuple):
    """A list as it was read: the day that it names as its newest, and its entries."""

    updated: str
    entries: tuple[ListEntry, ...]


def read_site_manifest(data: bytes) -> SiteManifest:
    """Raises `NotTaken`."""
    manifest = parse_manifest(data)
    if manifest is None:
        raise NotTaken("html" if _is_page(data) else "manifest")
    digest = manifest.files.get(LIST, "")
    if not _DIGEST.fullmatch(digest) or not 0 <= manifest.release < 2**53:
        raise NotTaken("no-list")
    if SCHEMA_PATH not in manifest.files:
        raise NotTaken("old-schema")
    withdrawn = frozenset(page[1] for path in manifest.withdrawn if (page := _ENTRY_PAGE.fullmatch(path)))
    return SiteManifest(manifest.release, digest, withdrawn, tuple(sorted(filter(_SITEMAP.fullmatch, manifest.files))))


def read_published_list(data: bytes, manifest: SiteManifest, code: str) -> PublishedList:
    """The list of this office. Raises `NotTaken`."""
    if hashlib.sha256(data).hexdigest() != manifest.digest:
        raise NotTaken("html" if _is_page(data) else "hash")
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise NotTaken("schema") from None
    if not _fits(document):
        raise NotTaken("schema")
    if document["kode"] != code:
        raise NotTaken("code")
    entries = tuple(map(_kept, document["entries"]))
    ids = {entry.id for entry in entries}
    if len(ids) < len(entries):
        raise NotTaken("doubled")
    if ids & manifest.withdrawn:
        raise NotTaken("contradiction")
    return PublishedList(document["updated"] if _is_day(document["updated"]) else "", entries)


def _fits(document: Any) -> bool:
    try:
        return bool(_validator()(document))
    except RecursionError:
        return False


def _kept(record: Mapping[str, str]) -> ListEntry:
    """What is kept of an entry: a line of text each, of a length that fits a page. Raises `NotTaken` for an ID or a day
    that is none, though it looks like one: the schema's patterns cannot tell."""
    days = (record["ditetapkan"], record["dimutakhirkan"])
    if not _ID.fullmatch(record["id"]) or not all(not day or _is_day(day) for day in days):
        raise NotTaken("schema")
    return ListEntry(*(plain(record[key][:LONGEST]) for key in ListEntry._fields))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_page(data: bytes) -> bool:
    return data.lstrip()[:1] == b"<"


@cache
def _validator() -> Callable[[Any], bool]:
    """Our own schema of this version, whatever a site publishes under its name; classes are the templates'."""
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it brings no types

    from sync.template.loader import load_template

    schema = json.loads(to_schema(SiteSettings("", ""), load_template().classes()))
    check: Callable[[Any], bool] = Draft202012Validator(schema).is_valid
    return check
