"""`batchUpdate`: every kind by its name, all of them or none."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from . import cells, comments, embedded, metadata, moves, overlays, sheets, sources, texts
from .book import Book
from .errors import Refusal, bad

Json = dict[str, Any]
Change = Callable[[Book, Json], Json]

KINDS: dict[str, Change] = {
    "updateSpreadsheetProperties": sheets.update_spreadsheet,
    "addSheet": sheets.add_sheet,
    "deleteSheet": sheets.delete_sheet,
    "duplicateSheet": sheets.duplicate_sheet,
    "updateSheetProperties": sheets.update_sheet,
    "updateDimensionProperties": sheets.update_dimension,
    "autoResizeDimensions": sheets.auto_resize,
    "updateCells": cells.update_cells,
    "repeatCell": cells.repeat_cell,
    "appendCells": cells.append_cells,
    "setDataValidation": cells.set_validation,
    "updateBorders": cells.update_borders,
    "mergeCells": cells.merge_cells,
    "unmergeCells": cells.unmerge_cells,
    "insertDimension": moves.insert_dimension,
    "appendDimension": moves.append_dimension,
    "deleteDimension": moves.delete_dimension,
    "moveDimension": moves.move_dimension,
    "insertRange": moves.insert_range,
    "deleteRange": moves.delete_range,
    "sortRange": moves.sort_range,
    "randomizeRange": moves.randomize,
    "copyPaste": moves.copy_paste,
    "cutPaste": moves.cut_paste,
    "pasteData": moves.paste_data,
    "findReplace": texts.find_replace,
    "trimWhitespace": texts.trim_whitespace,
    "deleteDuplicates": texts.delete_duplicates,
    "textToColumns": texts.text_to_columns,
    "addNamedRange": overlays.add_name,
    "updateNamedRange": overlays.update_name,
    "deleteNamedRange": overlays.delete_name,
    "addProtectedRange": overlays.add_protection,
    "updateProtectedRange": overlays.update_protection,
    "deleteProtectedRange": overlays.delete_protection,
    "setBasicFilter": overlays.set_filter,
    "clearBasicFilter": overlays.clear_filter,
    "addConditionalFormatRule": overlays.add_condition,
    "updateConditionalFormatRule": overlays.update_condition,
    "deleteConditionalFormatRule": overlays.delete_condition,
    "addDimensionGroup": overlays.add_group,
    "updateDimensionGroup": overlays.update_group,
    "deleteDimensionGroup": overlays.delete_group,
    "duplicateFilterView": embedded.duplicate_view,
    "deleteEmbeddedObject": embedded.delete_object,
    "updateEmbeddedObjectPosition": embedded.update_position,
    "updateEmbeddedObjectBorder": embedded.update_border,
    "updateChartSpec": embedded.update_chart,
    "updateSlicerSpec": embedded.update_slicer,
    "autoFill": embedded.auto_fill,
    "createDeveloperMetadata": metadata.add,
    "updateDeveloperMetadata": metadata.update,
    "deleteDeveloperMetadata": metadata.delete,
    "insertComment": comments.insert,
    "addCommentReply": comments.reply,
    "updateCommentPost": comments.update_post,
    "deleteComment": comments.delete,
    "deleteCommentReply": comments.delete_reply,
    "addDataSource": sources.add,
    "updateDataSource": sources.update,
    "deleteDataSource": sources.delete,
    "refreshDataSource": sources.refresh,
    "cancelDataSourceRefresh": sources.cancel,
}


def _object_change(act: Callable[[Book, str, Json], Json], noun: str) -> Change:
    return lambda book, request: act(book, noun, request)


for _noun in overlays.LISTS:
    KINDS[f"add{_noun}"] = _object_change(overlays.add_object, _noun)
    if _noun in {"FilterView", "Banding", "Table"}:
        KINDS[f"update{_noun}"] = _object_change(overlays.update_object, _noun)
        KINDS[f"delete{_noun}"] = _object_change(overlays.delete_object, _noun)


def apply(book: Book, requests: list[Json]) -> list[Json]:
    """Changes `book` in place, request by request; the caller throws it away when one is refused [documentation]."""
    if not requests:
        raise bad("Must specify at least one request.")
    return [_one(book, place, request) for place, request in enumerate(requests)]


def _one(book: Book, place: int, request: Json) -> Json:
    kind = next((name for name, body in request.items() if body is not None), None)
    if kind is None:
        raise bad(f"Invalid requests[{place}]: No request set.")
    change = KINDS.get(kind) or partial(_unknown, kind)
    try:
        return change(book, without_nulls(request[kind]))
    except Refusal as refusal:
        if refusal.code == 400:
            refusal.message = f"Invalid requests[{place}].{kind}: {refusal.message}"
        raise


def without_nulls(given: Any) -> Any:
    """A field that is null is one that was not sent."""
    if isinstance(given, dict):
        return {name: without_nulls(item) for name, item in given.items() if item is not None}
    return [without_nulls(item) for item in given] if isinstance(given, list) else given


def _unknown(kind: str, book: Book, request: Json) -> Json:
    raise cells.refuse_kind(kind)
