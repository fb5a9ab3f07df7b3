"""How the site says days, numbers and kinds of documents, in the language of an edition, and the letters that a page
has begun for its visitor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

from sync.cells.document_links import file_name
from sync.model import Link
from sync.site.gate import PublicEntry, printable

MONTHS = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "su": (
        "Januari", "Pébruari", "Maret", "April", "Méi", "Juni",
        "Juli", "Agustus", "Séptémber", "Oktober", "Nopémber", "Désémber",
    ),
}  # fmt: skip
"""Of other languages those of Indonesian, which they have in common as far as they are spoken here."""
SEPARATORS = {"en": ","}
LANGUAGE_NAMES = {
    "id": "Bahasa Indonesia", "en": "English", "su": "Basa Sunda", "jv": "Basa Jawa", "mad": "Bhâsa Madhurâ",
    "ace": "Bahsa Acèh", "min": "Baso Minang", "ban": "Basa Bali", "bug": "Basa Ugi", "bjn": "Bahasa Banjar",
    "ms": "Bahasa Melayu", "ar": "العربية", "zh": "中文",
}  # fmt: skip
"""How languages call themselves."""

FILE_KINDS = {
    "pdf": "PDF", "doc": "Word", "docx": "Word", "odt": "Dokumen", "rtf": "Dokumen", "txt": "Teks",
    "xls": "Excel", "xlsx": "Excel", "ods": "Lembar kerja", "csv": "CSV", "json": "JSON", "xml": "XML",
    "ppt": "PowerPoint", "pptx": "PowerPoint", "zip": "ZIP", "rar": "RAR", "jpg": "Gambar", "jpeg": "Gambar",
    "png": "Gambar", "webp": "Gambar", "gif": "Gambar", "mp4": "Video", "mp3": "Audio",
}  # fmt: skip
HOST_KINDS = {"drive.google.com": "Google Drive", "docs.google.com": "Google Docs", "youtube.com": "Video"}
PAGE_KIND = "Halaman web"
_ARTICLE_17 = re.compile(
    r"\b(?:pasal|ps\.?)\s*17\b[^;\n]{0,30}?\bhuruf\s+([a-j](?:\s*(?:,|dan)\s*(?:huruf\s+)?[a-j])*)\b", re.IGNORECASE
)
_LETTER = re.compile(r"\b[a-j]\b")
SUBJECT, LINE = 120, 300
"""At most so many characters of a letter: programs for mail cut or refuse a longer address."""
KINDS = (*dict.fromkeys((*FILE_KINDS.values(), *HOST_KINDS.values(), PAGE_KIND)),)


@lru_cache(1 << 12)
def long_day(iso: str, language: str = "id") -> str:
    """`2026-11-23` → `23 November 2026`; what is no day stays as it is."""
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    months = MONTHS.get(language, MONTHS["id"])
    if not (year.isdecimal() and month.isdecimal() and day.isdecimal() and 1 <= int(month) <= len(months)):
        return iso
    return f"{int(day)} {months[int(month) - 1]} {year}"


def counted(number: int, language: str = "id") -> str:
    """`10000` → `10.000`, in English `10,000`."""
    return f"{number:,}".replace(",", SEPARATORS.get(language, "."))


def weight(size: int, language: str = "id") -> str:
    """Bytes as people read them: `212 KB`, `1,4 MB`."""
    if size < 1000 * 1024:
        return f"{max(1, round(size / 1024))}\u00a0KB"
    millions = f"{size / 1024 / 1024:.1f}\u00a0MB"
    return millions if language == "en" else millions.replace(".", ",")


def language_name(code: str) -> str:
    """How a language calls itself; its code where that is not known."""
    return LANGUAGE_NAMES.get(code, code)


def given_name(link: Link) -> str:
    """What the office calls a document; empty where it is only named after its file."""
    return "" if link.name == file_name(link.url) else link.name


def document_kind(link: Link) -> str:
    """What opens behind a link, as far as its address tells."""
    return _kind(link.url)


@lru_cache(1 << 16)
def _kind(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    ending = unquote(parts.path).rpartition("/")[2].rpartition(".")
    if ending[0] and (kind := FILE_KINDS.get(ending[2].casefold())):
        return kind
    return next((kind for name, kind in HOST_KINDS.items() if host == name or host.endswith("." + name)), PAGE_KIND)


def grounds(text: str) -> list[str]:
    """The letters of article 17 that a ground for exempting names, in alphabetical order."""
    return sorted({letter for found in _ARTICLE_17.findall(text) for letter in _LETTER.findall(found.lower())})


def years(entry: PublicEntry) -> list[int]:
    """The years an entry's period touches."""
    if not entry.waktu_mulai:
        return []
    return list(range(int(entry.waktu_mulai[:4]), int((entry.waktu_selesai or entry.waktu_mulai)[:4]) + 1))


def mail_link(address: str, subject: str, lines: Iterable[str]) -> str:
    """`mailto:…` (RFC 6068). Whatever the texts hold, it adds no second recipient, header or line."""
    body = "\r\n".join(_line(line, LINE) for line in lines)
    return f"mailto:{_coded(address, '@')}?subject={_coded(_line(subject, SUBJECT))}&body={_coded(body)}"


def _line(text: str, limit: int) -> str:
    """One line: every kind of blank is one space."""
    line = " ".join(printable(str(text)).split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def _coded(text: str, safe: str = "") -> str:
    return quote(text, safe=safe, errors="replace")
