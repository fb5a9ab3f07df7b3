"""Whether a page that a visitor gets is the one that was sent, though a service in between wrote into it.

Such a service hides e-mail addresses and adds scripts, banners and blanks. It takes away no words, and the page leads
to the same pages of ours: what a list no longer names has no link in it.
"""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

SILENT = ("script", "style", "noscript", "template")


class _Page(HTMLParser):
    """`words` that can be read, but e-mail addresses; `links` to pages of ours, which are relative, in their order."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.words: Counter[str] = Counter()
        self.links: list[str] = []
        self._silent = 0
        self.feed(data.decode("utf-8", "replace"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        link = dict(attrs).get("href") or "" if tag == "a" else ""
        if link and ":" not in link and not link.startswith(("/", "#")):
            self.links.append(link)

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in SILENT))

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.update(word for word in data.split() if "@" not in word)


def is_like(shown: bytes, sent: bytes) -> bool:
    """Whether what is shown leads where the page that was sent leads, and has every word of it."""
    there, ours = _Page(shown), _Page(sent)
    return there.links == ours.links and ours.words <= there.words
