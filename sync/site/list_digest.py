"""The digest of a list, printed on paper and shown at the list's own page, and that page's path.

It is made from what was approved alone, not from how an office calls its units or numbers its lists today: the same
list has the same digest for good.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from sync.release import ListPage, ReleasedEntry


def list_page(entries: Sequence[ReleasedEntry]) -> ListPage:
    """What a list is known by for good: the day of its newest approval, its digest, and how many entries it has."""
    return ListPage(max((entry.updated for entry in entries), default=""), list_digest(entries), len(entries))


def list_digest(entries: Sequence[ReleasedEntry]) -> str:
    """SHA-256 over ID, unit and content of each entry, in the order of IDs; 64 hex digits."""
    listed = [[each.id, each.unit, dict(sorted(each.content.items()))] for each in entries]
    text = json.dumps(sorted(listed, key=lambda each: str(each[0])), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def in_groups(digest: str) -> str:
    """As people compare it: groups of four signs."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def page_path(page: ListPage) -> str:
    """The path of the page, below the site's root."""
    return f"rilis/{page.day}-{page.digest[:8]}/"
