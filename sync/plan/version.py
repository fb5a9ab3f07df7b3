"""What an entry's content is: what the public would see plus class and basis (rule 2). Its fingerprint makes a version,
its key names what was typed.

Both are made for one entry, and in the same bytes for many at once, column by column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b, sha256
from itertools import repeat
from json.encoder import encode_basestring as _quoted
from typing import Any
from unicodedata import normalize

from sync.cells.text import failing, is_clean, is_plain
from sync.ledger.state import Version
from sync.template.template import Template

Columnwise = Sequence[str]
"""One text a row, of many rows."""

_UNIT = "unit"
"""The one field that is never empty: the commas between the fields of many rows stand beside it."""


class Content(Mapping[str, str]):
    """A content over roles that many share: what is kept of each is its texts alone. An empty field is none."""

    __slots__ = ("_places", "_texts")

    def __init__(self, places: Mapping[str, int], texts: tuple[str, ...]) -> None:
        self._places, self._texts = places, texts

    def __getitem__(self, role: str) -> str:
        text = self._texts[self._places[role]]
        if not text:
            raise KeyError(role)
        return text

    def get(self, role: str, default: Any = None) -> Any:
        """As every mapping has it, in half the time."""
        place = self._places.get(role)
        return default if place is None else self._texts[place] or default

    def __iter__(self) -> Iterator[str]:
        return (role for role, text in zip(self._places, self._texts, strict=True) if text)

    def __len__(self) -> int:
        return len(self._texts) - self._texts.count("")


def content_of(
    unit: str, public: Mapping[str, str], klasifikasi: str, basis: Iterable[str], template: Template
) -> dict[str, str]:
    """An entry's content: unit code, public cells, class and basis, empty fields left out, keys in their sorted
    order."""
    texts = [public.get(role, "") for role in template.public_roles]
    return content_of_texts(unit, texts, klasifikasi, basis, template)


def content_of_texts(
    unit: str, public: Iterable[str], klasifikasi: str, basis: Iterable[str], template: Template
) -> dict[str, str]:
    """The same, from all public cells in the order of their roles."""
    texts = template.version_texts((unit, *public, klasifikasi, *basis))
    return {role: text for role, text in zip(template.version_roles, texts, strict=True) if text}


def fingerprint_of(content: Mapping[str, str]) -> str:
    """SHA-256 of the canonical JSON of a content (rule 2): NFC, blanks collapsed, sorted keys, empty fields left
    out."""
    # The same bytes as json.dumps(…, ensure_ascii=False, separators=(",", ":")), which sets itself up anew each time.
    fields = ",".join(filter(None, [_canonical(role, content[role]) for role in sorted(content)]))
    return sha256(f"{{{fields}}}".encode("utf-8", "surrogatepass")).hexdigest()


def _canonical(role: str, text: str) -> str:
    """One field of the canonical JSON; nothing if it is empty."""
    if not is_clean(text):
        text = " ".join(normalize("NFC", text).split())
    return f"{_quoted(role)}:{_quoted(text)}" if text else ""


def reading_key(unit: str, typed: Iterable[str], klasifikasi: str, basis: Iterable[str]) -> str:
    """Names what was typed, so that a newer reader finds the version it was once read as."""
    return _key(",".join(map(_quoted, (unit, *typed, klasifikasi, *basis))).encode("utf-8", "surrogatepass"))


def _key(written: bytes) -> str:
    return blake2b(written, digest_size=16).hexdigest()


def public_texts(version: Version, template: Template) -> tuple[str, ...]:
    """The public cells of a version, in the order of their roles."""
    return tuple(map(version.content.get, template.public_roles, repeat("")))


def contents_and_fingerprints(
    units: Columnwise, public: Sequence[Columnwise], classes: Columnwise, template: Template
) -> tuple[list[Content], list[str]]:
    """`content_of` and `fingerprint_of` for many entries of units (never empty) without a basis."""
    none = ("",) * len(units)
    texts = template.version_texts((units, *public, classes, *[none] * len(template.basis_roles)))
    columns = {role: column for role, column in zip(template.version_roles, texts, strict=True) if any(column)}
    places = {role: place for place, role in enumerate(columns)}
    contents = list(map(Content, repeat(places), zip(*columns.values(), strict=True)))
    fields = [_fields(role, column) for role, column in columns.items()]
    written = _lines(map("".join, zip(repeat("{", len(units)), *fields, repeat("}"))))
    return contents, [sha256(line).hexdigest() for line in written]


def _fields(role: str, texts: Columnwise) -> list[str]:
    """A column of the canonical JSON, with the commas to the side on which the unit stands."""
    before, after = "," if role > _UNIT else "", "," if role < _UNIT else ""

    def write(text: str) -> str:
        field = _canonical(role, text)
        return f"{before}{field}{after}" if field else ""

    return _each(write, texts, f'{before}{_quoted(role)}:"', f'"{after}')


def reading_keys(units: Columnwise, typed: Sequence[Columnwise], classes: Columnwise, template: Template) -> list[str]:
    """`reading_key` for many entries without a basis."""
    none = ("",) * len(units)
    columns = (units, *typed, classes, *[none] * len(template.basis_roles))
    quoted = [_each(_quoted, column, '"', '"') for column in columns]
    return list(map(_key, _lines(map(",".join, zip(*quoted, strict=True)))))


def _lines(rows: Iterable[str]) -> list[bytes]:
    """Written rows as bytes. No line break stands in any: quoting has written it otherwise."""
    whole = "\n".join(rows).encode("utf-8", "surrogatepass")
    return whole.split(b"\n") if whole else []


def _each(write: Callable[[str], str], texts: Columnwise, head: str, tail: str) -> list[str]:
    """A column of written texts. What it repeats is written once, and most texts are written just as they are, between
    `head` and `tail`."""
    distinct = set(texts)
    odd = {text: write(text) for text in failing(distinct, _is_written_as_is)}
    if not odd and len(distinct) * 2 > len(texts):
        return [f"{head}{text}{tail}" for text in texts]
    known = {text: f"{head}{text}{tail}" for text in distinct} | odd
    return list(map(known.__getitem__, texts))


def _is_written_as_is(text: str) -> bool:
    """One text or many, joined by bars."""
    return is_plain(text) and '"' not in text and "\\" not in text
