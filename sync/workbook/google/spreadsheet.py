"""The layout of a spreadsheet at Google as it is: its tabs, their properties, and where their columns stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sync.model import Sheet
from sync.tabs.header_row import Columns, find_columns
from sync.tabs.tab_names import FoundTab
from sync.template.template import TabTemplate
from sync.workbook.google.cells import a1_range
from sync.workbook.google.protection import OURS, LayoutContext
from sync.workbook.google.tab_requests import Placed
from sync.workbook.tab_list import find_tabs

Json = dict[str, Any]

WHOLE = (
    "properties(title,locale,timeZone),namedRanges,sheets(properties(sheetId,title,index,hidden,sheetType,"
    "gridProperties(rowCount,columnCount,frozenRowCount)),protectedRanges,conditionalFormats(ranges,booleanRule("
    "condition)),filterViews(title),merges,tables(tableId,name))"
)
CELLS = (
    "sheets(properties(sheetId),data(startRow,startColumn,rowData(values("
    "formattedValue,note,dataValidation,userEnteredFormat(numberFormat(type))))))"
)

Get = Callable[[str, Sequence[str]], Json]
"""(mask, ranges) → `spreadsheets.get`"""


@dataclass(frozen=True)
class SpreadsheetTab:
    """One tab: its JSON, and its cells if it is one of ours."""

    raw: Json
    cells: Sequence[Sequence[Json]] = ()

    @property
    def id(self) -> int:
        """Its number; the first tab's is 0."""
        return int(self.raw["properties"].get("sheetId", 0))

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.raw["properties"]["title"])

    @property
    def rows(self) -> int:
        """How many rows its grid has."""
        return int(self.raw["properties"].get("gridProperties", {}).get("rowCount", 0))

    @cached_property
    def sheet(self) -> Sheet:
        """Its texts."""
        return Sheet(self.title, [[str(cell.get("formattedValue", "")) for cell in row] for row in self.cells])

    @cached_property
    def blank(self) -> bool:
        """Whether nothing was ever put into its cells."""
        filled = (cell.get("formattedValue") or cell.get("note") for row in self.cells for cell in row)
        return self.rows > 0 and not any(filled)

    def cell(self, row: int, column: int) -> Json:
        """A cell; empty outside of what was read."""
        line = self.cells[row] if row < len(self.cells) else ()
        return line[column] if column < len(line) else {}

    def placed(self, tab: TabTemplate) -> Placed | None:
        """Where the template's columns stand; None if its header is not to be found."""
        if not tab.columns:
            return Placed(self.id, self.title, tab, self.rows, 0, {})
        columns = find_columns(self.sheet, tab, ())
        if not isinstance(columns, Columns):
            return None
        return Placed(self.id, self.title, tab, self.rows, columns.header_row, columns.at)


@dataclass(frozen=True)
class Spreadsheet:
    """A spreadsheet as its layout was read.

    raw              the JSON of `spreadsheets.get`
    tabs             title → tab, in their order
    service_account  the address under which sync works; empty if it is not known
    owner            the owner's address as `dip.toml` names it
    """

    raw: Json
    tabs: Mapping[str, SpreadsheetTab] = field(default_factory=dict)
    service_account: str = ""
    owner: str = ""

    def find_ours(self, context: LayoutContext) -> Iterator[tuple[str, str, FoundTab]]:
        """Every tab a whole workbook has, in order: its title, its kind, and which tab of the spreadsheet it is."""
        return find_tabs(self.tabs, context.template, context.settings.units)

    @cached_property
    def always(self) -> frozenset[str]:
        """Whom Google lets edit every closed range of ours besides those asked for: the owner, and the service account
        where its address is not known."""
        rules = [rule for tab in self.tabs.values() for rule in tab.raw.get("protectedRanges", [])]
        closed = [rule for rule in rules if str(rule.get("description", "")).startswith(OURS) and "editors" in rule]
        users = [{user.casefold() for user in rule["editors"].get("users", [])} for rule in closed]
        known: set[str] = set.intersection(*users) - {self.service_account.casefold()} if users else set()
        if self.owner:
            known &= {self.owner.casefold()} if self.service_account else known
        return frozenset(known) if len(known) <= (1 if self.service_account else 2) else frozenset()


def read_layout(get: Get, context: LayoutContext) -> Spreadsheet:
    """Two requests: the tabs with their properties, then the cells of those that are ours (or of the only one)."""
    raw, owner = get(WHOLE, ()), context.settings.workbook.owner
    tabs = {tab.title: tab for tab in map(SpreadsheetTab, raw.get("sheets", []))}
    spreadsheet = Spreadsheet(raw, tabs, context.service_account, owner)
    titles = [tab.title for _, _, tab in spreadsheet.find_ours(context) if tab.title and tabs[tab.title].rows]
    titles = titles or (list(tabs) if len(tabs) == 1 else [])
    if not titles:
        return spreadsheet
    cells = {}
    for sheet in get(CELLS, [a1_range(title) for title in titles]).get("sheets", []):
        cells[int(sheet["properties"].get("sheetId", 0))] = _grid(sheet.get("data", []))
    tabs = {title: SpreadsheetTab(tab.raw, cells.get(tab.id, ())) for title, tab in tabs.items()}
    return Spreadsheet(raw, tabs, context.service_account, owner)


def _grid(data: Sequence[Json]) -> list[list[Json]]:
    for part in data:
        left: list[Json] = [{}] * part.get("startColumn", 0)
        rows = [[*left, *row.get("values", [])] for row in part.get("rowData", [])]
        above: list[list[Json]] = [[] for _ in range(part.get("startRow", 0))]
        return above + rows
    return []
