"""Completing a tab at Google that people work in: what its layout lost, or never had, is put back around what is there.

No cell's content is part of any request here, except in the hidden tab of lists, which is sync's own. Dropdowns and
boxes come back where pasting took them away; a cell that holds something keeps its format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sync.template.template import Column
from sync.workbook import style as look
from sync.workbook.google import new_tab as google_drawn
from sync.workbook.google import tab_requests as google_tab
from sync.workbook.google.protection import OURS, Wanted, lacking, protections
from sync.workbook.google.spreadsheet import Seen, SeenTab
from sync.workbook.google.tab_requests import Placed
from sync.workbook.layout_gap import Gap, lacking_columns, runs, spelt

Json = dict[str, Any]


def completed(tab: SeenTab, kind: str, seen: Seen, wanted: Wanted, lists: str) -> Iterator[Gap]:
    """What this tab lacks."""
    template = wanted.template.tab(kind)
    placed = tab.placed(template)
    if placed is None:
        headers = ", ".join(column.header for column in template.columns[:4])
        yield Gap(tab.title, f"its header ({headers}, …) is not to be found; nothing is done here", sign="!")
        return
    if kind == "pilihan":
        yield from _lists(tab, placed, seen, wanted)
    yield from lacking_columns(tab.title, placed.tab, placed.at)
    yield from _notes(tab, placed)
    yield from _validations(tab, placed, wanted, lists)
    yield from _formats(tab, placed)
    yield from _colours(tab, placed, wanted)
    yield from _protections(tab, placed, seen, wanted)


def told(seen: Seen, wanted: Wanted, locales: Sequence[str]) -> Iterator[Gap]:
    """What only people should change in a spreadsheet that is in use."""
    found, zone = seen.raw.get("properties", {}), wanted.settings.office.timezone
    if found.get("locale") not in locales:
        yield Gap("", f"locale is {found.get('locale')}; Indonesian: File → Settings", sign="!")
    if found.get("timeZone") != zone:
        yield Gap("", f"time zone is {found.get('timeZone')}, dip.toml says {zone}: File → Settings", sign="!")


def _notes(tab: SeenTab, placed: Placed) -> Iterator[Gap]:
    """A note that somebody wrote stays."""
    if not google_tab.has_notes(placed.tab):
        return
    bare = [column for column, place in placed.columns() if not tab.cell(placed.header_row, place).get("note")]
    if bare:
        wishes = tuple(google_tab.notes(placed, bare))
        yield Gap(tab.title, f"notes on {', '.join(column.header for column in bare)}", wishes)


def _validations(tab: SeenTab, placed: Placed, wanted: Wanted, lists: str) -> Iterator[Gap]:
    for span, rule in google_drawn.validations(placed, tab.sheet, wanted.template, lists):
        place, rows = span["startColumnIndex"], range(span.get("startRowIndex", 0), span["endRowIndex"])
        bare = [row for row in rows if not _same_rule(tab.cell(row, place).get("dataValidation"), rule)]
        if bare:
            wishes = [google_tab.validation({**span, "startRowIndex": top, "endRowIndex": end}, rule)
                      for top, end in runs(bare)]  # fmt: skip
            what = "boxes" if rule["condition"]["type"] == "BOOLEAN" else "dropdowns"
            yield Gap(tab.title, f"{what} in {spelt(bare, place)}", tuple(wishes), sign="~")


def _same_rule(there: Json | None, rule: Json) -> bool:
    found, wish = (there or {}).get("condition", {}), rule["condition"]
    sources = ([v.get("userEnteredValue", "").replace("'", "") for v in c.get("values", [])] for c in (found, wish))
    return found.get("type") == wish["type"] and next(sources) == next(sources)


def _formats(tab: SeenTab, placed: Placed) -> Iterator[Gap]:
    """Cells that hold something keep what they have: a format of text would change how a number or a day reads."""
    for column, place in placed.columns():
        if column.writer == "sync" or look.number_format(column) != "@":
            continue
        bare = [row for row in range(placed.header_row + 1, placed.rows) if _open(tab.cell(row, place))]
        if bare:
            yield Gap(
                tab.title, f"format of text in {spelt(bare, place)}", tuple(_body(placed, column, bare)), sign="~"
            )


def _open(cell: Json) -> bool:
    kind = cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type")
    return kind != "TEXT" and not cell.get("formattedValue")


def _body(placed: Placed, column: Column, rows: Sequence[int]) -> Iterator[Json]:
    place = placed.at[column.role]
    for top, end in runs(rows):
        yield google_tab.body_look(placed, column, placed.area(place, place + 1, top, end))


def _colours(tab: SeenTab, placed: Placed, wanted: Wanted) -> Iterator[Gap]:
    there = [_trait(rule) for rule in tab.raw.get("conditionalFormats", [])]
    wishes = google_drawn.colours(placed, tab.sheet, wanted.template)
    lost = [rule for rule in wishes if _trait(rule) not in there]
    if lost:
        yield Gap(tab.title, f"{len(lost)} rules of colour", tuple(google_tab.coloured(lost, len(there))))


def _trait(rule: Json) -> tuple[Any, ...]:
    """A rule of colour, however far down it reaches."""
    condition = rule.get("booleanRule", {}).get("condition", {})
    texts = tuple(value.get("userEnteredValue") for value in condition.get("values", []))
    return condition.get("type"), texts, rule["ranges"][0].get("startColumnIndex", 0)


def _protections(tab: SeenTab, placed: Placed, seen: Seen, wanted: Wanted) -> Iterator[Gap]:
    there = tab.raw.get("protectedRanges", [])
    foreign = [rule for rule in there if not str(rule.get("description", "")).startswith(OURS)]
    for rule in foreign:
        if not rule.get("requestingUserCanEdit") and not rule.get("warningOnly"):
            name = rule.get("description") or "without description"
            yield Gap(tab.title, f"a protected range ({name}) keeps {wanted.robot} out: add it as an editor", sign="!")
    for what, wish in lacking(protections(placed, tab.sheet, wanted), there, seen.always):
        rule = next(iter(wish.values()))["protectedRange"]
        name = rule["description"].removeprefix(OURS)
        yield Gap(tab.title, f"“{name}” {what}", (wish,), sign="~" if "otherwise" in what else "+")


def _lists(tab: SeenTab, placed: Placed, seen: Seen, wanted: Wanted) -> Iterator[Gap]:
    rows = google_drawn.list_texts(wanted.template)
    differing = any(tab.sheet.text(r, c) != text for r, row in enumerate(rows) for c, text in enumerate(row))
    if differing:
        yield Gap(tab.title, "the lists behind the dropdowns", (google_tab.texts(placed, 0, rows),), sign="~")
    names = google_drawn.list_names(tab.id, wanted.template)
    wishes = tuple(google_drawn.named(names, seen.raw.get("namedRanges", [])))
    if wishes:
        yield Gap(tab.title, f"{len(wishes)} named ranges", wishes)
