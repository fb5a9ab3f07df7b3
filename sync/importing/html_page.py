"""The tables of a saved web page, with the links in their cells and the headings before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import html

from sync.cells.text import clean
from sync.importing.csv_file import decoded
from sync.importing.source_tab import SourceTab, SpannedGrid, titled
from sync.model import Link

_CHARSET = re.compile(rb"""<meta[^>]+charset=["']?([\w-]+)""", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_BLOCKS = frozenset({"p", "div", "li", "tr", "ul", "ol", "h1", "h2", "h3", "h4"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption", "strong")
_MOST = 500  # cells that one cell may cover: more is a mistake of the page


def read_html(data: bytes) -> list[SourceTab]:
    """Every table that holds no other table, in order."""
    text = _text_of(data)
    page = html.document_fromstring(text) if text.strip() else html.Element("html")
    address = _address(page, text)
    tabs: list[SourceTab] = []
    above: list[str] = []
    for element in page.iter("table", *_HEADINGS):
        if element.tag != "table":
            above.append(clean(_text(element)))
        elif not element.findall(".//table"):
            grid = _grid(element, address)
            caption = [_text(each) for each in element.iter("caption")]
            tabs.append(SourceTab(grid.sheet(), (*filter(None, above[-2:]), *caption)))
            above = []
    return titled(tabs)


def _text_of(data: bytes) -> str:
    """The page as text, without what a parser of text may not meet: the declaration of its encoding."""
    named = _CHARSET.search(data[:4096])
    try:
        text = data.decode(named[1].decode("ascii")) if named else decoded(data)
    except (LookupError, UnicodeDecodeError):
        text = decoded(data)
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))


def _address(page: html.HtmlElement, text: str) -> str:
    """Where the page came from, so that its links without a host lead somewhere; empty if it does not say."""
    for path in ("//base/@href", "//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        addresses = page.xpath(path)
        if isinstance(addresses, list) and addresses and str(addresses[0]).startswith("http"):
            return str(addresses[0])
    saved = _SAVED_FROM.search(text[:2000])
    return saved[1] if saved else ""


def _grid(table: html.HtmlElement, address: str) -> SpannedGrid:
    grid = SpannedGrid()
    for row in table.iter("tr"):
        grid.new_row()
        for cell in row:
            if cell.tag in ("td", "th"):
                links = [link for link in _links(cell, address) if link.url]
                grid.put(_text(cell), links, down=_span(cell, "rowspan"), across=_span(cell, "colspan"))
    return grid


def _span(cell: html.HtmlElement, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), _MOST) if value.isdecimal() else 1


def _text(cell: html.HtmlElement) -> str:
    return clean("".join(_pieces(cell)), lines=True)


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    """The text as a browser breaks it into lines."""
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):  # a comment has a function for a tag
        return
    yield re.sub(r"\s+", " ", element.text or "")
    for child in element:
        breaks = child.tag in _BLOCKS or child.tag == "br"
        yield "\n" if breaks else ""
        yield from _pieces(child)
        yield "\n" if child.tag in _BLOCKS else ""
        yield re.sub(r"\s+", " ", child.tail or "")


def _links(cell: html.HtmlElement, address: str) -> Iterator[Link]:
    for anchor in cell.iter("a"):
        href = (anchor.get("href") or "").strip()
        if href and not href.startswith(("#", "javascript:", "mailto:", "tel:")):
            yield Link(clean(_text(anchor)), urljoin(address, href))
