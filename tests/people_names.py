"""People who rename tabs and add tabs of their own, in a workbook of lists, in a file, and at Google."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from tests.file_book import FileBook
from tests.google_book import GoogleBook
from tests.office import Office
from tests.workbooks import parts_of, zipped

NOTE = "Catatan rapat"


def titles_in(office: Office) -> list[str]:
    """The titles of all tabs, in order."""
    return list(office.book.read().titles)


def retitle(office: Office, names: Mapping[str, str]) -> None:
    """Give tabs another name. No library writes two names that differ by case alone; people's programs do."""
    book = office.book
    if isinstance(book, GoogleBook):
        book.read()
        ids = {title: book.people.sheet_id(title) for title in names}
        for title, other in names.items():
            properties = {"sheetId": ids[title], "title": other}
            book.people.edit({"updateSheetProperties": {"properties": properties, "fields": "title"}})
        book._look()
    elif isinstance(book, FileBook):
        book.read()
        parts = parts_of(book.path)
        root = etree.fromstring(parts["xl/workbook.xml"])
        for sheet in root.iter("{*}sheet"):
            sheet.set("name", names.get(sheet.get("name", ""), sheet.get("name", "")))
        book.path.write_bytes(zipped({**parts, "xl/workbook.xml": etree.tostring(root)}))
        book._show(book.door.read())
    else:
        book.tabs = {names.get(title, title): rows for title, rows in book.tabs.items()}


def add_tab(office: Office, title: str) -> None:
    """Add a tab with a note of people's own."""
    book = office.book
    if isinstance(book, GoogleBook):
        book.people.edit({"addSheet": {"properties": {"title": title}}})
        book.people.type(title, {(0, 0): NOTE})
        book._look()
    else:
        book.tabs["Sementara"] = [[NOTE]]
        retitle(office, {"Sementara": title})
