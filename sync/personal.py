"""What must not become public by accident: personal data, and another office's name left in a copied row.

Every check is a regular expression over one text with a cheap first look, because it runs over every cell. Structure decides,
so that document numbers are left alone: a NIK or KK number begins with a province code and carries a date; an account number
stands after a word for an account. What is found is quoted with its middle hidden: the sentence travels further than the cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from sync.spelling import Flaw, clean, fold

# First look: an address sign, eight digits with at most one separator between two, or words that name an office.
_SUSPECT = re.compile(r"@|\d(?:[ .–-]?\d){7}|\b(?:KPU|komisi pemilihan umum)\b(?=\W+(?:kab|kota))", re.IGNORECASE | re.ASCII)

_LETTERS_BEFORE = r"(?:(?<![0-9A-Za-z])|(?<=NIK)|(?<=KTP)|(?<=KK)|(?<=NIP)|(?<=No)|(?<=no)|(?<=nik))"
_SEP = r"[ .–-]"
_SIXTEEN = re.compile(
    rf"{_LETTERS_BEFORE}(?:\d{{16}}|\d{{4}}({_SEP})\d{{4}}\1\d{{4}}\1\d{{4}}|\d{{6}}({_SEP})\d{{6}}\2\d{{4}}"
    rf"|\d\d({_SEP})\d\d\3\d\d\3(?:\d{{6}}|\d\d\3\d\d\3\d\d)\3\d{{4}})(?![0-9])"
)
_CIVIL_WORD = re.compile(r"\b(?:nik|no\.? ?kk|nomor kk|kartu keluarga|no\.? ?ktp|nomor ktp|nomor induk kependudukan)\b\W{0,3}(?:(?:no|nomor)\b\W{0,3})?$", re.IGNORECASE)
_NIP = re.compile(rf"{_LETTERS_BEFORE}(?:\d{{18}}|\d{{8}}({_SEP})\d{{6}}\1\d\1\d{{3}})(?![0-9])")
_NPWP = re.compile(r"(?<!\d)\d\d\.\d{3}\.\d{3}\.\d[-.]\d{3}\.\d{3}(?!\d)|\bnpwp\b\W{0,4}(?:(?:no|nomor)\W{0,3})?\d{15,16}(?!\d)", re.IGNORECASE)
_PHONE = re.compile(rf"(?<![0-9A-Za-z])(?:\+? ?62{_SEP}?(?:\(0\))?|0)8[1235789]\d?(?:{_SEP}?\d{{3,4}}){{2}}(?:{_SEP}?\d{{1,4}})?(?![0-9A-Za-z])")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})")
_ACCOUNT = re.compile(
    rf"\b(?:rekening|norek|no\.? ?rek|rek\.|a\.?c\.? ?no|bank|bri|bni|bca|btn|bjb|bsi|mandiri|cimb|danamon)\b[^\d\n]{{0,30}}"
    rf"(\d(?:{_SEP}?\d){{9,17}})(?!\d)",
    re.IGNORECASE,
)
_DATED = re.compile(r"\d{1,2}[ .–-]\d{1,2}[ .–-](?:19|20)\d\d|(?:19|20)\d\d[ .–-](?:(?:19|20)\d\d|\d\d[ .–-]\d\d)|^\d{1,3}(?:\.\d{3})+$")
_PROVINCES = frozenset("11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95 96 97".split())
_FOLDERS = re.compile(r"(?<=/d/)[\w-]{15,}|(?<=/folders/)[\w-]{15,}|(?<=[?&]id=)[\w-]{15,}|(?<=[?&]resourcekey=)[\w-]+")

_OFFICE = re.compile(
    r"\b(?:KPU|komisi pemilihan umum)\s+(?P<kind>kabupaten|kab\b\.?|kota)\s*(?P<name>[A-Za-z][\w'’-]*(?:[ ]+[A-Za-z][\w'’-]*){0,2})", re.IGNORECASE
)
_NO_NAME = frozenset(
    "dan atau kota kabupaten kab se di ke yang dalam untuk pada tahun ini itu tersebut lain lainnya induk setempat penyelenggara oleh"
    " dengan serta dari sebagai adalah telah akan tidak wajib harus dapat secara bersama melalui terkait masing tanggal nomor hasil"
    " pemilihan pemilu pilkada provinsi seluruh sebanyak seindonesia sebanten tingkat periode antara para setiap terhadap tentang".split()
)
_DIRECTIONS = frozenset("barat timur utara selatan tengah tenggara laut daya barat daya kepulauan hulu hilir ilir ulu raya".split())


@dataclass(frozen=True)
class OfficeFacts:
    """What the checks know of the office: its names and its own e-mail address, which may be public."""

    name: str
    short: str
    email: str


def check_text(text: str, office: OfficeFacts) -> tuple[Flaw, ...]:
    """Everything in a text that must not be published. Looks into the names in addresses, too (`%20` and all)."""
    if "%" in text or "://" in text:
        text = unquote(_FOLDERS.sub("", text), errors="replace")
    if not _SUSPECT.search(text):
        return ()
    text = clean(text, lines=True)
    return (*_numbers(text), *_addresses(text, office), *_offices(text, office))


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
    """NIK and KK numbers: sixteen digits with a province code and a date (a woman's day + 40), or any sixteen named so."""
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
    return [found.group() for found in _NPWP.finditer(text)]


def _phones(text: str) -> list[str]:
    return [found.group() for found in _PHONE.finditer(text) if 10 <= len(_digits(found.group())) <= 15]


def _accounts(text: str) -> list[str]:
    return [found[1] for found in _ACCOUNT.finditer(text) if not _DATED.search(found[1])]


def _addresses(text: str, office: OfficeFacts) -> list[Flaw]:
    """E-mail addresses that are neither the office's own nor under go.id."""
    own = office.email.casefold()
    found = (match for match in _EMAIL.finditer(text) if match.group().casefold() != own)
    strangers = (match for match in found if not f".{match[1].casefold()}".endswith(".go.id"))
    return [Flaw("data-pribadi-surel", {"found": hide(match.group())}) for match in strangers]


@lru_cache(maxsize=8)
def _own(office: OfficeFacts) -> frozenset[tuple[str, str]]:
    """(kind, folded name) of the office itself."""
    matches = (_OFFICE.search(text) for text in (office.short, office.name))
    return frozenset((match["kind"][:3].casefold(), fold(match["name"])) for match in matches if match)


def _offices(text: str, office: OfficeFacts) -> list[Flaw]:
    """Other regencies' and cities' KPU. The pair `KPU Kabupaten/Kota`, `KPU Provinsi …` and `KPU RI` name no other office."""
    flaws = []
    for match in _OFFICE.finditer(text):
        name = _name_of(match["name"], typed_small=match.group()[:3].islower())
        if name and not _is_own(match["kind"][:3].casefold(), name, _own(office)):
            kind = "Kota" if match["kind"].casefold() == "kota" else "Kabupaten"
            flaws.append(Flaw("kantor-lain", {"found": f"KPU {kind} {name}", "office": office.short}))
    return flaws[:1]


def _name_of(words: str, *, typed_small: bool) -> str:
    """The words that can be a place's name: capitalised (unless all is typed small), up to the first that cannot be one."""
    name: list[str] = []
    for word in words.split():
        plain = fold(word).split(" ")[0]
        if plain in _NO_NAME or not (typed_small or word[0].isupper()) or (name and plain not in _DIRECTIONS and not _continues(name)):
            break
        name.append(word)
    return " ".join(name)


def _continues(name: list[str]) -> bool:
    """Names of regencies that begin with a general word go on: `Kepulauan Seribu`, `Tanjung Jabung`, `Pulau Morotai`."""
    return len(name) == 1 and fold(name[0]) in {"kepulauan", "tanjung", "pulau", "bandar", "ogan", "hulu", "aceh", "labuhan", "labuhanbatu"}


def _is_own(kind: str, name: str, own: frozenset[tuple[str, str]]) -> bool:
    """Our own name, perhaps followed by other words; `Bandung Barat` is another regency than `Bandung`."""
    words = fold(name)
    for own_kind, own_name in own:
        if kind == own_kind and (words == own_name or own_name.startswith(f"{words} ")):
            return True
        rest = words.removeprefix(f"{own_name} ") if kind == own_kind else words
        if rest != words and rest.split(" ")[0] not in _DIRECTIONS:
            return True
    return not own
