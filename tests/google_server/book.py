"""A spreadsheet as a value: a change works on a copy, and the copy takes its place when the change succeeded."""

from __future__ import annotations

import copy
import random
from typing import Any

from . import a1
from .a1 import Area, Corners
from .errors import MOST_CELLS, PROTECTED, TOO_MANY_CELLS, UNPARSABLE, Refusal, bad
from .sheet import Sheet

Json = dict[str, Any]

WHITE = {"red": 1, "green": 1, "blue": 1}
DEFAULT_FORMAT: Json = {
    "backgroundColor": WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": WHITE},
}
THEME: Json = {  # recorded, the same in every recording
    "primaryFontFamily": "Arial",
    "themeColors": [
        {"colorType": kind, "color": {"rgbColor": color}}
        for kind, color in (
            ("TEXT", {}),
            ("BACKGROUND", WHITE),
            ("ACCENT1", {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275}),
            ("ACCENT2", {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314}),
            ("ACCENT3", {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275}),
            ("ACCENT4", {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902}),
            ("ACCENT5", {"red": 1, "green": 0.42745098, "blue": 0.003921569}),
            ("ACCENT6", {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706}),
            ("LINK", {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}),
        )
    ],
}


def grid_properties(title: str, index: int, sheet_id: int, rows: int = 1000, columns: int = 26) -> Json:
    return {
        "sheetId": sheet_id,
        "title": title,
        "index": index,
        "sheetType": "GRID",
        "gridProperties": {"rowCount": rows, "columnCount": columns},
    }


class Book:
    """Sheets, names and settings. `revision` counts every change."""

    def __init__(self, id: str, title: str, numbers: random.Random, time_zone: str = "Etc/GMT"):
        self.id = id
        self.numbers = numbers
        self.revision = 0
        self.actor = Actor("", owner=True)
        self.properties: Json = {
            "title": title,
            "locale": "en_US",
            "autoRecalc": "ON_CHANGE",
            "timeZone": time_zone,
            "defaultFormat": copy.deepcopy(DEFAULT_FORMAT),
            "spreadsheetTheme": copy.deepcopy(THEME),
        }
        self.sheets = [Sheet(grid_properties("Sheet1", 0, 0))]
        self.names: list[Json] = []
        self.metadata: list[Json] = []
        self.threads: list[Json] = []
        self.sources: list[Json] = []
        self.moment = ""
        """When the change under way is made."""
        self.metadata_follows_sort = False
        self.refuse_invalid = False
        self.owner_email = ""

    def copied(self, actor: Actor) -> Book:
        """The copy a change works on."""
        twin = Book.__new__(Book)
        twin.__dict__.update(self.__dict__)
        twin.actor = actor
        twin.properties = copy.deepcopy(self.properties)
        twin.sheets = [sheet.copied() for sheet in self.sheets]
        twin.names = copy.deepcopy(self.names)
        for name in ("metadata", "threads", "sources"):
            setattr(twin, name, copy.deepcopy(getattr(self, name)))
        twin.revision = self.revision + 1
        return twin

    @property
    def locale(self) -> str:
        return str(self.properties["locale"])

    # --- finding

    def sheet(self, sheet_id: Any, what: str = "grid") -> Sheet:
        for sheet in self.sheets:
            if sheet.id == int(sheet_id or 0):
                return sheet
        raise bad(f"No {what} with id: {int(sheet_id or 0)}")

    def by_title(self, title: str) -> Sheet | None:
        exact = [sheet for sheet in self.sheets if sheet.title == title]
        loose = [sheet for sheet in self.sheets if sheet.title.lower() == title.lower()]
        return next(iter(exact + loose), None)

    def new_id(self, taken: set[int]) -> int:
        while True:
            number = self.numbers.randrange(10_000_000, 2_147_483_647)
            if number not in taken:
                return number

    def new_sheet_id(self) -> int:
        return self.new_id({sheet.id for sheet in self.sheets})

    def renumber(self) -> None:
        for index, sheet in enumerate(self.sheets):
            sheet.properties["index"] = index

    # --- ranges

    def read_range(self, text: str) -> tuple[Sheet, Corners]:
        """A range in A1 notation: cells, a tab's title, or a named range with or without the tab's title [recorded]."""
        title, rest, was_quoted = a1.split(text)
        if title is None and not was_quoted and rest is not None:
            found = a1.corners(rest) if not self._is_title(rest) else None
            if found is not None:
                return self.sheets[0], found
            sheet = self.by_title(rest)
            if sheet is not None:
                return sheet, Corners(None, None, None, None)
            return self._named(rest, text)
        sheet = self.by_title(title) if title is not None else None
        if sheet is None:
            raise bad(UNPARSABLE + text)
        if rest is None:
            return sheet, Corners(None, None, None, None)
        found = a1.corners(rest)
        return (sheet, found) if found is not None else self._named(rest, text)

    def _is_title(self, text: str) -> bool:
        """A bare title that also reads as a cell means the cell; anything else means the tab."""
        return a1.corners(text) is None or (":" in text and self.by_title(text) is not None)

    def _named(self, name: str, text: str) -> tuple[Sheet, Corners]:
        for named in self.names:
            if named["name"].lower() == name.lower():
                span = named.get("range", {})
                return self.sheet(span.get("sheetId", 0)), open_corners(span)
        for sheet in self.sheets:
            for table in sheet.tables:
                if table.get("name", "").lower() == name.lower():
                    return sheet, open_corners(table["range"])
        raise bad(UNPARSABLE + text)

    def area_of(self, text: str) -> tuple[Sheet, Area]:
        """The cells of a range in A1 notation; one that lies wholly outside the grid is refused."""
        sheet, corners = self.read_range(text)
        area = sheet.area(corners)
        if area.height <= 0 or area.width <= 0:
            raise outside(sheet, corners)
        return sheet, area

    def grid_area(self, span: Json) -> tuple[Sheet, Area]:
        """The cells of a GridRange."""
        sheet = self.sheet(span.get("sheetId", 0))
        corners = open_corners(span)
        area = sheet.area(corners)
        if area.top >= sheet.height or area.left >= sheet.width:
            raise outside(sheet, corners)
        if area.height <= 0 or area.width <= 0:
            raise bad("Range must not be empty")
        return sheet, area

    # --- guards

    def guard(self, sheet: Sheet, area: Area) -> None:
        """Refuses a change to cells that are protected from the one who makes it [reported live]."""
        if self.actor.owner:
            return
        for rule in sheet.protected:
            if not rule.get("warningOnly") and not self.actor.edits(rule) and self._covers(sheet, rule, area):
                raise bad(PROTECTED)

    def _covers(self, sheet: Sheet, rule: Json, area: Area) -> bool:
        covered = self.protected_area(sheet, rule)
        if covered is None or not covered.meets(area):
            return False
        common = covered.within(area)
        free = [sheet.area(open_corners(span)) for span in rule.get("unprotectedRanges", [])]
        return not any(part.holds(common) for part in free)

    def protected_area(self, sheet: Sheet, rule: Json) -> Area | None:
        if "namedRangeId" in rule:
            for named in self.names:
                if named["namedRangeId"] == rule["namedRangeId"]:
                    span = named.get("range", {})
                    return sheet.area(open_corners(span)) if span.get("sheetId", 0) == sheet.id else None
            return None
        return sheet.area(open_corners(rule.get("range", {})))

    def check_size(self) -> None:
        if sum(sheet.height * sheet.width for sheet in self.sheets) > MOST_CELLS:
            raise bad(TOO_MANY_CELLS)


class Actor:
    """Who makes a change, and whether the file is theirs."""

    def __init__(self, email: str, owner: bool = False, same_domain: bool = False):
        self.email, self.owner, self.same_domain = email, owner, same_domain

    def edits(self, rule: Json) -> bool:
        """Whether a protected range is open to them; the owner of the file always may [documentation]."""
        editors = rule.get("editors", {})
        listed = self.email.lower() in {user.lower() for user in editors.get("users", [])}
        return self.owner or listed or bool(editors.get("domainUsersCanEdit") and self.same_domain)


def open_corners(span: Json) -> Corners:
    """A GridRange: a missing side is open."""
    return Corners(
        span.get("startRowIndex"), span.get("endRowIndex"), span.get("startColumnIndex"), span.get("endColumnIndex")
    )


def outside(sheet: Sheet, corners: Corners) -> Refusal:
    """A range that begins beyond the grid [reported live]."""
    bottom, right = corners.bottom or sheet.height, corners.right or sheet.width
    area = Area(corners.top or 0, max(bottom, 1), corners.left or 0, max(right, 1))
    area = area._replace(bottom=max(area.bottom, area.top + 1), right=max(area.right, area.left + 1))
    return bad(f"Range ({sheet.label(area)}) exceeds grid limits. Max rows: {sheet.height}, max columns: {sheet.width}")
