"""A TOML table, read strictly into a frozen dataclass of texts, lists of texts, numbers and yes-or-no.

The fields of the dataclass are the known keys; a field without a default is required and may not be empty. Nothing is
converted and nothing is passed over: what does not fit is a `Mistake` that names key and table.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from sync.errors import reason_of
from sync.message import say
from sync.spelling import closest

_EMAIL = re.compile(r"[!-?A-~]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+")
_LIKE_ENOUGH = 0.6
_TYPE_WORDS = {
    str: say("text"), bool: say("true or false"), int: say("a number"), float: say("a number"), list: say("a list"),
    dict: say("a table"),
}  # fmt: skip


class Mistake(Exception):
    """One mistake in a file; whoever reads the file says which one."""


def read_toml(path: Path) -> dict[str, Any]:
    """A file of TOML. Raises `FileNotFoundError` if it is not there, and `Mistake`, which does not name the file, if it
    cannot be read."""
    try:
        # Notepad puts a byte order mark at the start; TOML has none.
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Mistake(say("cannot be read: %(strerror)s.", strerror=reason_of(error))) from error
    except UnicodeDecodeError:
        raise Mistake(say("is not UTF-8 text. Save it again as UTF-8.")) from None
    except tomllib.TOMLDecodeError as error:
        raise Mistake(_no_toml(error)) from error


def _no_toml(error: tomllib.TOMLDecodeError) -> str:
    """What cannot be read, and in which line: the parser says it in English alone."""
    line = re.search(r"\(at line (\d+)", str(error))
    said: object = error
    if line:
        said = say("line %(line)s cannot be read; is a quotation mark missing? (%(error)s)", line=line[1], error=error)
    return say("is not valid TOML: %(error)s.", error=said)


def read_table(kind: type[Any], raw: Mapping[str, Any], name: str) -> Any:
    """The table `[name]` of a document. Raises `Mistake` if it is missing or does not fit."""
    if name not in raw:
        raise Mistake(say("the table [%(name)s] is missing.", name=name))
    return read_fields(kind, raw[name], f"[{name}]")


def read_fields(kind: type[Any], raw: object, where: str) -> Any:
    """A `kind` made from a table. Raises `Mistake` for the first key or value that does not fit."""
    if not isinstance(raw, dict):
        raise Mistake(say("%(where)s must be a table, not %(kind)s.", where=where, kind=_type_word(raw)))
    refuse_unknown(raw, [field.name for field in fields(kind)], say(" in %(where)s", where=where))
    values: dict[str, object] = {}
    for field in fields(kind):
        required = field.default is MISSING
        if field.name in raw:
            values[field.name] = _READERS[str(field.type)](
                raw[field.name], say("%(name)s in %(where)s", name=field.name, where=where)
            )
        elif required:
            raise Mistake(say("%(name)s is missing in %(where)s.", name=field.name, where=where))
        if required and not values[field.name]:
            raise Mistake(say("%(name)s in %(where)s is empty.", name=field.name, where=where))
    return kind(**values)


def refuse_unknown(raw: Mapping[str, Any], known: Collection[str], where: str) -> None:
    """Raises `Mistake` for the first key that is not known, with the key that was probably meant."""
    for key in raw:
        if key not in known:
            hint = did_you_mean(key, known) or say("; known are: %(known)s.", known=", ".join(known))
            raise Mistake(say("unknown key “%(key)s”%(where)s%(hint)s", key=key, where=where, hint=hint))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a sentence: a question with the closest known word, or nothing."""
    close = closest(word, known, _LIKE_ENOUGH)
    return say("; did you mean “%(close)s”?", close=close) if close else ""


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise Mistake(say("%(what)s must be text, not %(kind)s.", what=what, kind=_type_word(value)))
    if not value.isprintable():
        raise Mistake(say("%(what)s contains a line break or another character that cannot be printed.", what=what))
    return value.strip()


def _texts(value: object, what: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Mistake(say("%(what)s must be a list of texts, not %(kind)s.", what=what, kind=_type_word(value)))
    return tuple(_text(item, say("every item of %(what)s", what=what)) for item in value)


def _flag(value: object, what: str) -> bool:
    if not isinstance(value, bool):
        raise Mistake(say("%(what)s must be true or false, not %(kind)s.", what=what, kind=_type_word(value)))
    return value


def _number(value: object, what: str) -> int:
    if type(value) is not int or value < 0:
        raise Mistake(say("%(what)s must be a whole number, not %(kind)s.", what=what, kind=_type_word(value)))
    return value


_READERS: dict[str, Callable[[object, str], object]] = {
    "str": _text, "tuple[str, ...]": _texts, "bool": _flag, "int": _number,
}  # fmt: skip


def _type_word(value: object) -> str:
    return _TYPE_WORDS.get(type(value), say("a date or time"))


def verify_emails(addresses: Iterable[str], what: str) -> None:
    """Raises `Mistake` for the first that is no e-mail address."""
    for address in addresses:
        if not _EMAIL.fullmatch(address):
            raise Mistake(say("%(what)s: “%(address)s” is not an e-mail address.", what=what, address=address))
