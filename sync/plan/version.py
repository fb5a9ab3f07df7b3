"""What an entry's content is: what the public would see plus class and basis (rule 2). Its fingerprint makes a version,
its key names what was typed. A unit is known by the code that it has today, also where the ledger remembers another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b, sha256
from itertools import repeat
from json.encoder import encode_basestring as _quoted
from unicodedata import normalize

from sync.cells.text import is_clean, is_plain
from sync.ledger.state import LedgerState, Version
from sync.settings.units import Unit
from sync.template.template import Template

_BASIS_BEFORE = 3


def content_of(
    unit: str, public: Iterable[str], klasifikasi: str, basis: Iterable[str], template: Template
) -> dict[str, str]:
    """An entry's content: unit code, all public cells in the order of their roles, class and basis; empty fields left
    out, keys sorted."""
    texts = template.version_texts((unit, *public, klasifikasi, *basis))
    return {role: text for role, text in zip(template.version_roles, texts, strict=True) if text}


def fingerprint_of(content: Mapping[str, str]) -> str:
    """SHA-256 of the canonical JSON of a content (rule 2): NFC, blanks collapsed, sorted keys, empty fields left
    out."""
    # The same bytes as json.dumps(…, ensure_ascii=False, separators=(",", ":")), which sets itself up anew each time.
    texts = content if is_plain("|".join(content.values())) else {role: _canonical(content[role]) for role in content}
    fields = ",".join([f'"{role}":{_quoted(texts[role])}' for role in sorted(texts) if texts[role]])
    return sha256(f"{{{fields}}}".encode("utf-8", "surrogatepass")).hexdigest()


def _canonical(text: str) -> str:
    return text if is_clean(text) else " ".join(normalize("NFC", text).split())


def reading_key(unit: str, typed: Iterable[str], klasifikasi: str, basis: Iterable[str]) -> str:
    """Names what was typed, so that a newer reader finds the version it was once read as. The basis had three texts
    before it had consequences: without them the name is still the one that it had then."""
    texts = (*basis,)
    while len(texts) > _BASIS_BEFORE and not texts[-1]:
        texts = texts[:-1]
    quoted = ",".join(map(_quoted, (unit, *typed, klasifikasi, *texts)))
    return blake2b(quoted.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def public_texts(version: Version, template: Template) -> tuple[str, ...]:
    """The public cells of a version, in the order of their roles."""
    return tuple(map(version.content.get, template.public_roles, repeat("")))


def with_present_codes(ledger: LedgerState, units: Iterable[Unit]) -> LedgerState:
    """The ledger as if every unit had always had its code of today: no version is another because of it. Entries of a
    unit that was taken in are those of the unit that took it in; their versions name the unit that they had."""
    units = tuple(units)
    same = {code: unit.code for unit in units for code in unit.former}
    joined = same | {code: unit.code for unit in units for code in unit.merged}
    if not joined:
        return ledger
    office, entries = ledger.office, ledger.entries.items()
    columns = {same.get(code, code): roles for code, roles in office.columns.items()}
    return replace(
        ledger,
        office=replace(office, columns=columns),
        entries={id: state._replace(unit=joined.get(state.unit, state.unit)) for id, state in entries},
        versions={
            id: {number: _renamed(version, same) for number, version in versions.items()}
            for id, versions in ledger.versions.items()
        },
    )


def _renamed(version: Version, codes: Mapping[str, str]) -> Version:
    unit = version.content["unit"]
    if unit not in codes:
        return version
    content = {**version.content, "unit": codes[unit]}
    return version._replace(content=content, fingerprint=fingerprint_of(content))
