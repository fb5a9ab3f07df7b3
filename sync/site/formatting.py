"""How the site says days, numbers and kinds of documents, in the language of an edition."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote, urlsplit

from sync.model import Link
from sync.site.gate import PublicEntry

MONTHS = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
SEPARATORS = {"id": ".", "en": ","}

FILE_KINDS = {
    "pdf": "PDF", "doc": "Word", "docx": "Word", "odt": "Dokumen", "rtf": "Dokumen", "txt": "Teks",
    "xls": "Excel", "xlsx": "Excel", "ods": "Lembar kerja", "csv": "CSV", "json": "JSON", "xml": "XML",
    "ppt": "PowerPoint", "pptx": "PowerPoint", "zip": "ZIP", "rar": "RAR", "jpg": "Gambar", "jpeg": "Gambar",
    "png": "Gambar", "webp": "Gambar", "gif": "Gambar", "mp4": "Video", "mp3": "Audio",
}  # fmt: skip
HOST_KINDS = {"drive.google.com": "Google Drive", "docs.google.com": "Google Docs", "youtube.com": "Video"}
PAGE_KIND = "Halaman web"
KINDS = (*dict.fromkeys((*FILE_KINDS.values(), *HOST_KINDS.values(), PAGE_KIND)),)


@lru_cache(1 << 12)
def long_day(iso: str, language: str = "id") -> str:
    """`2026-11-23` → `23 November 2026`; what is no day stays as it is."""
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    months = MONTHS[language]
    if not (year.isdecimal() and month.isdecimal() and day.isdecimal() and 1 <= int(month) <= len(months)):
        return iso
    return f"{int(day)} {months[int(month) - 1]} {year}"


def counted(number: int, language: str = "id") -> str:
    """`10000` → `10.000`, in English `10,000`."""
    return f"{number:,}".replace(",", SEPARATORS[language])


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


def years(entry: PublicEntry) -> list[int]:
    """The years an entry's period touches."""
    if not entry.waktu_mulai:
        return []
    return list(range(int(entry.waktu_mulai[:4]), int((entry.waktu_selesai or entry.waktu_mulai)[:4]) + 1))
