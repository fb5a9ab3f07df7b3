"""The whole list as one file, styles and script inside, for an office whose web site takes articles and attachments but
no folders."""

from __future__ import annotations

from sync.site.pages import Pages


def to_single_file(pages: Pages, **words: object) -> bytes:
    """`sematan.html`, from what the list page is made of; everything it links to it names in full."""
    assets = pages.assets()
    # A picture of its own would be a second file.
    style = assets["assets/dip.css"].decode().replace("url(kawung.svg)", "none")
    script = assets["assets/dip.js"].decode().replace("</", "<\\/")
    words |= {"root": pages.site.url, "top": pages.site.url, "gaya": pages.raw(style), "skrip": pages.raw(script)}
    return pages.page("sematan.html.j2", "sematan.html", **words)
