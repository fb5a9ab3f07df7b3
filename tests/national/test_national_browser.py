"""The pages of the national search in a real browser: axe finds nothing, on phone and desk, light and dark."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from scripts.bench_look import MODULES
from sync.national.list_store import open_store
from sync.national.national_settings import NationalSettings
from sync.national.page_files import write_pages
from sync.national.pages import NationalPages
from sync.national.taking import take_withdrawals
from sync.national.web import NationalWeb, serve
from tests.browser import DESK, PHONE, chromium, looking
from tests.national.nation import NOW, TABLE, record, site, stocked

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "home": "", "found": "cari?q=laporan", "some": "cari?q=laporan+xyzxyz", "nothing": "cari?q=xyzxyz", "empty": "cari",
    "refused": "cari?q=***", "province": "provinsi/banten/", "kind": "jenis/kpu-kabupaten/", "class": "kelas/berkala/",
    "freshness": "kesegaran/", "changes": "perubahan/", "missing": "tidak-ada",
}  # fmt: skip
VIEWS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": DESK}, "phone in the dark": {"viewport": PHONE, "color_scheme": "dark"},
    "desk in the dark": {"viewport": DESK, "color_scheme": "dark"}, "phone": {"viewport": PHONE},
}  # fmt: skip
LONG = "Keputusan tentang Pertanggungjawabankeuangandanpengelolaanbarangmiliknegara " * 3


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Served over loopback: a list that is old, one with long words, changes of each kind."""
    folder = tmp_path_factory.mktemp("nasional")
    lists = {site(number): [record(each, LONG if each == 2 else "") for each in range(1, 30)] for number in (1, 2, 3)}
    store = stocked(folder, lists, NOW - timedelta(days=9))
    later = NOW.isoformat(timespec="seconds")
    store._db.execute("UPDATE office SET confirmed=?, trouble='' WHERE code<>'3602'", [later])
    store.note_trouble("3602", "503", NOW)
    store.replace("3601", take_withdrawals(store.kept("3601"), [f"KUL-{n:04}" for n in range(9)], NOW, store.ages), NOW,
                  None)  # fmt: skip
    settings = NationalSettings(replace(TABLE, asked=100_000), folder)
    write_pages(settings.pages_path, NationalPages(settings, store, NOW).files())
    store.close()
    ready, places = threading.Event(), list[str]()

    def told(place: str) -> None:
        places.append(place)
        ready.set()

    app = NationalWeb(settings, open_store(settings), lambda: NOW)
    threading.Thread(target=serve, args=(app, "127.0.0.1", 0, "", told), daemon=True).start()
    assert ready.wait(10)
    return places[0]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def axe() -> str:
    if not (MODULES / "axe-core").is_dir():
        pytest.skip("axe-core is not installed (scripts/node_packages.py)")
    return (MODULES / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser: Browser, address: str, axe: str, name: str, view: str) -> None:
    with looking(browser, [], bypass_csp=True, **VIEWS[view]) as page:
        page.goto(address + PAGES[name])
        page.evaluate(axe)
        found = page.evaluate("rules => axe.run(document, { runOnly: rules })", RULES)
    told = [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found["violations"]]
    unsure = [node["html"] for each in found["incomplete"] if each["id"] == "color-contrast" for node in each["nodes"]]
    assert told == unsure == [] and len(found["passes"]) > 10


@pytest.mark.parametrize("forced", ["none", "active"])
def test_nothing_is_wider_than_a_small_phone_and_nothing_foreign_is_asked_for(
    browser: Browser, address: str, forced: str
) -> None:
    """Nor with the colours that a person forces; there the current page alone is underlined in the menu."""
    told: list[str] = []
    with looking(browser, told, viewport={"width": 320, "height": 640}, forced_colors=forced) as page:
        for name, path in PAGES.items():
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
            lines = page.eval_on_selector_all(
                ".menu a", "all => new Set(all.map(each => getComputedStyle(each).borderBottomColor)).size"
            )
            assert lines == (2 if page.query_selector(".menu [aria-current]") else 1), name
    assert [line for line in told if "400" not in line and "404" not in line] == []


def test_an_office_with_many_changes_hides_no_other(browser: Browser, address: str) -> None:
    with looking(browser, []) as page:
        page.goto(f"{address}perubahan/")
        gone = page.inner_text(".kabar li")
    assert "Tidak dimuat lagi" in gone and "KUL-0005" in gone and "KUL-0003" not in gone and "dan 3 lainnya" in gone
