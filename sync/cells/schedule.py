"""A retention schedule: an active and an inactive phase, each a length with perhaps a condition, and a fate.

People write these parts in any order; written is the whole: `5 tahun`, `1 tahun 6 bulan`, `5 tahun setelah MoU
berakhir`, `5 tahun, musnah`, `2 tahun aktif setelah diaudit, 3 tahun inaktif, permanen`. The unit is kept as typed:
twelve months do not become a year.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sync.cells.number_words import number_of
from sync.cells.placeholders import NOTHING, is_ditto, is_unknown
from sync.cells.text import fold, plain

UNITS = {
    **dict.fromkeys(("tahun", "thn", "th"), "tahun"),
    **dict.fromkeys(("bulan", "bln", "bl"), "bulan"),
    **dict.fromkeys(("minggu", "pekan"), "minggu"),
    **dict.fromkeys(("hari", "hr"), "hari"),
}
FATES = {
    "musnah": "musnah", "dimusnahkan": "musnah", "permanen": "permanen", "dipermanenkan": "permanen",
    "dinilai kembali": "dinilai kembali", "ditinjau kembali": "dinilai kembali",
}  # fmt: skip
"""What becomes of an archive at the end, as people write it."""


_UNIT = rf"(?:{'|'.join(sorted(UNITS, key=len, reverse=True))})\b\.?"
_COUNT = (
    r"(?:(?P<n>\d{1,3}) ?(?:\( ?(?P<w>[a-z ]+?) ?\))?"
    r"|\(?(?P<word>[a-z]+(?: belas| puluh(?: [a-z]+)?)?)\)?(?: ?\( ?(?P<figure>\d{1,3}) ?\))?)"
)
_LENGTH = re.compile(
    rf"(?<!\w){_COUNT} ?(?P<u>{_UNIT})(?: ?\( ?(?!(?:(?:in|non|tidak)[ -]?)?aktif|{'|'.join(FATES)})"
    r"(?P<again>[a-z ]+?) ?\))?", re.I,
)  # fmt: skip
_WHILE = re.compile(
    r"selama (?:(?:dokumen|arsip|peraturan|pejabat) )?(?:masih )?(?P<what>berlaku|menjabat|digunakan)\b", re.I
)
_PHASE = re.compile(
    r"\(? ?(?:\b(?:masa|retensi|arsip|jangka waktu)\s+)?\b(?P<phase>(?:in|non|tidak)[ -]?aktif|aktif)\b ?\)?", re.I
)
_FATE = re.compile(
    rf"\(? ?(?:\b(?:nasib akhir|keterangan|ket)\b[\s.:]*)?\b(?P<fate>{'|'.join(FATES)})\b ?\)?(?=\s*(?:$|[.,;)]))"
    .replace(" kembali", r"\s+kembali"), re.I,
)  # fmt: skip
_BETWEEN = re.compile(r"[\s,;/&+.:-]*(?:\b(?:dan|lalu|kemudian)\b)?[\s,;/&+.:-]*", re.I)
_SEPARATOR = re.compile(
    r"\s*[,;]\s*(?:(?:dan|lalu|kemudian)\s+)?|\s+(?:dan|lalu|kemudian)\s+|\s*[+&]\s*|\s+(?=\(? ?(?:in)?aktif\b)", re.I
)
_CONDITION = re.compile(
    r"[\s,]*(?P<how>(?:terhitung )?(?:setelah|sesudah|sejak|stlh|sth|ssdh)|terhitung mulai)\b\s*(?P<what>.*)", re.I
)
_SHORT = {"stlh": "setelah", "sth": "setelah", "ssdh": "sesudah"}
_NAME_BEHIND = re.compile(r"\s*\( ?(?P<phase>(?:in|non|tidak)[ -]?aktif|aktif) ?\)$", re.I)
_BLANK, _GAP, _COLON, _COMMA = re.compile(" ?"), re.compile("[ ,]*"), re.compile(r" ?[:=]? ?"), re.compile(r",? ?")
_OPEN_END = re.compile(r"[?…]|\.{3}|\b(?:dll|dst|dsb)\b", re.I)


class Unclear(Exception):
    """Understood, and contradicts itself or leaves open what it says."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Phase(NamedTuple):
    """A length with its condition; the name is empty where none is written."""

    length: str
    name: str = ""
    condition: str = ""

    def written(self) -> str:
        """The phase in the words of a schedule."""
        if self.name and self.length.startswith("selama"):
            return f"{self.name} {self.length}"
        return " ".join(filter(None, (self.length, self.name, self.condition)))


def written(phases: list[Phase], fate: str, *, guess: bool) -> str:
    """The parts as a schedule has them: active before inactive, the fate at the end. Nothing if they make no whole."""
    if len(phases) == 2:
        phases = _named(*phases, is_schedule=guess or bool(fate), guess=guess)
    by_name = {phase.name: phase for phase in phases}
    if not phases or len(by_name) < len(phases) or (len(phases) > 1 and "" in by_name):
        return ""
    texts = [by_name[name].written() for name in ("", "aktif", "inaktif") if name in by_name]
    whole = ", ".join([*texts, fate] if fate else texts)
    return f"S{whole[1:]}" if whole.startswith("selama") else whole


def _named(one: Phase, two: Phase, *, is_schedule: bool, guess: bool) -> list[Phase]:
    """Two phases without a name are the active and the inactive one, if a condition or fate shows a schedule."""
    if not one.name and not two.name and (is_schedule or one.condition or two.condition):
        return [one._replace(name="aktif"), two._replace(name="inaktif")]
    if guess and bool(one.name) != bool(two.name):
        other = "inaktif" if "aktif" in (one.name, two.name) else "aktif"
        return [phase._replace(name=phase.name or other) for phase in (one, two)]
    return [one, two]


def parts_of(typed: str, *, joined: bool = False) -> tuple[list[Phase], str] | None:
    """The phases and the fate of a text that holds nothing else. Conditions keep the letters they were typed in.
    `joined`: a comma stands between a year and its months (`1 tahun, 6 bulan`), not between two phases."""
    phases: list[Phase] = []
    fate, at, text = "", 0, plain(typed)
    while at < len(text):
        if not text[at].isdigit() and (match := _FATE.match(text, at)):
            if fate:
                return None
            fate, at = FATES[" ".join(match["fate"].casefold().split())], match.end()
        elif step := _phase(text, at, typed, joined=joined):
            phases.append(step[0])
            at = step[1]
        else:
            return None
        at = _past(_BETWEEN, text, at)
    return phases, fate


def _phase(text: str, at: int, typed: str, *, joined: bool) -> tuple[Phase, int] | None:
    """A phase that begins here and where it ends: its name before its length or behind it, its condition last."""
    before = None if text[at].isdigit() else _PHASE.match(text, at)
    length, end = _length(text, _past(_COLON, text, before.end()) if before else at, joined=joined)
    if not length:
        return None
    if end == len(text):
        return Phase(length, _name(before)), end
    word = before or _PHASE.match(text, _past(_COMMA, text, end))
    end = word.end() if word and not before else end
    condition, end = ("", end) if length.startswith("selama") else _condition(text, end, typed)
    if not word and (word := _NAME_BEHIND.search(condition)):
        condition = condition[: word.start()]
    return Phase(length, _name(word), condition), end


def _name(word: re.Match[str] | None) -> str:
    if word is None:
        return ""
    return "aktif" if word["phase"].casefold() == "aktif" else "inaktif"  # in whichever words


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where a text goes on behind what the pattern finds here."""
    match = pattern.match(text, at)
    return match.end() if match else at


def _length(text: str, at: int, *, joined: bool) -> tuple[str, int]:
    """The length that begins here (several in falling units) and where it ends; an empty one if none does."""
    if text[at : at + 1] in "sS" and (match := _WHILE.match(text, at)):
        return f"selama {match['what'].casefold()}", match.end()
    lengths: list[str] = []
    order, start = ["tahun", "bulan", "minggu", "hari"], at
    while match := _LENGTH.match(text, start):
        unit = UNITS[match["u"].rstrip(".").casefold()]
        number = _count(match)
        if number is None or unit not in order:
            break
        order = order[order.index(unit) + 1 :]
        lengths.append(f"{number} {unit}")
        at = match.end()
        start = _past(_GAP if joined else _BLANK, text, at)
    return " ".join(lengths), at


def _count(match: re.Match[str]) -> int | None:
    """The number of a length; its word, where there is one, must say the same."""
    number = int(match["n"]) if match["n"] else _number(match["word"])
    if number is not None and match["figure"] and int(match["figure"]) != number:
        raise Unclear("retensi-beda")
    for again in filter(None, (match["w"], match["again"])):
        said = number_of(again.casefold().removesuffix(f" {match['u'].casefold()}"))
        if number is None or said is None:
            return None
        if said != number:
            raise Unclear("retensi-beda")
    if number == 0:
        raise Unclear("retensi-nol")
    return number


def _condition(text: str, at: int, typed: str) -> tuple[str, int]:
    """What a length waits for, up to the next part, and where it ends. One that says nothing, or holds another length,
    has no one meaning."""
    match = _CONDITION.match(text, at)
    if not match:
        return "", at
    end = next(
        (gap.start() for gap in _SEPARATOR.finditer(text, match.start("what")) if _is_part(text, gap)), len(text)
    )
    what = typed[match.start("what") : end].strip(" .,;")
    unsaid = is_ditto(what) or is_unknown(fold(what)) or fold(what) in NOTHING
    if unsaid or not re.search(r"\w\w", what) or _OPEN_END.search(what):
        raise Unclear("retensi-syarat")
    if has_length(what):
        raise Unclear("retensi-tidak-pasti" if re.search(r"\batau\b", what, re.I) else "retensi-salah")
    how = match["how"].casefold()
    return f"{_SHORT.get(how, how)} {what}", end


def _is_part(text: str, gap: re.Match[str]) -> bool:
    """Whether behind a separator a fate, or a length with or without its phase, begins."""
    named = _PHASE.match(text, gap.end())
    return bool(_FATE.match(text, gap.end()) or _begins_length(text, named.end() if named else gap.end()))


def _begins_length(text: str, at: int) -> bool:
    at = _past(_COLON, text, at)
    match = _LENGTH.match(text, at)
    return bool((match and _is_number(match)) or _WHILE.match(text, at))


def has_length(text: str) -> bool:
    """Whether a text names a length anywhere."""
    return any(map(_is_number, _LENGTH.finditer(plain(text))))


def _is_number(length: re.Match[str]) -> bool:
    return bool(length["n"]) or _number(length["word"]) is not None


def _number(word: str) -> int | None:
    """The number of a word; `se` is one, as in `setahun`."""
    return 1 if word.casefold() == "se" else number_of(word.casefold())
