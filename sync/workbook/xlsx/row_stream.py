"""Long lists inside a part (the rows of a sheet, the shared strings), parsed piece by piece.

A whole tree of a large sheet would take gigabytes, and parsing it event by event takes three times as long. Pieces are
small enough to stay in the processor's cache: with larger ones reading a workbook takes half as long again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from sync.errors import WorkbookError
from sync.message import say
from sync.workbook.xlsx.book import XmlElement, parse

_STRETCH = 1 << 15
_OPENING = rb"<(?:([\w.-]+):)?%s(?=[\s/>])(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(/?)>"
_NAMESPACE = re.compile(rb"\sxmlns(?::[\w.-]+)?\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_DECLARED = re.compile(rb"<\?xml[^>]*encoding=[\"']([^\"']+)[\"']")


@dataclass(frozen=True)
class Bulk:
    """A part whose list lies between `begin` and `end`, and the prefix under which it writes its tags."""

    data: bytes
    prefix: bytes
    begin: int
    end: int
    where: str

    def around(self) -> XmlElement:
        """The part without its list."""
        return parse(self.data[: self.begin] + self.data[self.end :], self.where)

    def framed(self, around: XmlElement) -> bytes:
        """The part with something else around its list, whose bytes stay."""
        shell = open_bulk(text_of(around), "sheetData", self.where)
        return shell.data[: shell.begin] + self.data[self.begin : self.end] + shell.data[shell.end :]

    def items(self, name: str) -> Iterator[XmlElement]:
        """The elements of the list, in order. Raises `WorkbookError` if one is damaged."""
        tag = self.prefix + b"stretch"
        head = b"<" + tag + b"".join(sorted(set(_NAMESPACE.findall(self.data[: self.begin])))) + b">"
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
        for stretch in self._stretches(b"</" + self.prefix + name.encode()):
            try:
                yield from etree.fromstring(b"%s%s</%s>" % (head, stretch, tag), parser)
            except etree.XMLSyntaxError as error:
                raise WorkbookError(
                    say("%(where)s is damaged: %(error)s. Restore a backup copy.", where=self.where, error=error)
                ) from error

    def _stretches(self, closing: bytes) -> Iterator[bytes]:
        at = self.begin
        while at < self.end:
            cut = self.data.find(closing, min(at + _STRETCH, self.end), self.end)
            cut = self.end if cut < 0 else self.data.index(b">", cut) + 1
            yield self.data[at:cut]
            at = cut


def open_bulk(data: bytes, holder: str, where: str) -> Bulk:
    """Find the list in a part. Raises `WorkbookError` if it is not there."""
    data = plain(data, where)
    opening = re.search(_OPENING % holder.encode(), data)
    if opening is None:
        raise WorkbookError(
            say("%(where)s is damaged: it has no %(holder)s. Restore a backup copy.", where=where, holder=holder)
        )
    prefix = opening.group(1) + b":" if opening.group(1) else b""
    if opening.group(2):
        return Bulk(
            _opened(data, opening, prefix + holder.encode()), prefix, opening.end() - 1, opening.end() - 1, where
        )
    end = data.rfind(b"</" + prefix + holder.encode())
    if end < opening.end():
        raise WorkbookError(
            say("%(where)s is damaged: its %(holder)s has no end. Restore a backup copy.", where=where, holder=holder)
        )
    return Bulk(data, prefix, opening.end(), end, where)


def _opened(data: bytes, opening: re.Match[bytes], tag: bytes) -> bytes:
    """An empty list written as one tag, written as two."""
    return data[: opening.end() - 2] + b"></" + tag + b">" + data[opening.end() :]


def plain(data: bytes, where: str) -> bytes:
    """The same part in UTF-8 without comments, CDATA and entities of its own; itself if it is so already."""
    declared = _DECLARED.match(data[:200])
    utf8 = data[:1] == b"<" and (declared is None or declared.group(1).lower() in (b"utf-8", b"utf8"))
    return data if utf8 and b"<!" not in data else text_of(parse(data, where))


def text_of(root: XmlElement) -> bytes:
    """A tree as a part of a package."""
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True))
