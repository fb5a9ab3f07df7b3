"""The search for programs, described as OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sync.national.national_settings import NationalSettings
from sync.national.search import HITS, LONGEST, PAGES
from sync.plain_text import to_json

API = "api/v1/cari"
_TEXT, _NUMBER = {"type": "string"}, {"type": "integer"}
_OFFICE = dict.fromkeys(("kode", "nama", "jenis", "provinsi", "alamat"), _TEXT)
_HIT = dict.fromkeys(("id", "judul", "ringkasan", "klasifikasi", "waktu", "dimutakhirkan", "url", "dibaca"), _TEXT)


def to_openapi(settings: NationalSettings, choices: Mapping[str, Sequence[str]]) -> bytes:
    """`openapi.json`."""
    told = {"200": _answer("Satu halaman hasil", _page()), "400": _answer("Pertanyaan tidak dapat dicari", _mistake())}
    told["429"] = _answer(
        "Terlalu banyak pertanyaan dari satu alamat; header Retry-After menyebut detiknya", _mistake()
    )
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": f"Pencarian Daftar Informasi Publik {settings.table.name}",
            "version": "1.0.0",
            "description": f"Tanpa kunci. Paling banyak {settings.table.asked} pertanyaan semenit dari satu alamat.",
            "contact": {"email": settings.table.contact},
        },
        "servers": [{"url": settings.url.rstrip("/")}],
        "paths": {
            f"/{API}": {
                "get": {
                    "operationId": "cari",
                    "summary": "Cari informasi publik di daftar semua kantor",
                    "parameters": [
                        _parameter("q", {**_TEXT, "minLength": 1, "maxLength": LONGEST}, "Kata yang dicari"),
                        _parameter("halaman", {**_NUMBER, "minimum": 1, "maximum": PAGES, "default": 1}, "Halaman"),
                        *(_parameter(name, {**_TEXT, "enum": list(values)}, name) for name, values in choices.items()),
                    ],
                    "responses": told,
                }
            }
        },
    }
    return f"{to_json(document, indent=1)}\n".encode()


def _parameter(name: str, schema: Mapping[str, Any], words: str) -> Mapping[str, Any]:
    return {"name": name, "in": "query", "required": name == "q", "description": words, "schema": schema}


def _page() -> Mapping[str, Any]:
    hit = _thing({**_HIT, "kantor": _thing(_OFFICE)})
    return _thing(
        {
            "banyak": _NUMBER, "halaman": {**_NUMBER, "description": f"{HITS} informasi tiap halaman"},
            "sebagian": {"type": "boolean", "description": "Hanya sebagian kata ditemukan"},
            "hasil": {"type": "array", "items": hit},
        }
    )  # fmt: skip


def _mistake() -> Mapping[str, Any]:
    return _thing({"galat": _TEXT})


def _thing(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _answer(words: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": schema}}}
