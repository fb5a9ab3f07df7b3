"""What at a target is ours (rule 5): decided in one place, for every kind of target, from what lies there and from what
the office's own ledger and receipt know.

A file is ours
(a) if the journal or a sealed manifest there names it, or an unsealed manifest does that stands beside files of (b) and
    the receipt names its path, too;
(b) if it has a digest that the receipt records for its path, whatever server it is; but files that another office may
    have just so (`assets/`, the schema, robots.txt, a poster) prove nothing without one that says our list;
(c) if it stands at the receipt's address and path, and holds the ID or title of an entry that has to go, or cannot be
    searched as text.
So are manifest and journal at the receipt's address. Everything else is foreign: never changed, never removed, told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from sync.model import Manifest
from sync.site.manifest import MANIFEST, is_sealed

_LIST = re.compile(r"(?:[a-z]{2,3}/)?(?:index\.html|informasi/|daftar/|rilis/|data/dip\.)")
"""Files that say the office's own list, of every edition."""
UNSEARCHABLE = (".xlsx", ".pdf", ".gz", ".zip")


@dataclass(frozen=True)
class Evidence:
    """What is known before looking.

    `secret`: the ledger's.
    `digests`: path → every SHA-256 that the receipt records for it.
    `here`: whether the receipt is about this address.
    `paths`: what the receipt says was put at this address.
    `completed`: path → SHA-256 of the site that was completed here; None if none was.
    `sealed`: whether its manifest had a seal.
    `may_be_gone`: which of these a publish that was cut may have removed.
    """

    secret: str = field(default="", repr=False)
    digests: Mapping[str, Collection[str]] = field(default_factory=dict)
    here: bool = False
    paths: frozenset[str] = frozenset()
    completed: Mapping[str, str] | None = None
    sealed: bool = False
    may_be_gone: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ownership:
    """`known`: paths that are ours. `doubtful`: files at paths of ours with other content, ours if they hold what has
    to go. `proven`: whether something there shows that this is our site. `reserved`: whether the names of manifest,
    journal and staging folder are ours there."""

    known: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    proven: bool = False
    reserved: bool = False


def candidates(
    manifest: Manifest | None, journal: Mapping[str, str] | None, evidence: Evidence | None
) -> frozenset[str]:
    """Every path that may be ours: to be looked at."""
    named = {*manifest.files, MANIFEST} if manifest else set()
    return frozenset({*named, *(journal or ()), *(evidence.digests if evidence else ()), *_manifest_of_ours(evidence)})


def _manifest_of_ours(evidence: Evidence | None) -> Collection[str]:
    return (MANIFEST,) if evidence and evidence.digests else ()


def decide(
    manifest: Manifest | None, journal: Mapping[str, str] | None, digests: Mapping[str, str], evidence: Evidence | None
) -> Ownership:
    """What of the files there (`digests`: path → SHA-256) is ours. Without evidence the manifest there is believed."""
    named, cut = frozenset(manifest.files if manifest else ()), frozenset(journal or ())
    if evidence is None:
        known = cut | (named | {MANIFEST} if manifest else named)
        return Ownership(known, proven=bool(known), reserved=bool(known))
    recorded = _recorded(digests, evidence)
    if not seal_of(manifest, evidence):
        named = named & evidence.digests.keys() if recorded else frozenset()
    ours = recorded | named | cut
    proven = bool(cut) or any(path in digests and not path.startswith("assets/") for path in ours)
    reserved = proven or evidence.here or bool(named)
    if reserved:
        ours |= {MANIFEST}
    doubtful = frozenset(path for path in evidence.paths if path in digests) - ours
    opaque = frozenset(path for path in doubtful if path.endswith(UNSEARCHABLE))
    return Ownership(ours | opaque, doubtful - opaque, proven, reserved)


def _recorded(digests: Mapping[str, str], evidence: Evidence) -> frozenset[str]:
    """(b), or nothing if no file there says our list."""
    same = frozenset(path for path, digest in digests.items() if digest in evidence.digests.get(path, ()))
    return same if any(map(_LIST.match, same)) else frozenset()


def altered(
    manifest: Manifest | None, journal: Mapping[str, str] | None, digests: Mapping[str, str], evidence: Evidence | None
) -> tuple[str, ...]:
    """Files of ours that are neither what was put there nor what a publish that was cut made of them: somebody else
    changed or removed them."""
    completed = evidence.completed if evidence else None
    expected = completed if completed is not None else manifest.files if manifest else {}
    cut, gone = journal or {}, evidence.may_be_gone if evidence else frozenset()
    changed = []
    for path, digest in expected.items():
        recorded = evidence.digests.get(path, ()) if evidence else ()
        there = digests.get(path, "")
        if there not in {digest, cut.get(path, digest), *recorded} and not (not there and path in gone):
            changed.append(path)
    broken = evidence is not None and evidence.sealed and not seal_of(manifest, evidence)
    return tuple(sorted({*changed, *([MANIFEST] if broken else [])}))


def seal_of(manifest: Manifest | None, evidence: Evidence | None) -> bool | None:
    """Whether our ledger sealed the manifest; None if there is nothing to tell it by."""
    return None if evidence is None else manifest is not None and is_sealed(manifest, evidence.secret)


def claim(doubtful: Mapping[str, bytes], leaving: Collection[str]) -> frozenset[str]:
    """(c): which of the files hold one of the IDs and titles of what has to go."""
    spelt = {form for words in leaving if (text := _folded(words)) for form in _spellings(text)}
    return frozenset(path for path, data in doubtful.items() if spelt and _holds(data, spelt))


def _holds(data: bytes, spelt: Collection[str]) -> bool:
    text = _folded(data.decode("utf-8", "replace"))
    return any(form in text for form in spelt)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _spellings(text: str) -> tuple[str, ...]:
    """A text as HTML, JSON and addresses write it."""
    markup = escape(text)
    jinja = markup.replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    return tuple(_folded(form) for form in (text, markup, jinja, json.dumps(text)[1:-1], quote(text)))
