"""The `[[units]]` of a `dip.toml` that somebody wrote: what changes in them is changed in its lines, everything else
stays as it stands, comments and order too. What is left of a unit that was taken in is a comment.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sync.errors import ArgumentError
from sync.message import joined, say
from sync.settings.answers import toml_value
from sync.settings.units import Unit

_HEADER = re.compile(r"[ \t]*\[\[[ \t]*units[ \t]*\]\][ \t]*(#.*)?")
_TABLE = re.compile(r"[ \t]*\[")
_STRING = r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\''
_LIST = rf"\[(?:{_STRING}|[^\]\"'])*\]"
_KEY = re.compile(rf"^([ \t]*)(\w+)([ \t]*=[ \t]*)({_STRING}|{_LIST})", re.MULTILINE)


def with_changed_units(text: str, changed: Mapping[str, Unit | None]) -> str:
    """The text of `dip.toml` with the units of these codes as given; None makes a comment of one. Raises
    `ArgumentError` where the result would not say exactly that: then the file is for its owner to change."""
    raw = tomllib.loads(text)
    wanted = {**raw, "units": list(_wanted(raw["units"], changed))}
    parts, position = [], 0
    tables = list(_tables(text))
    for unit, (start, end) in zip(raw["units"], tables, strict=False):
        if unit["code"] in changed:
            table, after = text[start:end], changed[unit["code"]]
            parts += [text[position:start], _commented(table) if after is None else _changed(table, unit, after)]
            position = end
    result = "".join([*parts, text[position:]])
    if len(tables) != len(raw["units"]) or _parsed(result) != wanted:
        lines = joined(
            (say("%(code)s: %(what)s", code=code, what=_shown(unit)) for code, unit in changed.items()), "; "
        )
        raise ArgumentError(
            say(
                "dip.toml is written in a way that dip does not change by itself. Change its units by hand "
                "(%(lines)s), and run this again for the rest. Nothing was changed.",
                lines=lines,
            )
        )
    return result


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _shown(unit: Unit | None) -> str:
    if unit is None:
        return say("take it out")
    return ", ".join(f"{key} = {toml_value(value)}" for key, value in _fields(unit).items() if value)


def _wanted(tables: Sequence[dict[str, Any]], changed: Mapping[str, Unit | None]) -> Iterator[dict[str, Any]]:
    for table in tables:
        unit = changed.get(table["code"])
        if unit is not None:
            yield table | _differences(table, unit)
        elif table["code"] not in changed:
            yield table


def _fields(unit: Unit) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(unit).items()}


def _differences(table: Mapping[str, Any], unit: Unit) -> dict[str, Any]:
    return {key: value for key, value in _fields(unit).items() if table.get(key, type(value)()) != value}


def _tables(text: str) -> Iterator[tuple[int, int]]:
    """Where each `[[units]]` begins, and where the last of its values ends."""
    start, position = -1, 0
    for line in text.splitlines(keepends=True):
        if _TABLE.match(line):
            if start >= 0:
                yield start, _end(text, start, position)
            start = position if _HEADER.fullmatch(line.rstrip("\r\n")) else -1
        position += len(line)
    if start >= 0:
        yield start, _end(text, start, position)


def _end(text: str, start: int, limit: int) -> int:
    """The end of the line in which the last value of a table ends."""
    last = max([match.end() for match in _KEY.finditer(text, start, limit)], default=start)
    line = text.find("\n", last, limit)
    return limit if line < 0 else line + 1


def _changed(table: str, before: Mapping[str, Any], unit: Unit) -> str:
    for key, value in _differences(before, unit).items():
        key_line = next((match for match in _KEY.finditer(table) if match[2] == key), None)
        if key_line and "#" not in re.sub(_STRING, "", key_line[4]):
            table = table[: key_line.start(4)] + toml_value(value) + table[key_line.end(4) :]
        elif key_line is None:
            width = max((len(match[2]) for match in _KEY.finditer(table)), default=0)
            end = "" if table.endswith("\n") else "\n"
            table += f"{end}{key:<{width}} = {toml_value(value)}\n"
    return table


def _commented(table: str) -> str:
    return "".join(line if line.lstrip().startswith("#") else f"# {line}" for line in table.splitlines(keepends=True))
