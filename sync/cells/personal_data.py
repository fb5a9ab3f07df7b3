"""What must not become public by accident: personal data, and another office's name left in a copied row.

Every check is a regular expression over one text with a cheap first look, because it runs over every cell.
Structure decides, so that document numbers are left alone: a NIK or KK number begins with a province code and
carries a date; an account number stands after a word for an account. What is found is quoted with its middle
hidden: the sentence travels further than the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote

from sync.cells.other_offices import OfficeFacts, find_offices, names_other, own_names, own_pattern
from sync.cells.text import Flaw, clean, failing, plain, words

# First looks: ten digits and separators in a row, and ten digits with nothing but separators between (years and sums of
# money have fewer). What an office's name looks like is in `sync.cells.other_offices`.
_TEN_DIGITS = re.compile(r"(?:\d[ .()+‐-―−-]*){10}")
_NUMERIC = bytes(ord("0") if byte in b"0123456789 .-" or byte > 127 else ord("x") for byte in range(256))

# The checks themselves run over a text whose dashes and digits are the plain ones.
_SEP = r"[ .-]"
_GAP = r"(?: ?[.-] ?| )"
_SIXTEEN = re.compile(
    rf"(?<![0-9])(?:\d{{4}}{_SEP}?\d\d{_SEP}?\d{{6}}{_SEP}?\d{{4}}|\d{{4}}({_SEP})\d{{4}}\1\d{{4}}\1\d{{4}}"
    rf"|\d\d({_SEP})\d\d\2\d\d\2(?:\d{{6}}|\d\d\2\d\d\2\d\d)\2\d{{4}})(?![0-9])"
)
_CIVIL_WORD = re.compile(
    r"\b(?:nik|no\.? ?kk|nomor kk|kartu keluarga|no\.? ?ktp|nomor ktp|nomor induk kependudukan)\b"
    r"\W{0,3}(?:(?:no|nomor)\b\W{0,3})?$",
    re.IGNORECASE,
)
_NIP = re.compile(rf"(?<![0-9])\d{{8}}{_SEP}?\d{{4}}{_SEP}?\d\d{_SEP}?\d{_SEP}?\d{{3}}(?![0-9])")
_NPWP = re.compile(
    rf"(?<!\d)\d\d\.\d{{3}}\.\d{{3}}\.\d[-.]\d{{3}}\.\d{{3}}(?!\d)"
    rf"|\bnpwp\b\W{{0,4}}(?:(?:no|nomor)\W{{0,3}})?(?P<named>\d(?:{_SEP}?\d){{14,15}})(?!\d)",
    re.IGNORECASE,
)
_PHONE = re.compile(
    rf"(?:(?<![0-9A-Za-z])|(?<=WA)|(?<=Wa)|(?<=wa)|(?<=HP)|(?<=Hp)|(?<=hp))\(?"
    rf"(?:(?:\+? ?|00)62{_GAP}?(?:\(0\)|\()?|0)8[1235789]\d?\)?"
    rf"(?:{_GAP}?\d{{3,4}}){{2}}(?:{_GAP}?\d{{1,4}})?(?![0-9A-Za-z])"
)
_MONEY = re.compile(r"\b(?:Rp|IDR)\.? ?$", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})")
_ACCOUNT = re.compile(
    rf"\b(?:rekening|norek|rek|a\.?c\.? ?no|bank|bri|bni|bca|btn|bjb|bsi|mandiri|cimb|danamon)\b"
    rf"[^\d\n]{{0,30}}"
    rf"(\d(?:{_SEP}?\d){{9,17}})(?!\d)",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\d{1,2}[ .-]\d{1,2}[ .-](?:19|20)\d\d|(?:19|20)\d\d[ .-](?:(?:19|20)\d\d|\d\d[ .-]\d\d)|^\d{1,3}(?:\.\d{3})+$"
)
_PROVINCES = words(
    """11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95
    96 97"""
)
_FOLDERS = re.compile(r"(?<=/d/)[\w-]{15,}|(?<=/folders/)[\w-]{15,}|(?<=[?&]id=)[\w-]{15,}|(?<=[?&]resourcekey=)[\w-]+")


class Watch:
    """The checks for one office, with a quick first look for the many texts that hold nothing of the kind."""

    def __init__(self, office: OfficeFacts) -> None:
        self.office = office
        self.own = own_names(office)
        self.own_name = own_pattern(office)

    def suspects(self, texts: Iterable[str]) -> list[str]:
        """The texts worth the full check: an address sign, a long number, or what may be another office's name is in
        them."""
        return failing(texts, self._passes)

    def _passes(self, text: str) -> bool:
        return not ("@" in text or "%" in text or _may_number(text) or names_other(text, self.own_name))

    def check(self, text: str) -> tuple[Flaw, ...]:
        """Everything in a text that must not be published. Looks into the names in addresses, too (`%20` and all)."""
        if self._passes(text):
            return ()
        if "://" in text:
            text = unquote(_FOLDERS.sub("", text), errors="replace")
        numbers = personal_numbers(text)
        text = plain(clean(text, lines=True))
        addresses = _addresses(text, self.office) if "@" in text else ()
        return (*numbers, *addresses, *find_offices(text, self.office, self.own))


def _may_number(text: str) -> bool:
    """Whether a long number can be in a text; the first of the two conditions is quick, and few texts meet it."""
    signs = text.encode("utf-8", "surrogatepass").translate(_NUMERIC)
    return b"0000000000" in signs and _TEN_DIGITS.search(text) is not None


@lru_cache(maxsize=8)
def _watch(office: OfficeFacts) -> Watch:
    return Watch(office)


def check_text(text: str, office: OfficeFacts) -> tuple[Flaw, ...]:
    """The flaws of `Watch.check`, for a single text."""
    return _watch(office).check(text)


def personal_numbers(text: str) -> list[Flaw]:
    """The numbers of persons in a text, whichever office wrote it."""
    text = plain(clean(text, lines=True))
    return _numbers(text) if _TEN_DIGITS.search(text) else []


def hide(found: str) -> str:
    """The ends of a number or address, its middle hidden: enough to find it, too little to use it."""
    edge = max(1, min(4, len(found) // 4))
    return f"{found[:edge]}…{found[-edge:]}"


def _numbers(text: str) -> list[Flaw]:
    checks = (("data-pribadi-nik", _civil), ("data-pribadi-nip", _nip), ("data-pribadi-npwp", _npwp),
              ("data-pribadi-telepon", _phones), ("data-pribadi-rekening", _accounts))  # fmt: skip
    flaws: list[Flaw] = []
    for code, find in checks:
        for found in find(text):
            flaws.append(Flaw(code, {"found": hide(found)}))
            text = text.replace(found, "…")
    return flaws


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _civil(text: str) -> list[str]:
    """NIK and KK numbers: sixteen digits with a province code and a date (a woman's day + 40), or any sixteen
    named so."""
    return [
        found.group()
        for found in _SIXTEEN.finditer(text)
        if has_civil_structure(_digits(found.group())) or _CIVIL_WORD.search(text[: found.start()])
    ]


def has_civil_structure(number: str) -> bool:
    """Sixteen digits: province, regency, district, day (+ 40 for women), month, year, serial number (never 0000)."""
    day, month = int(number[6:8]), int(number[8:10])
    real_day = 1 <= (day - 40 if day > 40 else day) <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)
    return number[:2] in _PROVINCES and number[2:4] != "00" and real_day and 1 <= month <= 12 and number[12:] != "0000"


def _nip(text: str) -> list[str]:
    return [found.group() for found in _NIP.finditer(text) if has_nip_structure(_digits(found.group()))]


def has_nip_structure(number: str) -> bool:
    """Eighteen digits: birth day, year and month of appointment, 1 or 2, serial number."""
    born, born_month, born_day = int(number[:4]), int(number[4:6]), int(number[6:8])
    since, since_month = int(number[8:12]), int(number[12:14])
    real = 1930 <= born <= 2015 and 1 <= born_month <= 12 and 1 <= born_day <= 31
    return real and born < since <= 2100 and (1 <= since_month <= 12 or since_month == 21) and number[14] in "12"


def _npwp(text: str) -> list[str]:
    return [found["named"] or found.group() for found in _NPWP.finditer(text)]


def _phones(text: str) -> list[str]:
    found = (match for match in _PHONE.finditer(text) if not _MONEY.search(text[: match.start()]))
    return [match.group() for match in found if 10 <= len(_digits(match.group())) <= 15]


def _accounts(text: str) -> list[str]:
    return [found[1] for found in _ACCOUNT.finditer(text) if not _DATED.search(found[1])]


def _addresses(text: str, office: OfficeFacts) -> list[Flaw]:
    """E-mail addresses that are neither the office's own nor under go.id."""
    own = office.email.casefold()
    found = (match for match in _EMAIL.finditer(text) if match.group().casefold() != own)
    strangers = (match for match in found if not f".{match[1].casefold()}".endswith(".go.id"))
    return [Flaw("data-pribadi-surel", {"found": hide(match.group())}) for match in strangers]
