"""“Tentang daftar ini”: what the list is and how to ask, with the law, and nothing that the office did not say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sync.settings.service import Service
from tests.releases import BILINGUAL, OFFICE, TEMPLATE, parsed, release, rendered, typical

ABOUT = "tentang/index.html"
SERVICE = Service(
    hours="Senin–Jumat, 08.00–16.00", superior="Ketua KPU Kabupaten Lebak", commission="Komisi Informasi Banten",
    licence="CC BY 4.0", licence_url="https://creativecommons.org/licenses/by/4.0/", accessibility="Jalan landai ada.",
)  # fmt: skip


def told(office: Any, path: str = ABOUT, shown: Any = None) -> str:
    return " ".join(
        parsed(rendered(shown or typical(), office, TEMPLATE)[path]).xpath("//main")[0].text_content().split()
    )


def test_it_says_what_the_law_says_with_its_articles() -> None:
    text = told(OFFICE)
    for words in (
        "Pasal 9",
        "Pasal 10",
        "Pasal 11",
        "Pasal 17 sampai 20",
        "10 hari kerja",
        "Pasal 35 dan 36",
        "14 hari kerja",
    ):
        assert words in text
    assert "Keputusan Nomor 45/PP.08/2026 tanggal 20 November 2026." in text


def test_it_says_what_the_office_says_and_no_more() -> None:
    said = (
        "Senin–Jumat, 08.00–16.00",
        "Ketua KPU Kabupaten Lebak",
        "Komisi Informasi Banten",
        "CC BY 4.0",
        "Jalan landai ada.",
    )
    full, bare = (
        told(replace(OFFICE, service=SERVICE)),
        told(replace(OFFICE, email=""), shown=replace(release(), establishment=("", ""))),
    )
    assert not [words for words in said if words not in full] and not [words for words in said if words in bare]
    assert "Jam layanan" not in bare and "Lisensi" not in bare and "Keputusan Nomor" not in bare


def test_it_stands_in_every_language_and_every_page_leads_there() -> None:
    files = rendered(typical(), BILINGUAL, TEMPLATE)
    assert "within 10 working days" in told(BILINGUAL, f"en/{ABOUT}")
    for path in ("index.html", "informasi/KUL-0001/index.html", "en/pemutakhiran/index.html"):
        links = parsed(files[path]).xpath("//nav[@class='menu']//a/@href")
        assert [link for link in links if link.endswith("tentang/index.html")]


def test_the_list_of_what_is_exempted_is_named_only_where_it_is_shown() -> None:
    links = "//main//a[contains(@href, 'dik/')]"
    for shown in (True, False):
        files = rendered(typical(), replace(OFFICE, excluded_list=shown), TEMPLATE)
        assert bool(parsed(files[ABOUT]).xpath(links)) is shown
