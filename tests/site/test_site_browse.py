"""The list without a search: static pages by class, unit and year."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from sync.site.pagination import WHOLE
from tests.releases import OFFICE, TEMPLATE, many, parsed, release, released, rendered, typical


def browsed(files: dict[str, bytes]) -> list[str]:
    """The entries that the pages of units link to."""
    pages = (parsed(data) for path, data in files.items() if re.match(r"jelajah/[A-Z]", path))
    links = (str(link) for page in pages for link in page.xpath("//main//a/@href"))
    return sorted(link.split("/")[-2] for link in links if "informasi/" in link)


@pytest.mark.parametrize("count", [150, WHOLE * 4])
def test_every_entry_stands_once_among_those_of_its_unit(count: int) -> None:
    """Above a page's length they are cut by year, then by number."""
    assert browsed(rendered(many(count), OFFICE, TEMPLATE)) == sorted(entry.id for entry in many(count).entries)


def test_units_and_years_lead_to_what_they_hold() -> None:
    page: Any = parsed(rendered(typical(), OFFICE, TEMPLATE)["jelajah/index.html"])
    assert page.xpath("//section[2]//a/@href") == ["KUL/index.html", "TEK/index.html", "REN/index.html"]
    years = [f"{year}/index.html" for year in (2026, 2025, 2024)]
    assert page.xpath("//section[3]//a/@href") == years


def test_a_year_says_what_each_unit_holds_of_it() -> None:
    page: Any = parsed(rendered(typical(), OFFICE, TEMPLATE)["jelajah/2025/index.html"])
    assert page.findtext(".//h1") == "Informasi tahun 2025"
    held = {part.findtext("h2"): part.xpath(".//small/span[1]/text()") for part in page.xpath("//main//section")}
    assert held == {OFFICE.units["KUL"]: ["KUL-0002"], OFFICE.units["TEK"]: ["TEK-0001"]}


def test_a_year_too_long_for_a_page_leads_to_what_each_unit_holds_of_it() -> None:
    """Each of these places is there; what has no year is found the same way."""
    made = [released(f"KUL-{number:04}", waktu="2025") for number in range(1, WHOLE + 1)]
    made.append(released("TEK-0001", waktu="2025"))
    files = rendered(release(*made, released("KUL-0999", waktu="setiap saat")), OFFICE, TEMPLATE)
    page: Any = parsed(files["jelajah/2025/index.html"])
    assert page.xpath("//main//ul//a/@href") == [
        "../../jelajah/KUL/2025/index.html",
        "../../jelajah/TEK/index.html#h-2025",
    ]
    assert "jelajah/KUL/2025/index.html" in files and b'id="h-2025"' in files["jelajah/TEK/index.html"]
    assert parsed(files["jelajah/tanpa-tahun/index.html"]).findtext(".//h1") == "Tanpa tahun"


def test_what_has_no_year_stands_last() -> None:
    files = rendered(release(released(waktu="setiap saat"), released("KUL-0002", waktu="2020")), OFFICE, TEMPLATE)
    years = parsed(files["jelajah/KUL/index.html"]).xpath("//main//h2/text()")
    assert years == ["2020", "Tanpa tahun"]


def test_a_new_entry_changes_a_page_of_its_unit_and_one_of_its_year_and_none_that_leads_there() -> None:
    """No counts are named, however long the list."""
    for count in (150, WHOLE * 4):
        old, new = (rendered(many(each), OFFICE, TEMPLATE) for each in (count, count + 1))
        changed = [path for path in new if path.startswith("jelajah/") and old.get(path) != new[path]]
        assert len(changed) == 2, changed


def test_the_list_leads_there_unless_it_is_empty() -> None:
    link = "//p[@class='jelajah']/a/@href"
    assert parsed(rendered(typical(), OFFICE, TEMPLATE)["index.html"]).xpath(link) == ["jelajah/index.html"]
    assert not parsed(rendered(replace(release(), updated=""), OFFICE, TEMPLATE)["index.html"]).xpath(link)


def test_a_row_without_a_name_for_its_document_says_what_it_does() -> None:
    page = parsed(rendered(release(released(tautan="https://a.example/scan.pdf")), OFFICE, TEMPLATE)["index.html"])
    assert " ".join(page.xpath("string(//ul[@class='dokumen']/li)").split()) == "Buka dokumen PDF"


def test_paper_says_where_the_pdf_is() -> None:
    told = "string(//p[@class='cetak'])"
    page = parsed(rendered(typical(), replace(OFFICE, pdf=True), TEMPLATE)["index.html"])
    assert page.xpath(told) == "Daftar siap cetak: https://kpu-lebak.example/dip/data/dip.pdf"
    assert not parsed(rendered(typical(), OFFICE, TEMPLATE)["index.html"]).xpath(told)
