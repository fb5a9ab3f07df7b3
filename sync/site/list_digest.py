"""The digest of an established list, printed on paper and shown at the release's own page, and that page's path.

It is made from what was approved alone, not from how an office calls its units or numbers its lists today: the same
list has the same digest for good.
"""

from __future__ import annotations

import hashlib
import json

from sync.model import Release


def list_digest(release: Release) -> str:
    """SHA-256 over the entries of a release: ID, unit and content of each, in the order of IDs; 64 hex digits."""
    listed = [[each.id, each.unit, dict(sorted(each.content.items()))] for each in release.entries]
    text = json.dumps(sorted(listed, key=lambda each: str(each[0])), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def in_groups(digest: str) -> str:
    """As people compare it: groups of four signs."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def release_page(release: Release) -> str:
    """The path of the page for good of a release, below the site's root: its day and the first signs of its digest."""
    return f"rilis/{release.updated}-{list_digest(release)[:8]}/"
