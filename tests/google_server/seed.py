"""Spreadsheets to begin with, from plain data.

`{"spreadsheets": [{"id", "title", "owner", "share": {email: role}, "locale", "sheets": [{"title", "rows", "columns",
"values": [[…]]}]}]}`; values are stored raw.
"""

from __future__ import annotations

from typing import Any

from . import values
from .a1 import Area
from .sheets import add_sheet
from .world import World

Json = dict[str, Any]


def plant(world: World, given: Json) -> None:
    for item in given.get("spreadsheets", []):
        file = world.create(item.get("title", "Untitled"), item.get("owner", world.robot), id=item.get("id", ""))
        book = file.book
        book.actor.owner = True
        book.properties["locale"] = item.get("locale", "en_US")
        if item.get("sheets"):
            book.sheets = []
        for place, tab in enumerate(item.get("sheets", [])):
            size = {"rowCount": tab.get("rows", 1000), "columnCount": tab.get("columns", 26)}
            add_sheet(book, {"properties": {"sheetId": place, "title": tab["title"], "gridProperties": size}})
            lines = tab.get("values", [])
            if lines:
                area = Area(0, len(lines), 0, max(map(len, lines)))
                values.put(book, book.sheets[place], area, lines, raw=True)
        for email, role in item.get("share", {}).items():
            world.share(book.id, email, role)
