"""What a spreadsheet's locale decides: the decimal mark, the order of a date, the currency."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 – a spreadsheet's dates have no zone [documentation]


class Locale(NamedTuple):
    decimal: str
    thousands: str
    order: str
    """Of a date in figures: `mdy`, `dmy` or `ymd`."""
    date: str
    currency: str
    months: tuple[str, ...] = MONTHS
    days: tuple[str, ...] = DAYS

    @property
    def time(self) -> str:
        return "h:mm:ss" if self.decimal == "." else "hh:mm:ss"


POINT = Locale(".", ",", "dmy", "dd/mm/yyyy", "£")
COMMA = Locale(",", ".", "dmy", "dd/mm/yyyy", "€")
KNOWN = {
    "en_US": Locale(".", ",", "mdy", "m/d/yyyy", "$"),
    "en_GB": POINT,
    "id_ID": Locale(",", ".", "dmy", "dd/mm/yyyy", "Rp", BULAN, HARI),
    "in_ID": Locale(",", ".", "dmy", "dd/mm/yyyy", "Rp", BULAN, HARI),
    "fr_FR": Locale(",", "\u202f", "dmy", "dd/mm/yyyy", "€"),
    "de_DE": Locale(",", ".", "dmy", "dd.mm.yyyy", "€"),
    "ja_JP": Locale(".", ",", "ymd", "yyyy/mm/dd", "¥"),
    "zh_CN": Locale(".", ",", "ymd", "yyyy-m-d", "¥"),
}
COMMA_LANGUAGES = {"id", "in", "fr", "de", "es", "it", "nl", "pt", "ru", "pl", "tr", "da", "fi", "nb", "sv", "cs", "vi"}
LANGUAGES = COMMA_LANGUAGES | {
    "en",
    "ja",
    "zh",
    "ko",
    "th",
    "he",
    "ar",
    "hi",
    "ms",
    "fil",
    "uk",
    "hu",
    "ro",
    "el",
    "bg",
}


def locale(name: str) -> Locale:
    if name in KNOWN:
        return KNOWN[name]
    return COMMA if name.split("_", maxsplit=1)[0] in COMMA_LANGUAGES else POINT


def is_locale(name: str) -> bool:
    language, _, land = name.partition("_")
    return language in LANGUAGES and (not land or (land.isalpha() and land.isupper() and len(land) == 2))


def serial(moment: dt.datetime) -> float:
    """Days since 1899-12-30: 2020-01-01 is 43831 [recorded]."""
    gap = moment - EPOCH
    return gap.days + gap.seconds / 86400 + gap.microseconds / 86_400_000_000


def moment_of(number: float) -> dt.datetime:
    return EPOCH + dt.timedelta(milliseconds=round(number * 86_400_000))
