"""Between the bytes of a cell and its text: escapes, numbers, rich text; the same both ways.

What `stored_text` lets through comes back equal from the next read: sync relies on it to know that it has nothing
to write.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation
from html import escape  # the one of xml.sax brings the whole of urllib.request with it

from sync.model import Value
from sync.workbook.xlsx.book import XmlElement, local
from sync.workbook.xlsx.row_stream import open_bulk

MAX_TEXT = 32_767
"""The most characters (UTF-16 units) a cell may hold; Excel calls a file with more damaged."""
TICK = "✓"

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_PLAIN = re.compile(r"-?[1-9]\d{0,14}\Z")
_DIGITS = Context(prec=15)


def stored_text(value: Value) -> str:
    """What a cell holds after this value was written and read again: a tick is `✓`, an unticked box is empty."""
    if value is None or value is False:
        return ""
    if value is True:
        return TICK
    text = value.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    return cut_text(text, MAX_TEXT)


def cut_text(text: str, most: int) -> str:
    """The text, or as much of it as a cell of `most` UTF-16 units holds, with `…` behind it."""
    if len(text) * 2 <= most or len(units := text.encode("utf-16-le")) <= 2 * most:
        return text
    return units[: 2 * (most - 1)].decode("utf-16-le", "ignore") + "…"


def escaped(text: str) -> str:
    """Text as XML content; what XML cannot hold is written the way spreadsheets do (`_x0007_`)."""
    return escape(_CONTROL.sub(lambda match: f"_x{ord(match.group(0)):04X}_", text), quote=False)


def unescaped(text: str) -> str:
    """Text as people see it: `_x000D_` and its like resolved, line ends as `\\n`."""
    if "_x" in text:
        text = _ESCAPED.sub(_character, text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match.group(1), 16)
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def number_text(value: str) -> str:
    """A stored number as text: whole numbers digit by digit, others to 15 significant digits, never with an
    exponent."""
    if _PLAIN.match(value):
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 40:
        return value
    if number != number.to_integral_value():
        number = _DIGITS.plus(number)
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def rich_text(element: XmlElement) -> str:
    """The text of a string item: its runs joined, phonetic readings left out."""
    if len(element) == 1 and not len(element[0]):
        return unescaped(element[0].text or "")
    pieces: list[str] = []
    for child in element:
        name = local(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces.extend(run.text or "" for run in child if local(run) == "t")
    return unescaped("".join(pieces))


def is_struck(element: XmlElement) -> bool:
    """Whether a run of a string item is struck through."""
    runs = (child for child in element if local(child) == "r")
    return any(
        strikes(look) and any((part.text or "").strip() for part in run if local(part) == "t")
        for run in runs
        for look in run
        if local(look) == "rPr"
    )


def strikes(font: XmlElement) -> bool:
    """Whether a font strikes through what it writes."""
    return any(local(part) == "strike" and part.get("val") not in ("0", "false", "off") for part in font)


def struck_strings(data: bytes, where: str) -> frozenset[int]:
    """The places in the table of shared strings of those that are struck through."""
    if b"strike" not in data:
        return frozenset()
    items = open_bulk(data, "sst", where).items("si")
    return frozenset(place for place, item in enumerate(items) if is_struck(item))


def shared_strings(data: bytes, where: str) -> list[str]:
    """The table of shared strings. Raises `WorkbookError` if it is damaged."""
    return [rich_text(item) for item in open_bulk(data, "sst", where).items("si")]
