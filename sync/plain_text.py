"""Text from a workbook, a server or a file, made safe to print: no terminal obeys it, and it changes no other text.

Controls (C0, DEL, C1) move the cursor and colour the screen, bidi overrides turn the line around, U+2028 and U+0085
end a line for some programs. Whatever `str.isprintable` refuses is therefore never printed as it is.
"""

from __future__ import annotations

import json
import re

_SUSPECT = re.compile("[^\x20-\x7e]")
_SUSPECT_IN_JSON = re.compile("[^\x20-\x7e\n]")


def plain(text: str) -> str:
    """One line of the same length: a blank in the place of every unprintable character, line breaks too."""
    return _SUSPECT.sub(lambda match: match[0] if match[0].isprintable() else " ", text)


def readable(name: str) -> str:
    """A name from outside whose bytes are not UTF-8 (and were kept by `surrogateescape`): `caf\\xe9.pdf`."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def to_json(document: object, *, indent: int | None = None) -> str:
    """The document as JSON, without a line break at its end. It reads back as the very same document: unprintable
    characters are escaped, all others stand as they are."""
    text = json.dumps(document, ensure_ascii=False, indent=indent)
    return _SUSPECT_IN_JSON.sub(lambda match: match[0] if match[0].isprintable() else json.dumps(match[0])[1:-1], text)
