"""As much of the formula language as spreadsheets in tests need: arithmetic, references, and a few functions.

Anything else is `#NAME?`, as an unknown function is; `#ERROR!` is what Google shows for what it cannot parse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from . import a1
from .cell import Cell, CellError, Result

if TYPE_CHECKING:
    from .book import Book
    from .sheet import Sheet

TOKEN = re.compile(
    r'\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)'
    r"|(?P<ref>(?:(?:'(?:[^']|'')+'|\w+)!)?\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?(?![\w(]))"
    r"|(?P<name>[A-Za-z_][\w.]*)|(?P<sign><>|>=|<=|[-+*/^&=<>(),;%]))"
)
DEEPEST = 50
LEVELS = [{"=", "<>", "<", ">", "<=", ">="}, {"&"}, {"+", "-"}, {"*", "/"}, {"^"}]


class Stop(Exception):
    """The formula's value is an error."""

    def __init__(self, kind: str, message: str = ""):
        super().__init__(kind)
        self.error = CellError(kind, message)


def value_of(book: Book, sheet: Sheet, cell: Cell, depth: int = 0) -> Result:
    """The effective value of a cell."""
    if cell.formula is None:
        return cell.value
    if depth > DEEPEST:
        return CellError("REF", "Circular dependency detected.")
    try:
        result = _Reader(book, sheet, cell.formula[1:], depth).whole()
    except Stop as stop:
        return stop.error
    return 0 if result is None else result


class _Reader:
    def __init__(self, book: Book, sheet: Sheet, text: str, depth: int):
        self.book, self.sheet, self.depth = book, sheet, depth
        self.tokens, self.at = self._tokens(text), 0

    def _tokens(self, text: str) -> list[tuple[str, str]]:
        found, place = [], 0
        text = text.strip()
        while place < len(text):
            match = TOKEN.match(text, place)
            if match is None or match.end() == place:
                raise Stop("ERROR", "Formula parse error.")
            found.append((str(match.lastgroup), match[str(match.lastgroup)]))
            place = match.end()
        return found

    def whole(self) -> Any:
        result = self._binary(0)
        if self.at < len(self.tokens):
            raise Stop("ERROR", "Formula parse error.")
        return self._single(result)

    def _peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def _binary(self, level: int) -> Any:
        if level == len(LEVELS):
            return self._unary()
        left = self._binary(level + 1)
        while self._peek() in LEVELS[level] and self.tokens[self.at][0] == "sign":
            sign = self._peek()
            self.at += 1
            left = self._apply(sign, self._single(left), self._single(self._binary(level + 1)))
        return left

    def _unary(self) -> Any:
        if self._peek() in {"+", "-"} and self.tokens[self.at][0] == "sign":
            sign = self._peek()
            self.at += 1
            value = self._number(self._single(self._unary()))
            return -value if sign == "-" else value
        value = self._atom()
        while self._peek() == "%":
            self.at += 1
            value = self._number(self._single(value)) / 100
        return value

    def _atom(self) -> Any:
        if self.at >= len(self.tokens):
            raise Stop("ERROR", "Formula parse error.")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "number":
            return float(text)
        if kind == "ref":
            return self._cells(text)
        if kind == "name":
            return self._call(text)
        if text == "(":
            value = self._binary(0)
            self._expect(")")
            return value
        raise Stop("ERROR", "Formula parse error.")

    def _expect(self, sign: str) -> None:
        if self._peek() != sign:
            raise Stop("ERROR", "Formula parse error.")
        self.at += 1

    def _cells(self, text: str) -> list[Result]:
        title, rest, _ = a1.split(text)
        sheet = self.book.by_title(title) if title is not None else self.sheet
        corners = a1.corners((rest or "").replace("$", ""))
        if sheet is None or corners is None:
            raise Stop("REF", "Unresolved sheet name.")
        area = sheet.area(corners)
        return [value_of(self.book, sheet, cell, self.depth + 1) for row in sheet.block(area) for cell in row]

    def _call(self, name: str) -> Any:
        if name.upper() in {"TRUE", "FALSE"} and self._peek() != "(":
            return name.upper() == "TRUE"
        if self._peek() != "(":
            raise Stop("NAME", f"Unknown range name: '{name.upper()}'.")
        self.at += 1
        arguments = []
        while self._peek() != ")":
            arguments.append(self._binary(0))
            if self._peek() in {",", ";"}:
                self.at += 1
            elif self._peek() != ")":
                raise Stop("ERROR", "Formula parse error.")
        self._expect(")")
        return self._function(name.upper(), arguments)

    def _function(self, name: str, arguments: list[Any]) -> Any:
        flat = [item for part in arguments for item in (part if isinstance(part, list) else [part])]
        for item in flat:
            if isinstance(item, CellError) and name != "IFERROR":
                raise Stop(item.type, item.message)
        numbers = [float(item) for item in flat if isinstance(item, (int, float)) and not isinstance(item, bool)]
        simple: dict[str, Any] = {
            "SUM": lambda: sum(numbers),
            "AVERAGE": lambda: sum(numbers) / len(numbers) if numbers else CellError("DIVIDE_BY_ZERO"),
            "MAX": lambda: max(numbers, default=0),
            "MIN": lambda: min(numbers, default=0),
            "COUNT": lambda: len(numbers),
            "COUNTA": lambda: sum(item is not None for item in flat),
            "CONCATENATE": lambda: "".join(self._text(item) for item in flat),
            "TRUE": lambda: True,
            "FALSE": lambda: False,
            "HYPERLINK": lambda: self._single(arguments[-1]),
            "IF": lambda: arguments[1] if flat[0] else (arguments[2] if len(arguments) > 2 else False),
            "UPPER": lambda: self._text(flat[0]).upper(),
            "LOWER": lambda: self._text(flat[0]).lower(),
        }
        if name not in simple:
            raise Stop("NAME", f"Unknown function: '{name}'.")
        return simple[name]()

    def _apply(self, sign: str, left: Any, right: Any) -> Any:
        if sign == "&":
            return self._text(left) + self._text(right)
        if sign in LEVELS[0]:
            return {
                "=": left == right, "<>": left != right, "<": left < right, ">": left > right,
                "<=": left <= right, ">=": left >= right,
            }[sign]  # fmt: skip
        one, two = self._number(left), self._number(right)
        if sign == "/" and two == 0:
            raise Stop("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
        return {"+": one + two, "-": one - two, "*": one * two, "/": one / two if two else 0.0, "^": one**two}[sign]

    def _single(self, value: Any) -> Any:
        value = value[0] if isinstance(value, list) and value else (None if isinstance(value, list) else value)
        if isinstance(value, CellError):
            raise Stop(value.type, value.message)
        return value

    def _number(self, value: Any) -> float:
        if value is None:
            return 0.0
        try:
            return float(value)
        except ValueError:
            raise Stop("VALUE", "expects number values") from None

    def _text(self, value: Any) -> str:
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return "" if value is None else str(value)
