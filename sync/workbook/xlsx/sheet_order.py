"""The order in which things stand in the XML of a sheet: a program that finds them otherwise calls the file damaged."""

from __future__ import annotations

from sync.workbook.xlsx.book import XmlElement, local

_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(_ORDER)}


def insert_in_order(around: XmlElement, element: XmlElement) -> None:
    """Put it where it belongs: behind everything that may stand before it, and behind others of its kind."""
    rank = _RANK[local(element)]
    place = 0
    for number, child in enumerate(around, 1):
        if _RANK.get(local(child), -1) <= rank:
            place = number
    around.insert(place, element)
