"""Tabs of a workbook that get another title. Where a formula, a chart or a link elsewhere names one of them, only a
spreadsheet program can change all of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from sync.errors import WorkbookError
from sync.message import say
from sync.workbook.xlsx.book import Book, XmlElement, children, parse
from sync.workbook.xlsx.row_stream import text_of

_TEXTS = re.compile(r"(^|/)(docProps|_xmlsignatures)/|/sharedStrings\.xml$|/(threaded)?comments", re.IGNORECASE)
"""Parts that hold what people wrote, and no reference."""
_VALUES = re.compile(rb"<(\w+:)?(is|v)>.*?</(\w+:)?(is|v)>", re.DOTALL)
"""What stands in cells."""


def with_titles(book: Book, titles: Mapping[str, str]) -> bytes:
    """The main part with these titles, and with the names (filters, print titles) that refer to them. Raises
    `WorkbookError` where anything else refers to one."""
    package = book.package
    root = parse(package.read(book.path), f"{package.name}, part {book.path}")
    for old, new in titles.items():
        for sheet in children(children(root, "sheets")[0], "sheet"):
            if sheet.get("name") == old:
                sheet.set("name", new)
        for name in root.iter("{*}definedName"):
            _renew(name, old, new)
        others = [part for part in package.names() if part != book.path and not _TEXTS.search(part)]
        refers = _reference(old)
        if refers.search(text_of(root)) or any(refers.search(_VALUES.sub(b"", package.read(part))) for part in others):
            raise WorkbookError(
                say(
                    "the tab “%(old)s” is named in formulas, links or charts of %(name)s, which only a spreadsheet "
                    "program can change: give it the title “%(new)s” there. Until then dip finds it under the old one.",
                    old=old, name=package.name, new=new,
                )
            )  # fmt: skip
    return text_of(root)


def _renew(name: XmlElement, old: str, new: str) -> None:
    quoted = "'" + new.replace("'", "''") + "'!"
    for form in (re.escape("'" + old.replace("'", "''") + "'!"), rf"(?<![\w.'!]){re.escape(old)}!"):
        name.text = re.sub(form, lambda _: quoted, name.text or "", flags=re.IGNORECASE)


def _reference(title: str) -> re.Pattern[bytes]:
    """What a reference to a tab looks like in XML, alone or as the end of a range of tabs."""
    forms = {escape(form, {'"': "&quot;"}) for form in (title, title.replace("'", "''"))}
    forms |= {form.replace("'", "&apos;") for form in forms}
    words = "|".join(re.escape(form) for form in forms)
    quote = "(?:'|&apos;)?"
    around = f'(?<![^\'"=(,;:&<>+*/ -])(?:{words})(?:{quote}!|:[^<!"]{{1,80}}!)|sheet="(?:{words})"'
    return re.compile(around.encode(), re.IGNORECASE)
