"""What a cell looks like, whatever stands over its column; and a cell that says two things, taken apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from sync.cells.cell import Tick, read_tick
from sync.cells.choice import read_choice
from sync.cells.period import MONTH_WORDS
from sync.cells.period_reading import read_period
from sync.cells.regencies import regencies
from sync.cells.retention import read_retention
from sync.cells.schedule import FATES
from sync.cells.text import clean, fold, squeeze
from sync.cells.time_and_place import split_place
from sync.importing.list_rows import is_number
from sync.importing.unit_names import UnitNames
from sync.importing.words import ListWords
from sync.template.template import Template

_ADDRESS = re.compile(r"https?:\s*//|\bwww\.|\b(?:drive|docs)\.google\.com", re.IGNORECASE)
_LENGTH = re.compile(
    r"\b\d{1,3}\b.*\b(?:tahun|thn|th|bulan|bln)\b|permanen|\bjra\b|\b(?:aktif|inaktif|berlaku|selama)\b", re.I
)
_TIME = re.compile(r"\b(?:19|20)\d\d\b|\b(?:triwulan|tw|semester|smt|tahun|bulan|tanggal|tiap|setiap)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$")
_PLACE_LEAST, _PLACE_MOST = 3, 40


class CellKinds:
    """The tests of one office: does a text look like what a role holds?"""

    def __init__(self, template: Template, words: ListWords, units: UnitNames, places: Iterable[str]) -> None:
        self._template = template
        self._words = words
        self._units = units
        self._places = {squeeze(place) for place in places} | set(regencies())
        self.looks: Mapping[str, Callable[[str], bool]] = {
            "waktu": self.is_time, "waktu_tempat": self._is_time_and_place, "bentuk": self._is_choice("bentuk"),
            "retensi": self._is_retention, "usulan": self._is_choice("klasifikasi"), "tautan": self._is_address,
            "sub_bagian": self._is_unit, "penanggung_jawab": units.is_official, "tempat": self.is_place,
            "retensi_nasib": is_fate, "lokasi_arsip": self._is_shelf, "nomor": is_number, "tick": self.is_tick,
        }  # fmt: skip

    def share(self, role: str, texts: Iterable[str]) -> float:
        """Which part of these texts looks like what the role holds; 0 where there are none, or nothing to go by."""
        texts = list(texts)
        looks = self.looks.get(role)
        return sum(map(looks, texts)) / len(texts) if looks and texts else 0.0

    def sound_like_units(self, texts: Sequence[str]) -> bool:
        """Whether most of these texts seem to name units."""
        return 2 * sum(map(self._units.sounds_like_unit, texts)) > len(texts)

    def is_time(self, text: str) -> bool:
        """A day, month, year or part of one."""
        read = read_period(text)
        return not read.flaws or read.flaws[0].code in ("waktu-tanpa-tahun", "huruf-angka")

    def _is_time_and_place(self, text: str) -> bool:
        place, time = split_place(clean(text))
        return bool(place and time)

    def _is_choice(self, name: str) -> Callable[[str], bool]:
        choices = self._template.choices[name]
        return lambda text: not read_choice(text, choices).flaws

    def _is_retention(self, text: str) -> bool:
        return not read_retention(text).flaws or (len(text) < 80 and _LENGTH.search(text) is not None)

    def _is_address(self, text: str) -> bool:
        return _ADDRESS.search(text) is not None

    def _is_unit(self, text: str) -> bool:
        return bool(self._units.split(text)[0]) and not self._units.is_official(text)

    def is_place(self, text: str) -> bool:
        """The name of a regency or city, or of the office's own place."""
        words = fold(text)
        bare = words.removeprefix("kabupaten ").removeprefix("kota ").removeprefix("kab ")
        return squeeze(bare) in self._places

    def _is_shelf(self, text: str) -> bool:
        return fold(text).split(" ", 1)[0] in self._words.shelves

    def is_tick(self, text: str) -> bool:
        """A sign that ticks or unticks."""
        return len(text) <= 6 and read_tick(text, self._template.ticks["form"]) in (Tick.YES, Tick.NO)


def is_stamp(text: str) -> bool:
    """Whether a text ends with a time of day: when something was entered, not when a document was made."""
    clock = _CLOCK.search(text)
    return clock is not None and any(sign in "123456789" for sign in clock[0])


def is_fate(text: str) -> bool:
    """What becomes of an archive at the end."""
    return fold(text) in FATES


def may_be_place(text: str) -> bool:
    """Whether a text can name a place: a few words without a number, none of them about time."""
    words = fold(text).split()
    about_time = bool(_TIME.search(text)) or any(word in MONTH_WORDS for word in words)
    named = any(len(word) >= _PLACE_LEAST for word in words)
    return named and len(text) <= _PLACE_MOST and not about_time and not any(map(str.isdigit, text))
