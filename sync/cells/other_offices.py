"""Another office's name left in a copied row: a regency or city other than ours after the name of the commission.

Only names of regencies and cities that exist count (or are spelt nearly so, behind `Kabupaten` and `Kota`), so that
`KPU Kabupaten Terpilih` is left alone. `KPU Serang` counts, too; a name that is also a province's or an everyday word
needs its `Kabupaten` or `Kota`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sync.cells.regencies import ambiguous, regencies
from sync.cells.text import Flaw, fold, squeeze, words
from sync.spelling import closest

_COMMISSION = r"\b(?:KPUD?|komisi pemilihan umum)(?:\s+daerah\b)?(?:\s*\(KPUD?\))?"
_PLACE = r"(?=(?P<name>[^\W_]+(?:[\s.'’-]+[^\W_]+){0,4}))"  # looked at only: the next office may be in it
_NAMED = re.compile(
    rf"{_COMMISSION}[\s(\"“'‘:]+(?P<kind>kabupaten|kab\b\.?|kota)(?:\s+(?:administrasi|adm)\b\.?)?[\s(\"“'‘:]*{_PLACE}",
    re.IGNORECASE,
)
_BARE = re.compile(rf"{_COMMISSION}\s+(?P<kind>){_PLACE}", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_COMMISSION_SHORT = re.compile(r"kpu(?:d|[^\w.,;/-])")  # in addresses (`kpu-lebak`, `kpu.go.id`) it is no name
_DIRECTIONS = words("barat timur utara selatan tengah tenggara laut daya kepulauan hulu hilir ilir ulu raya")
_LIKE_ENOUGH = 0.88

Names = frozenset[tuple[str, str]]
"""(kind, squeezed name) of offices; the kind is empty where none is said."""


@dataclass(frozen=True)
class OfficeFacts:
    """What the checks know of the office: its names, and its own e-mail address and telephones, which may be public."""

    name: str
    short: str
    email: str
    phones: tuple[str, ...] = ()


def own_names(office: OfficeFacts) -> Names:
    """(kind, squeezed name) of the office itself; none for an office that is no regency's or city's."""
    return frozenset(filter(None, map(_own_name, (office.short, office.name))))


def _own_name(text: str) -> tuple[str, str] | None:
    """A name that is not in the list (`Lebak Selatan`, should it be founded) is taken as it stands; behind the
    commission alone it may be a province's."""
    named = _NAMED.match(text)
    match = named or _BARE.match(text)
    name, key = _longest(match["name"], frozenset()) if match else ("", "")
    if named and (not name or _goes_on(named["name"], name)):
        return _kind(named), squeeze(named["name"])
    return (_kind(match), key) if match and key in regencies() and (named or key not in ambiguous()) else None


def own_pattern(office: OfficeFacts) -> re.Pattern[str] | None:
    """Our own name, in small letters and ended by what cannot make it another office's (`Lebak Selatan`); None if we
    have none that `find_offices` knows."""
    texts = [text.lower() for text in (office.short, office.name) if text.isascii() and _own_name(text)]
    places = {match["name"] for text in texts if (match := _NAMED.match(text)) and text.endswith(match["name"])}
    texts += [f"{commission} {place}" for place in places for commission in ("kpu", "komisi pemilihan umum")]
    keys = {key for _, key in own_names(office)}
    longer = {name.removeprefix(key) for key in keys for name in regencies() if name.startswith(key) and name != key}
    after = "|".join(sorted(_DIRECTIONS | longer))
    return re.compile(rf"(?:{'|'.join(map(re.escape, texts))})(?![\w'’-]|\W+(?:{after}))") if texts else None


def names_other(text: str, own: re.Pattern[str] | None) -> bool:
    """Whether a text may name another office: the commission is named, and not as our own office."""
    low = text.lower()
    return _names_commission(low) and not (own and not _names_commission(own.sub("", low)))


def _names_commission(low: str) -> bool:
    return _COMMISSION_SHORT.search(low) is not None or "pemilihan umum" in low


def find_offices(text: str, office: OfficeFacts, own: Names) -> list[Flaw]:
    """Other regencies' and cities' KPU. The pair `KPU Kabupaten/Kota`, `KPU Provinsi …` and `KPU RI` name no other
    office. An office that is no regency's or city's may name them all."""
    if not own:
        return []
    other = next(_others(text, own), "")
    return [Flaw("kantor-lain", {"found": other, "office": office.short})] if other else []


def _others(text: str, own: Names) -> Iterator[str]:
    keys = frozenset(key for _, key in own)
    for match in _NAMED.finditer(text):
        name, key = _longest(match["name"], keys)
        name = name if key in regencies() or key in keys else _misspelt(match, keys)
        if name := _unless_own(match, name, key, own):
            yield f"KPU {'Kota' if _kind(match) == 'kot' else 'Kabupaten'} {name}"
    for match in _BARE.finditer(text):
        name, key = _longest(match["name"], keys)
        certain = key in regencies() and key not in ambiguous()
        if certain and _looks_like_a_name(match) and (name := _unless_own(match, name, key, own)):
            yield f"KPU {name}"


def _kind(match: re.Match[str]) -> str:
    return match["kind"][:3].casefold()


def _longest(text: str, own_keys: frozenset[str]) -> tuple[str, str]:
    """The longest name a text begins with, as typed and squeezed; of a province, too, so that `Bangka Belitung` is not
    `Bangka`."""
    spelt = re.sub(r"^kep\b\.?(?=\s)", "kepulauan", text, flags=re.IGNORECASE)
    for end in reversed([word.end() for word in _WORD.finditer(spelt)]):
        key = squeeze(spelt[:end])
        if key in regencies() or key in ambiguous() or key in own_keys:
            return " ".join(text[: len(text) - len(spelt) + end].split()), regencies().get(key, key)
    return "", ""


def _looks_like_a_name(match: re.Match[str]) -> bool:
    """Capitalised, unless the commission is typed small as well."""
    return match["name"][0].isupper() or (match["name"][0].isalpha() and match.group().islower())


def _unless_own(match: re.Match[str], name: str, key: str, own: Names) -> str:
    """The name, or nothing if it is ours; `Bandung Barat` is another regency than `Bandung`."""
    kind = _kind(match)
    if not any(key == own_key and (not kind or not own_kind or kind == own_kind) for own_kind, own_key in own):
        return name
    return _goes_on(match["name"], name)


def _goes_on(text: str, name: str) -> str:
    """A name with the direction that follows it; nothing where none follows."""
    following = _WORD.search(text, len(name))
    return f"{name} {following.group()}" if following and fold(following.group()) in _DIRECTIONS else ""


def _misspelt(match: re.Match[str], own_keys: frozenset[str]) -> str:
    """One or two words that are nearly another's name; nothing for words that only follow `KPU Kabupaten`."""
    if not _looks_like_a_name(match):
        return ""
    ends = [word.end() for word in _WORD.finditer(match["name"])][:2]
    return next((match["name"][:end] for end in reversed(ends) if _near(squeeze(match["name"][:end]), own_keys)), "")


@lru_cache(maxsize=4096)
def _near(key: str, own_keys: frozenset[str]) -> bool:
    nearest = closest(key, [*own_keys, *regencies()], _LIKE_ENOUGH) if len(key) > 5 else ""
    return bool(nearest) and nearest not in own_keys
