"""One cell: what was typed, how it looks, what hangs on it. Cells are never changed; a new one replaces the old."""

from __future__ import annotations

from typing import Any, NamedTuple

Json = dict[str, Any]
Value = str | float | int | bool | None


class CellError(NamedTuple):
    """A formula's error value, as ErrorValue in the API."""

    type: str
    message: str = ""

    @property
    def text(self) -> str:
        names = {"DIVIDE_BY_ZERO": "#DIV/0!", "N_A": "#N/A", "NULL_VALUE": "#NULL!", "ERROR": "#ERROR!"}
        return names.get(self.type, f"#{self.type}!" if self.type != "NAME" else "#NAME?")


Result = Value | CellError


class Cell(NamedTuple):
    """`value` is what was entered, unless `formula` stands; dictionaries are shared and must not be changed."""

    value: Value = None
    formula: str | None = None
    format: Json | None = None
    note: str | None = None
    validation: Json | None = None
    runs: tuple[Json, ...] = ()
    chips: tuple[Json, ...] = ()
    pivot: Json | None = None

    @property
    def filled(self) -> bool:
        """Whether people see something in it."""
        return self.value is not None or self.formula is not None

    @property
    def entered(self) -> Json | None:
        """The API's userEnteredValue."""
        if self.formula is not None:
            return {"formulaValue": self.formula}
        return extended(self.value)

    def with_value(self, value: Value, formula: str | None = None) -> Cell:
        """New content; links and chips inside the old text go with it."""
        return self._replace(value=value, formula=formula, runs=(), chips=())

    @property
    def number_format(self) -> Json:
        return (self.format or {}).get("numberFormat") or {}


EMPTY = Cell()


def extended(value: Result) -> Json | None:
    """The API's ExtendedValue."""
    if value is None:
        return None
    if isinstance(value, CellError):
        error = {"type": value.type}
        return {"errorValue": error | ({"message": value.message} if value.message else {})}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, (int, float)):
        return {"numberValue": plain_number(value)}
    return {"stringValue": value}


def plain_number(value: float) -> float | int:
    """JSON as Google writes it: no `.0`."""
    return int(value) if float(value).is_integer() and abs(value) < 1e21 else value
