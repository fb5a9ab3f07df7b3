"""How long something is kept: from what people type to the forms of a retention schedule.

Written forms: `5 tahun`, `12 bulan`, `1 tahun 6 bulan`, `2 tahun aktif, 3 tahun inaktif` (also with the fate at
the end: `, musnah`), `5 tahun setelah tidak berlaku`, `Selama berlaku`, `Selama menjabat`, `Permanen`. The unit is
kept as typed: twelve months do not become a year. What has no one meaning is a flaw, and nothing is ever filled
in.
"""

from __future__ import annotations

import re

from sync.cells.text import CellValue, Flaw, clean, plain, squeeze, with_digits

_UNITS = {
    **dict.fromkeys(("tahun", "thn", "th"), "tahun"),
    **dict.fromkeys(("bulan", "bln", "bl"), "bulan"),
    **dict.fromkeys(("minggu", "pekan"), "minggu"),
    **dict.fromkeys(("hari", "hr"), "hari"),
}
_ONES = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11,
}  # fmt: skip
_FIXED = {
    "permanen": "Permanen", "permanent": "Permanen", "dipermanenkan": "Permanen", "selamanya": "Permanen",
    "tidakterbatas": "Permanen", "takterbatas": "Permanen", "waktutidakterbatas": "Permanen",
    "selamaberlaku": "Selama berlaku", "selamamasihberlaku": "Selama berlaku", "masihberlaku": "Selama berlaku",
    "selamadokumenberlaku": "Selama berlaku", "selamadokumenmasihberlaku": "Selama berlaku",
    "selamamenjabat": "Selama menjabat", "selamamasihmenjabat": "Selama menjabat",
    "selamamasajabatan": "Selama menjabat", "selamapejabatmenjabat": "Selama menjabat",
}  # fmt: skip
FATES = {"musnah": "musnah", "dimusnahkan": "musnah", "permanen": "permanen", "dinilai kembali": "dinilai kembali"}
"""What becomes of an archive at the end, as people write it."""

_LONGEST = 200

_UNIT = rf"(?:{'|'.join(sorted(_UNITS, key=len, reverse=True))})\b\.?"
_COUNT = (
    r"(?:(?P<n>\d{1,3}) ?(?:\( ?(?P<w>[a-z ]+?) ?\))?"
    r"|\(?(?P<word>[a-z]+(?: belas| puluh(?: [a-z]+)?)?)\)?(?: ?\( ?(?P<figure>\d{1,3}) ?\))?)"
)
_LENGTH = re.compile(rf"{_COUNT} ?(?P<u>{_UNIT})(?: ?\( ?(?!(?:(?:in|non|tidak)[ -]?)?aktif)(?P<again>[a-z ]+?) ?\))?")
_PHASE_WORD = re.compile(r"\(? ?\b(?P<phase>(?:in|non|tidak)[ -]?aktif|aktif)\b ?\)?")
_AFTER = re.compile(r"(?P<how>setelah|sesudah|sejak)\b (?P<what>(?=.*\w\w)\S.*)")
_BETWEEN = re.compile(r"^[\s,;/&+.:-]*(?:\b(?:dan|lalu|kemudian)\b)?[\s,;/&+.:-]*")
_DOUBT = re.compile(r"[^\w\s.,;:()'’\"“”/-]")
_UNCERTAIN = re.compile(
    r"\d ?(?:-|–|—|/|s\.?/?d\.?|sampai|atau|hingga) ?\d|\b(?:minimal|maksimal|sekitar|kurang|lebih|biasanya)\b|[<>±~≥≤]"
)


class _Unclear(Exception):
    """Understood, and contradicts itself."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def number_of(words: str) -> int | None:
    """An Indonesian number word up to ninety-nine (`dua belas` → 12); None for any other text."""
    parts = words.split()
    if len(parts) == 1 and parts[0].endswith("belas") and parts[0] not in _ONES:
        parts = [parts[0].removesuffix("belas"), "belas"]
    if len(parts) == 1:
        return _ONES.get(parts[0])
    if len(parts) == 2 and parts[1] == "belas" and 2 <= _ONES.get(parts[0], 0) <= 9:
        return 10 + _ONES[parts[0]]
    if len(parts) in (2, 3) and parts[1] == "puluh" and 2 <= _ONES.get(parts[0], 0) <= 9:
        rest = _ONES.get(parts[2], 0) if len(parts) == 3 else 0
        return 10 * _ONES[parts[0]] + rest if rest < 10 and (rest or len(parts) == 2) else None
    return None


def read_retention(text: str) -> CellValue:
    """Text → a written form, or the text with the flaw that says why not."""
    value = clean(text)
    try:
        form = _read(value) if len(value) <= _LONGEST else ""
    except _Unclear as unclear:
        return CellValue(value, (Flaw(unclear.code),))
    return CellValue(form) if form else CellValue(value, (_explain(value),))


def _read(value: str) -> str:
    if (form := _FIXED.get(squeeze(value))) and not _DOUBT.search(value):
        return form
    value = value.strip(" .,;").lstrip("'’‘ ")
    text = re.sub(r"\bse(?=tahun\b|bulan\b)", "1 ", plain(value).lower())
    return _read_phases(text) or _read_plain(text, value)


def _read_plain(text: str, typed: str) -> str:
    """`5 tahun`, `1 tahun 6 bulan`, and either with `setelah …`, whose words keep the case they were typed in."""
    lengths, rest = _lengths(text)
    if not lengths:
        return ""
    if not rest:
        return " ".join(lengths)
    after = _AFTER.fullmatch(rest)
    return f"{' '.join(lengths)} {after['how']} {typed[-len(after['what']) :]}" if after else ""


def _lengths(text: str) -> tuple[list[str], str]:
    """The lengths a text begins with, each in a smaller unit than the one before, and what follows them."""
    lengths: list[str] = []
    order = ["tahun", "bulan", "minggu", "hari"]
    while match := _LENGTH.match(text):
        unit = _UNITS[match["u"].rstrip(".")]
        number = _count(match)
        if number is None or unit not in order:
            break
        order = order[order.index(unit) + 1 :]
        lengths.append(f"{number} {unit}")
        text = text[match.end() :].lstrip(" ,")
    return lengths, text


def _count(match: re.Match[str]) -> int | None:
    """The number of a length; its word, where there is one, must say the same."""
    number = int(match["n"]) if match["n"] else number_of(match["word"])
    if match["figure"] and int(match["figure"]) != number:
        raise _Unclear("retensi-beda")
    for word in (match["w"], match["again"]):
        if word and number_of(word.removesuffix(f" {match['u']}")) not in (number, None):
            raise _Unclear("retensi-beda")
        if word and number_of(word.removesuffix(f" {match['u']}")) is None:
            return None
    if number == 0:
        raise _Unclear("retensi-nol")
    return number


def _read_phases(text: str) -> str:
    """`2 tahun aktif, 3 tahun inaktif`: the active time first, whichever was typed first; perhaps with the fate at
    the end."""
    phases: dict[str, str] = {}
    while len(phases) < 2 and (step := _phase(text)):
        phase, length, text = step
        if phase in phases:
            return ""
        phases[phase] = length
    fate = FATES.get(" ".join(re.sub(r"[,;/()\-]", " ", text).split())) if text else ""
    if not phases or (text and not fate):
        return ""
    parts = [f"{phases[phase]} {phase}" for phase in ("aktif", "inaktif") if phase in phases]
    return ", ".join([*parts, fate] if fate else parts)


def _phase(text: str) -> tuple[str, str, str] | None:
    """(phase, length, rest) from `2 tahun aktif …` or `aktif 2 tahun …`."""
    before = _PHASE_WORD.match(text)
    lengths, rest = _lengths(re.sub(r"^ ?[:=]? ?", "", text[before.end() :]) if before else text)
    word = before or _PHASE_WORD.match(rest)
    if not lengths or not word:
        return None
    rest = rest if before else rest[word.end() :]
    phase = "aktif" if word["phase"] == "aktif" else "inaktif"  # in whichever words
    return phase, " ".join(lengths), _BETWEEN.sub("", rest)


def _explain(value: str) -> Flaw:
    text = plain(value).casefold()
    mended = with_digits(value)
    if mended != value and len(value) <= _LONGEST and (form := _safe(mended)):
        return Flaw("huruf-angka", {"hint": form})
    if re.fullmatch(r"\d{1,3}", text, re.ASCII):
        return Flaw("retensi-satuan", {"hint": f"{int(text) or 5} tahun"})
    if _UNCERTAIN.search(text):
        return Flaw("retensi-tidak-pasti")
    return Flaw("retensi-salah")


def _safe(text: str) -> str:
    try:
        return _read(text)
    except _Unclear:
        return ""
