"""A time and a place in one cell, taken apart, in either order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from sync.cells.period import LONGEST, MONTH_WORDS, SERIAL, WEEKDAYS, period_days, written
from sync.cells.regencies import ambiguous, regencies
from sync.cells.text import squeeze, words

_VAGUE = words(
    """awal akhir pertengahan sekitar kira setiap tiap sesuai sebelum setelah sejak mulai hingga sampai antara kurang
    lebih minggu pekan dan atau tidak belum semester sem smt triwulan tw kuartal caturwulan periode masa ajaran akademik
    pelajaran ganjil genap pertama kedua ketiga keempat hari rutin berkala tahap pemilu pilkada pemilihan rapat revisi
    edisi tanggal ditetapkan disahkan diterbitkan dibuat disusun selesai sekarang kini berjalan seterusnya lanjutan"""
)
_DOCUMENTS = words(
    """posisi per pada kondisi keadaan status data dokumen laporan rpjmd rpjpd rpjmn rkpd renstra renja renop rka rkt
    dipa dpa apbd apbn lakip lkjip lkj lppd lkpj iku pk sk spt lhp audited unaudited draft draf final konsep versi nomor
    no update terbit terbitan cetakan arsip kegiatan anggaran program"""
)
_NO_PLACE = _VAGUE | _DOCUMENTS | MONTH_WORDS.keys() | WEEKDAYS.keys()
_WORDS = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[\s,./;:()–-]+")
_AROUND = " ,.;:/()–-"
_AT = re.compile(r"(?:bertempat )?di\s+", re.IGNORECASE)
_KIND = re.compile(r"^(?:kabupaten|kab\.?|kota|provinsi)\s+", re.IGNORECASE)
_LONGEST_PLACE = 40
_ROMAN_NUMBER = re.compile(r"[ivxlc]+")


def split_place(value: str) -> tuple[str, str]:
    """`Tegal bulan Juli 2025` and `Juli 2025, Tegal` → (`Tegal`, `Juli 2025`): the longest ending that is a time,
    after words that may name a place, or the longest beginning, before a place. A time that has no written form
    (`2–4 Mei 2024`) is given as it stands."""
    if len(value) > LONGEST:
        return "", ""
    before = ((place.rstrip(",.;:-"), time) for place, time in _endings(value) if _may_be_place(place))
    return next(before, None) or next(_beginnings(value), ("", ""))


def time_behind_words(value: str) -> str:
    """`RPJMD 2021-2026` → `2021–2026`: the time behind words that say what the document is; nothing for other texts."""
    endings = _endings(value) if len(value) <= LONGEST else iter(())
    about = ((frozenset(_WORDS.findall(before.lower())), time) for before, time in endings)
    return next((time for before, time in about if before & _DOCUMENTS and not before & _VAGUE), "")


def time_before_words(value: str) -> tuple[str, str]:
    """`Triwulan I 2025 Rangkasbitung` → (`Rangkasbitung`, `Triwulan I 2025`): words that may be a place that nobody
    knows, and the time before them; two empty texts for others."""
    known = _beginnings(value, unknown_places=True) if len(value) <= LONGEST else iter(())
    return next(known, ("", ""))


def _endings(value: str) -> Iterator[tuple[str, str]]:
    """What stands before a time at the end, without a digit, and that time; the longest time first."""
    for gap in _GAP.finditer(value):
        before, rest = value[: gap.start()].strip(), value[gap.end() :].strip(" )")
        if not before or any(sign.isdigit() for sign in before):
            return
        if time := _as_written(rest):
            yield before, time


def _beginnings(value: str, *, unknown_places: bool = False) -> Iterator[tuple[str, str]]:
    """The place behind a time, and that time; the longest time first. Where nothing but a blank stands between them, it
    is one that is known, unless `unknown_places`."""
    for gap in reversed(list(_GAP.finditer(value))):
        rest = _AT.sub("", value[gap.end() :]).strip(_AROUND)
        apart = unknown_places or gap.group().strip() != "" or _AT.match(value, gap.end()) is not None
        if not rest or len(rest) > _LONGEST_PLACE or any(sign.isdigit() for sign in rest):
            continue
        if (apart or _is_known(rest)) and _may_be_place(rest) and (time := _as_written(value[: gap.start()].strip())):
            yield rest, time


def _as_written(text: str) -> str:
    """A time in its written form, or as it stands where it has none; empty for what is none, or may be a postal
    code."""
    first, last = ("", "") if SERIAL.fullmatch(text) else period_days(text)
    return first and (written((date.fromisoformat(first), date.fromisoformat(last))) or text)


def _is_known(place: str) -> bool:
    name = squeeze(_KIND.sub("", place))
    return name in regencies() or name in ambiguous()


def _may_be_place(text: str) -> bool:
    """Whether a name can be in it: not a sign, a numeral (`XII/2025`), or words about time alone."""
    words = _WORDS.findall(re.sub("['’]", "", text.lower()))
    return _NO_PLACE.isdisjoint(words) and any(len(word) > 2 and not _ROMAN_NUMBER.fullmatch(word) for word in words)
