"""What programs are told of the list's data: JSON Schema of `data/dip.json`, and the addresses as OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sync.model import ID_PATTERN
from sync.plain_text import to_json as dumped
from sync.site.gate import KEYS
from sync.site.site_settings import SiteSettings

VERSION, DATED = "1", "2026-11-30"
"""A key that is added keeps the version; one that changes its meaning makes another. The day is that of the last
change."""
SCHEMA_PATH = f"data/schema/dip-{VERSION}.json"
_DAY = r"^(\d{4}-\d{2}-\d{2})?$"
_DAYS = {"waktu_mulai", "waktu_selesai", "ditetapkan", "dimutakhirkan"}
_TEXT = {"type": "string"}
_LINK = {
    "type": "object", "required": ["nama", "url"], "additionalProperties": False,
    "properties": {"nama": {"type": "string"}, "url": {"type": "string", "pattern": "^[hH][tT][tT][pP][sS]?://"}},
}  # fmt: skip
_FILES = {
    "data/dip.json": ("Daftar Informasi Publik sebagai JSON", "application/json"),
    "data/dip.csv": ("Daftar Informasi Publik sebagai CSV (UTF-8)", "text/csv"),
    "data/dip.xlsx": (
        "Daftar Informasi Publik sebagai lembar kerja",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "data/dip.jsonld": ("Katalog DCAT, satu informasi satu dataset", "application/ld+json"),
    "data.json": ("Katalog DCAT, daftar ini sebagai satu dataset", "application/ld+json"),
    "data/datapackage.json": ("Arti kolom dip.csv (Frictionless)", "application/json"),
    "manifest.json": ("Setiap berkas situs ini dengan SHA-256-nya, dan halaman yang ditarik", "application/json"),
    "feed.xml": ("Perubahan terakhir (Atom)", "application/atom+xml"),
}
"""What OpenAPI names: path → what it is, media type."""


def to_schema(site: SiteSettings, classes: Sequence[str]) -> bytes:
    """`data/schema/dip-1.json`."""
    document: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **({"$id": site.url + SCHEMA_PATH} if site.url else {}),
        "$comment": f"Versi {VERSION}, {DATED}. Kunci boleh bertambah, tidak pernah berganti arti.",
        "title": "Daftar Informasi Publik",
        "type": "object",
        "required": ["office", "kode", "updated", "entries"],
        "properties": {
            "office": _TEXT, "kode": _TEXT, "updated": {"type": "string", "pattern": _DAY},
            "entries": {"type": "array", "items": _entry(classes)},
        },
    }  # fmt: skip
    return f"{dumped(document, indent=1)}\n".encode()


def _entry(classes: Sequence[str]) -> Mapping[str, Any]:
    own: dict[str, Mapping[str, Any]] = {
        "id": {"type": "string", "pattern": f"^{ID_PATTERN.pattern}$"},
        "nomor": {"type": "integer", "minimum": 1},
        "klasifikasi": {"enum": list(classes)},
        "tautan": {"type": "array", "items": _LINK},
        **{key: {"type": "string", "pattern": _DAY} for key in _DAYS},
    }
    return {"type": "object", "required": list(KEYS), "properties": {key: own.get(key, _TEXT) for key in KEYS}}


def to_openapi(site: SiteSettings) -> bytes:
    """`openapi.json`: the files of this site that programs read, as addresses that answer GET."""
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": f"Daftar Informasi Publik {site.name}",
            "version": f"{VERSION}.0.0",
            "description": "Berkas statis: tidak ada kunci, tidak ada batas, tidak ada yang dapat diubah.",
            **_said("contact", {"name": site.name, "email": site.email, "url": site.website}),
            **_said("license", {"name": site.service.licence, "url": site.service.licence_url}),
        },
        "servers": [{"url": site.url or "./"}],
        "paths": {f"/{path}": {"get": _get(path, *_FILES[path])} for path in _FILES},
    }
    return f"{dumped(document, indent=1)}\n".encode()


def _said(key: str, words: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """What the office said, if it said how it is called."""
    return {key: {name: word for name, word in words.items() if word}} if words["name"] else {}


def _get(path: str, summary: str, media: str) -> Mapping[str, Any]:
    content: dict[str, Any] = {media: {"schema": {"$ref": SCHEMA_PATH}} if path == "data/dip.json" else {}}
    name = path.rpartition("/")[2].replace(".", "_")
    return {"operationId": name, "summary": summary, "responses": {"200": {"description": summary, "content": content}}}
