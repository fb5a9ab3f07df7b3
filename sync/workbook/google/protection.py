"""Who may edit what at Google: the protections every tab should have, and what is missing of them.

Approval columns are open to the PPID and the service account (and always to the spreadsheet's owner). What sync writes
in `Induk` and in its own tabs is locked; in unit tabs the protection only warns, because a lock would keep people from
sorting their rows. A protection of ours is known by its description.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sync.message import say
from sync.model import Sheet
from sync.settings.settings import Settings
from sync.settings.units import folded_title
from sync.tabs.control_tab import read_control
from sync.template.template import Template
from sync.workbook.google.tab_requests import Placed
from sync.workbook.layout_gap import runs

Json = dict[str, Any]

OURS = "DIP Sync: "
_WHOSE = {"ppid": "diisi PPID", "desk": "diisi Desk Pelayanan Informasi", "panel": "diisi Tim Pertimbangan"}
_OWN = f"{OURS}diisi otomatis, jangan diubah"
_HEADERS = f"{OURS}judul kolom"
_UNIT = f"{OURS}diisi sub bagian ini"


@dataclass(frozen=True)
class LayoutContext:
    """Settings and templates that a layout has to follow. `service_account` is the address under which sync works,
    empty if it is not known (Google lets it in all the same)."""

    settings: Settings
    template: Template
    service_account: str

    def editors(self, people: Iterable[str] = ()) -> Json:
        """These people and the service account."""
        return {"users": list(dict.fromkeys(filter(None, [*people, self.service_account])))}

    def holders(self, role: str) -> tuple[str, ...]:
        """The addresses of a role of `dip.toml`."""
        addresses: tuple[str, ...] = getattr(self.settings.roles, role)
        return addresses


def protections(placed: Placed, sheet: Sheet, context: LayoutContext) -> list[Json]:
    """The ProtectedRanges a tab should have. `sheet` is its content: the control tab's lines stand anywhere."""
    match placed.tab.kind:
        case "unit":
            return [*_unit(placed, context), *_own_columns(placed, context, hard=False)]
        case "induk":
            return [*_own_columns(placed, context, hard=True), *_roles(placed, context)]
        case "kendali":
            return _control(placed, sheet, context)
        case "petunjuk":
            return [{"range": {"sheetId": placed.id}, "description": _OWN, "warningOnly": True}]
        case _:
            return [_locked({"sheetId": placed.id}, _OWN, context.editors())]


def _locked(span: Json, description: str, editors: Json) -> Json:
    return {"range": span, "description": description, "editors": editors}


def _own_columns(placed: Placed, context: LayoutContext, *, hard: bool) -> Iterator[Json]:
    mine = [place for column, place in placed.columns() if column.writer == "sync"]
    spans = [(placed.area(left, right), _OWN) for left, right in runs(mine)]
    right = max(placed.at.values()) + 1
    spans.append((placed.area(0, right, placed.header_row, placed.header_row + 1), _HEADERS))
    for span, description in spans:
        more: Json = {"editors": context.editors()} if hard else {"warningOnly": True}
        yield {"range": span, "description": description, **more}


def _roles(placed: Placed, context: LayoutContext) -> Iterator[Json]:
    """The PPID's columns always; those of desk and panel when `dip.toml` says who that is."""
    for role, words in _WHOSE.items():
        people = context.holders(role)
        if people or role == "ppid":
            places = [place for column, place in placed.columns() if column.writer == role]
            for left, right in runs(places):
                yield _locked(placed.area(left, right), OURS + words, context.editors(people))


def _unit(placed: Placed, context: LayoutContext) -> Iterator[Json]:
    """The whole tab for the people of its sub-division, when `dip.toml` says who they are."""
    title = folded_title(placed.title)
    for unit in context.settings.units:
        if unit.editors and title in map(folded_title, (unit.tab, *unit.aliases)):
            yield _locked({"sheetId": placed.id}, _UNIT, context.editors(unit.editors))
            return


def _control(placed: Placed, sheet: Sheet, context: LayoutContext) -> list[Json]:
    """The tab is locked but for the lines that people fill: those of the PPID are the PPID's, that of a unit is its
    people's when `dip.toml` says who they are."""
    units = context.settings.units
    titles = [unit.tab for unit in units]
    places = read_control(sheet, context.template, titles).places
    editors = {unit.tab: unit.editors for unit in units}
    spans, own = [], []
    lines = (line for line in context.template.tab("kendali").lines(titles) if line.writer != "sync")
    for line in sorted((line for line in lines if line.role in places), key=lambda line: places[line.role]):
        row, column = places[line.role]
        spans.append(placed.area(column, column + 1, row, row + 1))
        people = editors.get(line.role.partition(":")[2], ())
        if line.writer == "ppid":
            own.append(_locked(spans[-1], OURS + _WHOSE["ppid"], context.editors(context.holders("ppid"))))
        elif people:
            own.append(_locked(spans[-1], _UNIT, context.editors(people)))
    whole = _locked({"sheetId": placed.id}, _OWN, context.editors())
    return [whole | ({"unprotectedRanges": spans} if spans else {}), *own]


def lacking(desired: Sequence[Json], there: Sequence[Json], always: Collection[str] = ()) -> Iterator[tuple[str, Json]]:
    """What to do so that all of `desired` stands: (what is wrong, the request). Foreign protections are left alone."""
    ours = [rule for rule in there if str(rule.get("description", "")).startswith(OURS)]
    for rule in desired:
        same = [other for other in ours if _key(other) == _key(rule)]
        if not same:
            yield say("is not protected"), {"addProtectedRange": {"protectedRange": rule}}
        elif differing := _differing(rule, same[0], always):
            new = {**rule, "protectedRangeId": same[0]["protectedRangeId"]}
            yield (
                say("is protected otherwise"),
                {"updateProtectedRange": {"protectedRange": new, "fields": ",".join(differing)}},
            )


def _key(rule: Json) -> tuple[Any, ...]:
    """What makes two protections the same one: what it is for, and where."""
    span = rule.get("range", {})
    edges = ("startColumnIndex", "endColumnIndex", "startRowIndex", "endRowIndex")
    return rule.get("description"), *(span.get(edge) or 0 for edge in edges)


def _differing(rule: Json, there: Json, always: Collection[str]) -> list[str]:
    fields = []
    if bool(rule.get("warningOnly")) != bool(there.get("warningOnly")):
        fields.append("warningOnly")
    if not rule.get("warningOnly") and "editors" in there and not _same_people(rule, there, always):
        fields.append("editors")
    if len(rule.get("unprotectedRanges", [])) != len(there.get("unprotectedRanges", [])):
        fields.append("unprotectedRanges")
    return fields


def _same_people(rule: Json, there: Json, always: Collection[str]) -> bool:
    """Google adds the owner (and whoever protected) by itself."""
    desired = {user.casefold() for user in rule["editors"]["users"]}
    current = {user.casefold() for user in there["editors"].get("users", [])}
    more = {name for name in ("groups", "domainUsersCanEdit") if there["editors"].get(name)}
    return not more and desired <= current <= desired | set(always)
