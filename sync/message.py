"""What the operator reads: an English sentence that remembers its parts, so that it can be said in another language.

A `Message` is its English text, wherever a text goes: into a log, into JSON, into another program. Only what is printed
for a person is translated (`sync/cli/language.py`), by a gettext catalogue of the kind that the site has as well.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


class Message(str):
    """`template` is the sentence as the catalogue knows it, with `%(name)s` for each of the `values`."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, values: Mapping[str, Any]) -> Message:
        made = super().__new__(cls, template % values if values else template)
        made.template, made.values = template, values
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, Any]]:  # type: ignore[override]  # for copies
        return self.template, self.values


def say(template: str, /, **values: object) -> Message:
    """`say("the tab “%(tab)s” is gone", tab=title)`. A value may be a message itself, or an error that holds one."""
    return Message(template, values)


def joined(parts: Iterable[str], separator: str = "") -> Message:
    """Messages and other texts one after another, as one message that has no words of its own."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Message(separator.replace("%", "%%").join(f"%({name})s" for name in values), values)


def named(names: Sequence[str], most: int = 5) -> str:
    """The first few of many names, and how many more there are."""
    first = ", ".join(names[:most])
    return say("%(names)s and %(count)s more", names=first, count=len(names) - most) if len(names) > most else first


def translated(text: str, catalogue: Mapping[str, str]) -> str:
    """The text in the language of the catalogue; as it is if it is no message, or the catalogue does not know it."""
    if not isinstance(text, Message):
        return text
    template = catalogue.get(text.template, text.template)
    values = {name: translated(_text_of(value), catalogue) for name, value in text.values.items()}
    return template % values if values else template


def _text_of(value: object) -> str:
    if isinstance(value, BaseException) and value.args:
        value = value.args[0]
    return value if isinstance(value, str) else str(value)


def to_document(text: object) -> Any:
    """For JSON: a text, or a message with its parts."""
    message = _text_of(text)
    if not isinstance(message, Message):
        return message
    return {"say": message.template, "values": {name: to_document(value) for name, value in message.values.items()}}


def from_document(document: Any) -> str:
    """What `to_document` gave. Raises `KeyError`, `TypeError`, `ValueError` or `AttributeError` for anything else."""
    if not isinstance(document, dict):
        return str(document)
    return Message(document["say"], {name: from_document(value) for name, value in document["values"].items()})


def read_catalogue(data: bytes) -> dict[str, str]:
    """The translated messages of a `.po` file. Raises `ValueError` for one that is none."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        messages = read_po(io.BytesIO(data), abort_invalid=True)
    except PoFileError as error:
        raise ValueError(str(error)) from error
    return {str(message.id): str(message.string) for message in messages if message.id and message.string}
