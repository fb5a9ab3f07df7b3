"""Made-up releases for tests: an office, entries with sensible content, and whatever a test wants to be different."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import html

from sync.release import Change, Release, ReleasedEntry, Withdrawal
from sync.site.build import build_all
from sync.site.site_files import render_site
from sync.site.site_settings import SiteSettings
from sync.template.loader import load_template
from sync.template.template import Template

TEMPLATE = load_template()
OFFICE = SiteSettings(
    name="Komisi Pemilihan Umum Kabupaten Lebak",
    short="KPU Kabupaten Lebak",
    address="Jl. Abdi Negara No. 8, Rangkasbitung, Lebak, Banten",
    email="ppid@kpu-lebak.example",
    website="https://kpu-lebak.example/",
    url="https://kpu-lebak.example/dip/",
    units={
        "KUL": "Subbagian Keuangan, Umum, dan Logistik",
        "TEK": "Subbagian Teknis Penyelenggaraan Pemilu dan Hukum",
        "REN": "Subbagian Perencanaan, Data, dan Informasi",
    },
    languages=("id",),
)
BILINGUAL = replace(OFFICE, languages=("id", "en"))
CONTENT = {
    "judul": "Laporan Keuangan Tahun 2025",
    "ringkasan": "Neraca, realisasi anggaran, dan catatan atas laporan keuangan",
    "penanggung_jawab": "Kepala Subbagian Keuangan, Umum, dan Logistik",
    "waktu": "12 Januari 2026",
    "tempat": "Rangkasbitung",
    "bentuk": "Softcopy dan Hardcopy",
    "retensi": "2 tahun aktif, 3 tahun inaktif",
    "tautan": "Laporan Keuangan 2025 | https://kpu-lebak.example/dokumen/laporan-keuangan-2025.pdf",
    "klasifikasi": "Informasi Berkala",
}


def released(id: str = "KUL-0001", *, updated: str = "2026-11-20", unit: str = "", **content: str) -> ReleasedEntry:
    """An approved entry of the example office; keywords replace parts of its content."""
    changes = [Change("2026-11-20", "established")]
    if updated != "2026-11-20":
        changes.append(Change(updated, "updated", ("ringkasan", "tautan")))
    whole: Mapping[str, str] = {**CONTENT, **content}
    return ReleasedEntry(id, 1, unit or id.split("-", maxsplit=1)[0], whole, "2026-11-20", updated, tuple(changes))


def release(*entries: ReleasedEntry, withdrawn: tuple[tuple[str, ...], ...] = (), number: int = 1) -> Release:
    """A release of these entries, established by a made-up decision."""
    gone = tuple(Withdrawal(*each) for each in withdrawn)
    return Release(number, "2026-11-23", entries, gone, (), ("45/PP.08/2026", "2026-11-20"))


def typical() -> Release:
    """A small list with every kind of page: several units and classes, with and without documents, one withdrawn."""
    return release(
        released("KUL-0001"),
        released("KUL-0002", updated="2026-11-23", judul="Laporan Barang Milik Negara 2025", waktu="Semester II 2025"),
        released("TEK-0001", judul="Tata cara pengaduan", klasifikasi="Informasi Serta Merta", waktu="2025", tautan=""),
        released("REN-0010", judul="Rencana Strategis", klasifikasi="Informasi Setiap Saat", waktu="2020–2024",
                 tautan="", bentuk="Hardcopy"),
        withdrawn=(("KUL-0003", "2026-11-22"),),
    )  # fmt: skip


def many(count: int) -> Release:
    """A list of any length, spread over classes, units and twelve years; the same entry for the same number."""
    classes, codes = TEMPLATE.classes(), tuple(OFFICE.units)
    entries = (
        released(
            f"{codes[place % 3]}-{place // 3 + 1:04}",
            judul=f"Laporan kegiatan {place}",
            ringkasan=f"Ringkasan kegiatan nomor {place * 7919 % 10007}",
            waktu=str(2026 - place % 12),
            klasifikasi=classes[(0, 0, 2, 2, 0, 1)[place % 6]],
            tautan=f"Dokumen {place} | https://kpu-lebak.example/{place}.pdf" if place % 3 else "",
        )
        for place in range(count)
    )
    return release(*entries)


def rendered(
    shown: Release, office: SiteSettings, template: Template = TEMPLATE, templates: Path | None = None
) -> dict[str, bytes]:
    """Every file of a site with its manifest, unsealed."""
    return dict(build_all(render_site(shown, office, template, templates)))


def parsed(page: bytes) -> Any:
    """A page as a browser would parse it."""
    return html.document_fromstring(page.decode())
