"""Another office's name left in a copied row: regencies and cities other than ours after the name of the commission."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sync.spelling import Flaw, fold, words

_OFFICE = re.compile(
    r"\b(?:KPUD?|komisi pemilihan umum)\s+(?P<kind>kabupaten|kab\b\.?|kota)\s*"
    r"(?=(?P<name>[A-Za-z][\w'’-]*(?:[ ]+[A-Za-z][\w'’-]*){0,2}))",  # looked at only: the next office may be in it
    re.IGNORECASE,
)
# Words that follow `KPU Kabupaten` without being its name.
_NO_NAME = words(
    """dan atau kota kabupaten kab se di ke yang dalam untuk pada tahun ini itu tersebut lain lainnya induk setempat
    penyelenggara oleh dengan serta dari sebagai adalah telah akan tidak wajib harus dapat secara bersama melalui
    terkait masing tanggal nomor hasil pemilihan pemilu pilkada provinsi seluruh sebanyak seindonesia sebanten tingkat
    periode antara para setiap terhadap tentang"""
)
_DIRECTIONS = words("barat timur utara selatan tengah tenggara laut daya kepulauan hulu hilir ilir ulu raya")
_OPENERS = words("kepulauan tanjung pulau bandar ogan hulu aceh labuhan labuhanbatu")


Names = frozenset[tuple[str, str]]
"""(kind, folded name) of offices."""


@dataclass(frozen=True)
class OfficeFacts:
    """What the checks know of the office: its names and its own e-mail address, which may be public."""

    name: str
    short: str
    email: str


def own_names(office: OfficeFacts) -> Names:
    """(kind, folded name) of the office itself."""
    matches = (_OFFICE.search(text) for text in (office.short, office.name))
    return frozenset((match["kind"][:3].casefold(), fold(match["name"])) for match in matches if match)


def own_pattern(office: OfficeFacts) -> re.Pattern[str] | None:
    """Our own name, in small letters and ended by what cannot make it another office's (`Lebak Selatan`); None if we
    have none that `find_offices` knows."""
    names = [
        text.lower() for text in (office.short, office.name) if (found := _OFFICE.match(text)) and _ends(text, found)
    ]
    after = "|".join(sorted(_DIRECTIONS))
    return re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?![\w'’-]|\s+(?:{after}))") if names else None


def _ends(text: str, found: re.Match[str]) -> bool:
    return text.isascii() and found.end() + len(found["name"]) == len(text)


def names_other(text: str, own: re.Pattern[str] | None) -> bool:
    """A quick look: whether another office may be named in a text. In plain text our own name is passed over."""
    low = text.lower()
    if not _may_name(low):
        return False
    return own is None or not (text.isascii() and text.isprintable()) or _may_name(own.sub("", low))


def _may_name(low: str) -> bool:
    return ("kab" in low or "kota" in low) and ("kpu" in low or "pemilihan umum" in low)


def find_offices(text: str, office: OfficeFacts, own: Names) -> list[Flaw]:
    """Other regencies' and cities' KPU. The pair `KPU Kabupaten/Kota`, `KPU Provinsi …` and `KPU RI` name no other
    office."""
    flaws = []
    for match in _OFFICE.finditer(text):
        name = _name_of(match["name"], typed_small=match.group()[:3].islower())
        if name and not _is_own(match["kind"][:3].casefold(), name, own):
            kind = "Kota" if match["kind"].casefold() == "kota" else "Kabupaten"
            flaws.append(Flaw("kantor-lain", {"found": f"KPU {kind} {name}", "office": office.short}))
    return flaws[:1]


def _name_of(words: str, *, typed_small: bool) -> str:
    """The words that can be a place's name: capitalised (unless all is typed small), up to the first that cannot
    be one."""
    name: list[str] = []
    for word in words.split():
        plain = fold(word).split(" ")[0]
        if (
            plain in _NO_NAME
            or not (typed_small or word[0].isupper())
            or (name and plain not in _DIRECTIONS and not _continues(name))
        ):
            break
        name.append(word)
    return " ".join(name)


def _continues(name: list[str]) -> bool:
    """Names of regencies that begin with a general word go on: `Kepulauan Seribu`, `Tanjung Jabung`, `Pulau
    Morotai`."""
    return len(name) == 1 and fold(name[0]) in {
        "kepulauan",
        "tanjung",
        "pulau",
        "bandar",
        "ogan",
        "hulu",
        "aceh",
        "labuhan",
        "labuhanbatu",
    }


def _is_own(kind: str, name: str, own: Names) -> bool:
    """Our own name, perhaps followed by other words; `Bandung Barat` is another regency than `Bandung`."""
    words = fold(name)
    for own_kind, own_name in own:
        if kind == own_kind and (words == own_name or own_name.startswith(f"{words} ")):
            return True
        rest = words.removeprefix(f"{own_name} ") if kind == own_kind else words
        if rest != words and rest.split(" ")[0] not in _DIRECTIONS:
            return True
    return not own
