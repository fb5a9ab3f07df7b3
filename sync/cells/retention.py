"""How long something is kept: from what people type to a form of a retention schedule, `Selama berlaku` or `Permanen`.

What has no one meaning is a flaw, with what may be meant; nothing is ever filled in or left out.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from sync.cells.number_words import ONES, number_of
from sync.cells.schedule import FATES, UNITS, Unclear, has_length, parts_of, written
from sync.cells.text import CellValue, Flaw, clean, plain, squeeze, with_digits
from sync.spelling import closest

_FIXED = {
    "permanen": "Permanen", "permanent": "Permanen", "dipermanenkan": "Permanen", "selamanya": "Permanen",
    "tidakterbatas": "Permanen", "takterbatas": "Permanen", "waktutidakterbatas": "Permanen",
    "tidakadabataswaktu": "Permanen", "tanpabataswaktu": "Permanen",
    "selamaberlaku": "Selama berlaku", "selamamasihberlaku": "Selama berlaku", "masihberlaku": "Selama berlaku",
    "selamadokumenberlaku": "Selama berlaku", "selamadokumenmasihberlaku": "Selama berlaku",
    "selamamenjabat": "Selama menjabat", "selamamasihmenjabat": "Selama menjabat",
    "selamamasajabatan": "Selama menjabat", "selamapejabatmenjabat": "Selama menjabat",
}  # fmt: skip
_OTHER_WORDS = ("jra", "sesuai", "terhitung", "mulai", "masa", "selamanya", "sampai", "batas")
"""Words that are spelt nearly like one of a schedule, and are none."""

_LONGEST = 200

_DOUBT = re.compile(r"[^\w\s.,;:()'’\"“”/-]")
_UNCERTAIN = re.compile(
    r"\d ?(?:-|–|—|/|s\.?/?d\.?|sampai|atau|hingga) ?\d|\b(?:minimal|maksimal|sekitar|kurang|lebih|biasanya)\b"
    r"|[<>±~≥≤]|\d ?\+"
)
_SCHEDULE = re.compile(
    r"\b(?:jra|jadwal retensi|retensi arsip)\b|^(?:sesuai|menurut|mengikuti|berdasarkan|lihat|tergantung)\b"
)
# What follows a length that can be read, and changes what it says.
_CHANGING = (
    r"\b(?:atau|kecuali|musnah|permanen|dinilai)\b|^(?:bila|apabila|jika|hingga|sampai|selama|setelah|sejak|sesudah)\b"
)
_CHANGES = re.compile(rf"\d|[?…]|{_CHANGING}", re.I)
_FATE_FIRST = re.compile(r"^(dimusnahkan|musnah) (?:(?:setelah|sesudah) )?([^,;]*)$", re.I)
_CONDITION_IN_BRACKETS = re.compile(r"\s*\( ?((?:terhitung )?(?:setelah|sesudah|sejak|mulai) [^()]*)\)", re.I)
_BY_SCHEDULE = re.compile(
    r"^(?:(?:sesuai|menurut|mengikuti|berdasarkan|lihat) )?(?:dengan )?jra\b[\s:,.]*(?:\((.*)\)|(.*))$", re.I
)
_REMARK = re.compile(r"\s*\((?![^()]*aktif)[^()]*\)", re.I)


@lru_cache(maxsize=4096)
def read_retention(text: str) -> CellValue:
    """Text → a written form, or the text with the flaw that says why not."""
    value = clean(text)
    try:
        form = _read(value) if len(value) <= _LONGEST else ""
    except Unclear as unclear:
        return CellValue(value, (Flaw(unclear.code),))
    return CellValue(form) if form else CellValue(value, (_explain(value),))


def _read(value: str, *, guess: bool = False) -> str:
    """The written form, or nothing. `guess`: two lengths that nothing calls active and inactive are taken for that."""
    if (form := _FIXED.get(squeeze(value))) and not _DOUBT.search(value):
        return form
    text = value.strip(" .,;").lstrip("'’‘ ")
    readings = (parts_of(text, joined=joined) for joined in (False, True))
    return next(filter(None, (written(*parts, guess=guess) for parts in readings if parts)), "")


def _explain(value: str) -> Flaw:
    text = plain(value).casefold()
    mended = with_digits(value)
    if mended != value and len(value) <= _LONGEST and (form := _safe(mended)):
        return Flaw("huruf-angka", {"hint": form})
    if (number := number_of(text)) is not None or re.fullmatch(r"\d{1,3}", text, re.ASCII):
        return Flaw("retensi-satuan", {"hint": f"{number or int(text) or 5} tahun"})
    if _UNCERTAIN.search(text) or (re.search(r"\batau\b", text) and has_length(text)):
        return Flaw("retensi-tidak-pasti")
    if len(value) <= _LONGEST and (form := _meant(value)):
        return Flaw("retensi-mirip", {"hint": form})
    return Flaw("retensi-jra" if _SCHEDULE.search(text) else "retensi-salah")


def _safe(text: str, *, guess: bool = False) -> str:
    try:
        return _read(text, guess=guess)
    except Unclear:
        return ""


def _meant(value: str) -> str:
    """What may be meant: with its words spelt as they usually are, its phases named, or without the words behind it;
    nothing where these change what it says. Only ever a suggestion."""
    if _DOUBT.search(value):
        return ""
    spelt = re.sub(r"[^\W\d_]+", _spelt, value)
    fixed = _FIXED.get(closest(squeeze(value), _FIXED, 0.85), "")
    spelt = _BY_SCHEDULE.sub(r"\1\2", _CONDITION_IN_BRACKETS.sub(r" \1", spelt))  # `Sesuai JRA (5 tahun)`
    spelt = _FATE_FIRST.sub(r"\2, \1", spelt)  # `musnah setelah 5 tahun`
    return _safe(spelt) or fixed or _safe(_REMARK.sub(_unless_it_changes, spelt), guess=True) or _beginning(spelt)


def _unless_it_changes(remark: re.Match[str]) -> str:
    return remark[0] if re.search(_CHANGING, remark[0].strip(" ()"), re.I) else ""


def _spelt(word: re.Match[str]) -> str:
    known = _words()
    if len(word[0]) < 3 or word[0].casefold() in known:
        return word[0]
    return closest(word[0].casefold(), known, 0.75) or word[0]


@cache
def _words() -> tuple[str, ...]:
    """The words of a schedule."""
    others = "belas puluh aktif inaktif selama masih berlaku menjabat digunakan dan setelah sesudah sejak permanent"
    return (*UNITS, *ONES, *" ".join(FATES).split(), *others.split(), *_OTHER_WORDS)


def _beginning(value: str) -> str:
    """What the longest beginning says that can be read, if what follows changes nothing of it."""
    for gap in reversed(list(re.finditer(r"[\s,;/(]+", value))):
        if not _CHANGES.search(value[gap.end() :]) and (form := _safe(value[: gap.start()])):
            return form
    return ""
