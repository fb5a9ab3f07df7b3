"""What a visitor with a phone meets: how to ask when nothing is found, and the way back from an entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import chromium, looking, published, served
from tests.releases import OFFICE, many, typical

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]

SCREEN = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.mark.parametrize("edition", ["", "su/", "en/"])
def test_who_finds_nothing_sees_how_to_ask_without_scrolling(browser: Browser, tmp_path: Path, edition: str) -> None:
    office = replace(OFFICE, languages=("id", "su", "en"))
    folder = published(tmp_path / "site", typical(), office)
    with served(folder) as address, looking(browser, [], viewport=SCREEN) as page:
        page.goto(f"{address}{edition}?q=zzz")
        button = page.locator("#kosong .tombol a")
        expect(button).to_be_visible()
        place = button.bounding_box()
        assert place and place["y"] + place["height"] <= SCREEN["height"]


@pytest.mark.parametrize(("count", "row"), [(60, 40), (1000, 350)])
def test_who_comes_back_from_an_entry_stands_where_the_list_was_left(
    browser: Browser, tmp_path: Path, count: int, row: int
) -> None:
    """Also where the browser makes the page anew (tests have no cache for going back), searched and in parts; not when
    the list is opened afresh."""
    with served(published(tmp_path / "site", many(count))) as address, looking(browser, [], viewport=SCREEN) as page:
        page.goto(f"{address}?q=kegiatan+{row}")
        link = page.locator("#daftar section:not([hidden]) h3 a", has_text=f"Laporan kegiatan {row}").first
        link.click()
        expect(page.locator("h1")).to_contain_text(f"kegiatan {row}")
        page.go_back()
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport()
        page.goto(address)
        assert page.evaluate("document.activeElement === document.body")
