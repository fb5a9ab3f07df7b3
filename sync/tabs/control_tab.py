"""The control tab: the order to upload, the establishment, what sync reports there. A label in one cell, its value
to the right.

Labels are found wherever they stand; lines that are missing are added below. Sync writes only the values of its own
lines, and `Sekali` back to `Tahan` when its receipt is in (rules 8, 9).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sync.cells.cell import says_nothing
from sync.cells.period import period_days
from sync.cells.period_reading import read_period
from sync.cells.personal_data import personal_flaws
from sync.cells.text import CellValue, fold, is_blank, same_words
from sync.model import Address, Sheet, TabWrite, UploadOrder, Value
from sync.settings.units import Unit, folded_title
from sync.tabs.rows import covered_cells
from sync.template.template import TabTemplate, Template


@dataclass(frozen=True)
class Control:
    """`order` is a value of the closed list; `unreadable` is what stands in the cell if it is none, else None. `values`
    maps roles (`tab:` and `nihil:` with the title of a unit's tab) to text, `places` to the address of that text.
    `silent` are the roles whose value is no answer, with the range of the merge that covers it, or with nothing for a
    formula in error or without a value. `strays`: labels of lines that begin as a unit's and are no unit's. `exists` is
    false without the tab; `foreign`: it is somebody's own, nothing is read from it and nothing written. `old_order`:
    the `Sekali` in the cell came back with an older workbook, so `order` is to hold."""

    order: UploadOrder
    unreadable: str | None
    values: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Address] = field(default_factory=dict)
    end: int = 0
    exists: bool = True
    silent: Mapping[str, str] = field(default_factory=dict)
    foreign: bool = False
    strays: tuple[str, ...] = ()
    old_order: bool = False

    def value(self, role: str) -> str:
        """The text of a line, empty if it is not there."""
        return self.values.get(role, "")

    @property
    def establishment(self) -> tuple[str, str]:
        """Number and day (ISO) of the decision that established the list. What is no day is left out, and a number with
        personal data in it."""
        return self._decree("")

    @property
    def exemption_decree(self) -> tuple[str, str]:
        """The same of the decision on the list of exemptions."""
        return self._decree("_dik")

    def _decree(self, suffix: str) -> tuple[str, str]:
        number = self.value(f"nomor_penetapan{suffix}")
        read = read_period(self.value(f"tanggal_penetapan{suffix}"))
        first, last = ("", "") if read.flaws else period_days(read.value)
        return "" if personal_flaws(number) else number, first if first == last else ""

    def nihil(self, title: str) -> CellValue:
        """The period for which the unit of this tab says that it has nothing new."""
        text = self.value(f"nihil:{title}")
        return read_period(text) if text else CellValue("")


def read_control(sheet: Sheet | None, template: Template, tabs: Sequence[str]) -> Control:
    """Read `Kendali`. An order that is missing or cannot be read means to hold (rule 8)."""
    if sheet is None:
        return Control(UploadOrder.HOLD, "", exists=False)
    tab = template.tab("kendali")
    addresses, strays = _labels(sheet, tab, tabs)
    places = {role: there[0] for role, there in addresses.items()}
    # Two lines that say different things are nothing that can be read.
    typed = {
        role: (" / " if role == "perintah" else " | ").join(dict.fromkeys(t for t in texts if t or role == "perintah"))
        for role, there in addresses.items()
        if (texts := [sheet.text(*place).strip() for place in there])
    }
    values = typed | ({"perintah": sheet.text(*places["perintah"]).strip()} if "perintah" in places else {})
    covered = covered_cells(sheet, {place for _, place in places.values()})
    silent = {role: covered.get(place, "") for role, place in places.items() if _silent(sheet, place, covered)}
    values |= dict.fromkeys(silent, "")
    said = typed.get("perintah", "")
    orders = {fold(text): order for order, text in template.orders.items()}
    order = None if "?" in said or "perintah" in silent else orders.get(fold(said))
    return Control(
        order or UploadOrder.HOLD, None if order else said, values, places, len(sheet.rows), silent=silent,
        strays=tuple(strays),
    )  # fmt: skip


def _silent(sheet: Sheet, place: Address, covered: Mapping[Address, str]) -> bool:
    formula = sheet.formulas.get(place)
    return place in covered or says_nothing(sheet.text(*place)) or (formula is not None and not formula.stored)


def _labels(sheet: Sheet, tab: TabTemplate, tabs: Sequence[str]) -> tuple[dict[str, list[Address]], list[str]]:
    """Role → where its values stand, from the top: of a line that people fill everywhere, of another once. In one row
    the first label of a kind counts. Units' tabs differ by more than case and blanks, but perhaps by no more than a
    comma. Then the labels of filled lines that begin as a unit's and are no unit's."""
    lines = tab.lines(tabs)
    names = [(fold(name), label.role) for label in lines for name in (label.label, *label.aliases)]
    spelt = Counter(name for name, _ in names)
    roles = {name: role for name, role in names if spelt[name] == 1}
    exact = {folded_title(label.label): label.role for label in lines} | {folded_title(t): f"tab:{t}" for t in tabs}
    begins = tuple(filter(None, (fold(label.label.partition("{")[0]) for label in tab.labels if label.of_unit)))
    several = {label.role for label in lines if label.role == "perintah" or label.role.startswith("nihil:")}
    addresses: dict[str, list[Address]] = {}
    strays: list[str] = []
    for number, row in enumerate(sheet.rows):
        for column, text in enumerate(row):
            role = (exact.get(folded_title(text)) or roles.get(fold(text))) if text else None
            if role and (role not in addresses or role in several):
                addresses.setdefault(role, []).append((number, column + 1))
                break
            if text and not role and fold(text).startswith(begins) and not is_blank(sheet.text(number, column + 1)):
                strays.append(text.strip())
    return addresses, strays


def declared_nihil(control: Control, units: Iterable[Unit], known: Mapping[str, str]) -> Mapping[str, str]:
    """By the code of each unit the period for which it says that it has nothing new; as last `known` where its line
    says nothing, or the tab is lost or somebody else's."""
    if not control.exists or control.foreign:
        return known
    declared: dict[str, str] = {}
    for unit in units:
        read = control.nihil(unit.tab)
        text = known.get(unit.code, "") if f"nihil:{unit.tab}" in control.silent else read.value
        if text and not read.flaws:
            declared[unit.code] = text
    return declared


def write_control(control: Control, template: Template, desired: Mapping[str, str]) -> TabWrite | None:
    """The cells that make the lines of sync say `desired` (by role), or None if they do."""
    tab = template.tab("kendali")
    if control.foreign:
        return None
    if not control.exists:
        return TabWrite(tab.title, tab.kind, replace=_whole(tab, desired))
    cells: dict[Address, Value] = {}
    added: list[tuple[Value, ...]] = []
    for role, text in desired.items():
        if role in control.places:
            if not same_words(control.values[role], text) and not control.silent.get(role):
                cells[control.places[role]] = text
        else:
            label = role.removeprefix("tab:") if role.startswith("tab:") else tab.label(role).label
            added.append((label, text))
    if not cells and not added:
        return None
    return TabWrite(tab.title, tab.kind, cells, tuple(added), control.end)


def lacking_lines(control: Control, template: Template, tabs: Iterable[str]) -> TabWrite | None:
    """The lines that a newer template has and this tab has not, to be added below, for `dip init`; not those of the
    program itself, whose absence says something. `tabs` are the titles of the units' tabs."""
    tab = template.tab("kendali")
    if control.foreign or not control.exists:
        return None
    lacking = [label for label in tab.lines(tabs) if label.role not in control.places and not label.hidden]
    added: list[tuple[Value, ...]] = [(label.label, label.default, label.help) for label in lacking]
    return TabWrite(tab.title, tab.kind, {}, tuple(added), control.end) if added else None


def _whole(tab: TabTemplate, desired: Mapping[str, str]) -> tuple[tuple[Value, ...], ...]:
    """The tab made again: an order that was lost with it is not guessed, so it holds."""
    header = tuple(column.header for column in tab.columns)
    units = [(role.removeprefix("tab:"), text) for role, text in desired.items() if role.startswith("tab:")]
    lines = [(label.label, desired.get(label.role, "")) for label in tab.lines(title for title, _ in units)]
    return (header, *lines, *units)
