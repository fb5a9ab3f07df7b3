"""Kinds of `batchUpdate` about what lies over the grid: names, protection, filters, colours, groups, metadata."""

from __future__ import annotations

import copy
import re
from typing import Any

from . import a1, mask
from .book import Book
from .cells import field_tree
from .color import paired
from .errors import PROTECTED, bad
from .moves import sort_area, span_of
from .sheet import COLUMNS, Sheet

Json = dict[str, Any]


def whole_range(book: Book, span: Json) -> tuple[Sheet, Json]:
    """A GridRange with its open ends filled in, as a filter's is given back [recorded]."""
    sheet, area = book.grid_area(span)
    return sheet, a1.grid_range(area, sheet.id)


def kept_range(span: Json) -> Json:
    return {name: value for name, value in span.items() if name != "sheetId" or value}


# --- named ranges


def _check_name(book: Book, name: str, own: str = "") -> None:
    if not re.fullmatch(r"[A-Za-z_]\w{0,249}", name) or a1.CELL_LIKE.fullmatch(name):
        raise bad(f"The name '{name}' is not valid for a named range.")
    if any(n["name"].lower() == name.lower() and n["namedRangeId"] != own for n in book.names):
        raise bad(f'A named range with the name "{name}" already exists. Please enter another name.')


def add_name(book: Book, request: Json) -> Json:
    given = request.get("namedRange") or {}
    _check_name(book, given.get("name", ""))
    book.grid_area(given.get("range", {}))
    found = {
        "namedRangeId": given.get("namedRangeId") or str(book.new_id({0})),
        "name": given["name"],
        "range": kept_range(given.get("range", {})),
    }
    if any(n["namedRangeId"] == found["namedRangeId"] for n in book.names):
        raise bad(f"A named range with ID {found['namedRangeId']} already exists.")
    book.names.append(found)
    return {"addNamedRange": {"namedRange": copy.deepcopy(found)}}


def _named(book: Book, name_id: Any) -> Json:
    for named in book.names:
        if named["namedRangeId"] == name_id:
            return named
    raise bad(f"No named range with id: {name_id}")


def update_name(book: Book, request: Json) -> Json:
    new = request.get("namedRange") or {}
    old = _named(book, new.get("namedRangeId"))
    tree = field_tree(request, "NamedRange", book)
    if "name" in tree:
        _check_name(book, new.get("name", ""), old["namedRangeId"])
    changed = mask.merged(old, {**new, "namedRangeId": old["namedRangeId"]}, tree)
    changed["range"] = kept_range(changed.get("range", {}))
    old.clear()
    old.update(changed)
    return {}


def delete_name(book: Book, request: Json) -> Json:
    book.names.remove(_named(book, request.get("namedRangeId")))
    return {}


# --- protected ranges


def _protection(book: Book, rule_id: Any) -> tuple[Sheet, Json]:
    for sheet in book.sheets:
        for rule in sheet.protected:
            if rule["protectedRangeId"] == rule_id:
                return sheet, rule
    raise bad(f"No protected range with ID: {rule_id}")


def _cleaned(book: Book, rule: Json) -> Json:
    """As Google keeps it: false and empty left out; whoever protects may edit [recorded]."""
    kept = {name: value for name, value in rule.items() if value not in (False, None, "", [])}
    kept.pop("requestingUserCanEdit", None)
    if "range" in kept:
        kept["range"] = kept_range(kept["range"])
    if kept.get("warningOnly"):
        kept.pop("editors", None)
        return kept
    editors = {name: value for name, value in (kept.get("editors") or {}).items() if value}
    users = list(editors.get("users", []))
    for email in (book.actor.email, book.owner_email):
        if email and email not in users:
            users.append(email)
    kept["editors"] = editors | {"users": users}
    return kept


def add_protection(book: Book, request: Json) -> Json:
    given = request.get("protectedRange") or {}
    if "range" in given:
        sheet = (
            book.grid_area(given["range"])[0]
            if len(given["range"]) > 1
            else book.sheet(given["range"].get("sheetId", 0))
        )
    elif "namedRangeId" in given:
        sheet = book.sheet(_named(book, given["namedRangeId"]).get("range", {}).get("sheetId", 0))
    else:
        raise bad("Must specify a range, a named range or a table to protect.")
    rule = {"protectedRangeId": given.get("protectedRangeId") or book.new_id({0}), **_cleaned(book, given)}
    if any(r["protectedRangeId"] == rule["protectedRangeId"] for s in book.sheets for r in s.protected):
        raise bad(f"A protected range with ID {rule['protectedRangeId']} already exists.")
    sheet.protected.append(rule)
    reply = copy.deepcopy(rule)
    if not rule.get("warningOnly"):
        reply["editors"] = {k: v for k, v in (given.get("editors") or {}).items() if v}
    reply["requestingUserCanEdit"] = True
    return {"addProtectedRange": {"protectedRange": reply}}


def _guard_rule(book: Book, rule: Json) -> None:
    if not rule.get("warningOnly") and not book.actor.edits(rule):
        raise bad(PROTECTED)


def update_protection(book: Book, request: Json) -> Json:
    new = request.get("protectedRange") or {}
    _, rule = _protection(book, new.get("protectedRangeId"))
    _guard_rule(book, rule)
    tree = field_tree(request, "ProtectedRange", book)
    changed = mask.merged(rule, {**new, "protectedRangeId": rule["protectedRangeId"]}, tree)
    rule_id = rule["protectedRangeId"]
    rule.clear()
    rule.update({"protectedRangeId": rule_id, **_cleaned(book, changed)})
    return {}


def delete_protection(book: Book, request: Json) -> Json:
    sheet, rule = _protection(book, request.get("protectedRangeId"))
    _guard_rule(book, rule)
    sheet.protected.remove(rule)
    return {}


# --- filters


def set_filter(book: Book, request: Json) -> Json:
    given = copy.deepcopy(request.get("filter") or {})
    sheet, span = whole_range(book, given.get("range", {}))
    if given.get("sortSpecs"):
        area = book.grid_area(span)[1]
        sort_area(book, sheet, area._replace(top=area.top + 1), given["sortSpecs"])
    sheet.basic_filter = {**given, "range": kept_range(span)}
    return {}


def clear_filter(book: Book, request: Json) -> Json:
    book.sheet(request.get("sheetId", 0)).basic_filter = None
    return {}


# --- things with an id that are kept as given

LISTS = {  # kind's noun → (list of the sheet, key of the object, its id)
    "FilterView": ("filter_views", "filter", "filterViewId"),
    "Banding": ("banded", "bandedRange", "bandedRangeId"),
    "Table": ("tables", "table", "tableId"),
    "Slicer": ("slicers", "slicer", "slicerId"),
    "Chart": ("charts", "chart", "chartId"),
}


def _place(book: Book, given: Json) -> Sheet:
    if "range" in given:
        return book.grid_area(given["range"])[0]
    anchor = given.get("position", {}).get("overlayPosition", {}).get("anchorCell", {})
    return book.sheet(anchor.get("sheetId", 0))


def add_object(book: Book, noun: str, request: Json) -> Json:
    where, key, name = LISTS[noun]
    given = paired(copy.deepcopy(request.get(key) or {}))
    sheet = _place(book, given)
    if "range" in given and noun != "FilterView":
        given["range"] = kept_range(whole_range(book, given["range"])[1])
    new = book.new_id({0})
    given[name] = given.get(name) or (str(new) if noun == "Table" else new)
    getattr(sheet, where).append(given)
    return {f"add{noun}": {key: copy.deepcopy(given)}}


def _object(book: Book, noun: str, wanted: Any) -> tuple[list[Json], Json]:
    where, _, name = LISTS[noun]
    for sheet in book.sheets:
        for item in getattr(sheet, where):
            if item.get(name) == wanted:
                return getattr(sheet, where), item
    raise bad(f"No {noun.lower()} with id: {wanted}")


def update_object(book: Book, noun: str, request: Json) -> Json:
    _, key, name = LISTS[noun]
    new = request.get(key) or {}
    _, item = _object(book, noun, new.get(name))
    schema = {"Banding": "BandedRange"}.get(noun, noun)
    changed = mask.merged(item, {**paired(new), name: item[name]}, field_tree(request, schema, book))
    item.clear()
    item.update(changed)
    return {}


def delete_object(book: Book, noun: str, request: Json) -> Json:
    name = LISTS[noun][2] if noun != "FilterView" else "filterId"
    items, item = _object(book, noun, request.get(name))
    items.remove(item)
    return {}


# --- conditional formats


def add_condition(book: Book, request: Json) -> Json:
    rule = paired(copy.deepcopy(request.get("rule") or {}))
    if not rule.get("ranges"):
        raise bad("Must specify at least one range.")
    spans = [whole_range(book, span) for span in rule["ranges"]]
    sheet = spans[0][0]
    rule["ranges"] = [kept_range(span) for _, span in spans]
    sheet.conditional.insert(request.get("index", 0), rule)
    return {}


def delete_condition(book: Book, request: Json) -> Json:
    sheet = book.sheet(request.get("sheetId", 0))
    index = int(request.get("index") or 0)
    if index >= len(sheet.conditional):
        raise bad(f"No conditional format on sheet: {sheet.id} at index: {index}")
    return {"deleteConditionalFormatRule": {"rule": sheet.conditional.pop(index)}}


def update_condition(book: Book, request: Json) -> Json:
    index = int(request.get("index") or 0)
    sheet = (
        book.sheet(request.get("sheetId", 0))
        if "sheetId" in request or "rule" not in request
        else (book.grid_area(request["rule"]["ranges"][0])[0])
    )
    if index >= len(sheet.conditional):
        raise bad(f"No conditional format on sheet: {sheet.id} at index: {index}")
    old = sheet.conditional.pop(index)
    new = paired(copy.deepcopy(request["rule"])) if "rule" in request else old
    at = int(request.get("newIndex") or (0 if "newIndex" in request else index))
    sheet.conditional.insert(at, new)
    reply = {"oldRule": old, "oldIndex": index, "newRule": new, "newIndex": at}
    return {"updateConditionalFormatRule": {k: v for k, v in reply.items() if v}}


# --- groups of rows or columns


def _groups(sheet: Sheet, axis: str) -> list[Json]:
    return [group for group in sheet.groups if group["range"]["dimension"] == axis]


def add_group(book: Book, request: Json) -> Json:
    sheet, axis, start, end = span_of(book, request.get("range", {}))
    span: Json = ({"sheetId": sheet.id} if sheet.id else {}) | {"dimension": axis, "startIndex": start, "endIndex": end}
    outer = [g for g in _groups(sheet, axis) if g["range"]["startIndex"] <= start and end <= g["range"]["endIndex"]]
    for group in _groups(sheet, axis):
        inside = start <= group["range"]["startIndex"] and group["range"]["endIndex"] <= end
        if inside and group not in outer:
            group["depth"] += 1
    sheet.groups.append({"range": span, "depth": len(outer) + 1})
    sheet.grid["columnGroupControlAfter" if axis == COLUMNS else "rowGroupControlAfter"] = True
    return {"addDimensionGroup": {"dimensionGroups": copy.deepcopy(_groups(sheet, axis))}}


def delete_group(book: Book, request: Json) -> Json:
    sheet, axis, start, end = span_of(book, request.get("range", {}))
    found = [g for g in _groups(sheet, axis) if g["range"]["startIndex"] == start and g["range"]["endIndex"] == end]
    if not found:
        raise bad(f"Cannot find a dimension group with range [{start}, {end}].")
    sheet.groups.remove(max(found, key=lambda group: int(group["depth"])))
    left = copy.deepcopy(_groups(sheet, axis))
    return {"deleteDimensionGroup": {"dimensionGroups": left} if left else {}}


def update_group(book: Book, request: Json) -> Json:
    new = request.get("dimensionGroup") or {}
    sheet, axis, start, end = span_of(book, new.get("range", {}))
    tree = field_tree(request, "DimensionGroup", book)
    for group in _groups(sheet, axis):
        same = group["range"]["startIndex"] == start and group["range"]["endIndex"] == end
        if same and group["depth"] == new.get("depth", 1):
            group.update(mask.merged(group, new, {k: v for k, v in tree.items() if k == "collapsed"}))
            return {}
    raise bad(f"Cannot find a dimension group with range [{start}, {end}].")
