"""The site in a real browser: searched, filtered, shared, on a phone, in the dark, without JavaScript, from a disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.bench_look import keystroke, write
from tests.browser import DESK, PHONE, chromium, looking, published, served
from tests.releases import OFFICE, TEMPLATE, many, release, released, rendered, typical

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]

LONG = 1000
PAGES = [
    "", "informasi/KUL-0001/", "informasi/TEK-0001/", "informasi/KUL-0003/", "pemutakhiran/", "daftar/berkala/",
    "tidak-ada",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("short") / "site", typical())


@pytest.fixture(scope="module")
def short(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(published(tmp_path_factory.mktemp("long") / "site", many(LONG))) as address:
        yield address


@pytest.fixture
def told() -> Iterator[list[str]]:
    """Nothing may be said on the console, nothing may go wrong, nothing may be asked from elsewhere."""
    lines: list[str] = []
    yield lines
    assert lines == []


@pytest.fixture
def page(browser: Browser, told: list[str]) -> Iterator[Page]:
    with looking(browser, told) as one:
        yield one


def titles(page: Page) -> list[str]:
    return page.locator("#daftar section:not([hidden]) h3").all_text_contents()


def test_search_ignores_case_order_and_accents(page: Page, short: str) -> None:
    """It looks into everything that is shown, names of units included."""
    page.goto(short)
    page.fill("#q", "2025 NEGÁRA barang")
    assert titles(page) == ["Laporan Barang Milik Negara 2025"]
    expect(page.locator("#jumlah")).to_have_text("1 dari 4 informasi")
    page.fill("#q", "perencanaan data")
    assert titles(page) == ["Rencana Strategis"]


@pytest.mark.parametrize("how", ["served", "opened"])
def test_a_digest_that_is_typed_is_compared_with_that_of_the_page(
    page: Page, short: str, folder: Path, how: str
) -> None:
    """On the page of a list for good, from a server or as a file: groups, capitals and blanks as on paper."""
    (there,) = folder.glob("rilis/*/index.html")
    page.goto(f"{short}{there.parent.relative_to(folder)}/" if how == "served" else there.as_uri())
    digest = page.locator("#sidik").inner_text()
    for typed, told in (
        (digest[:4], ""), (digest[:14].upper(), "Sama: "), (digest.replace(" ", ""), "Sama: "), (digest, "Sama: "),
        (f"0000 {digest}", "Tidak sama: "), (f"{digest} 0", "Tidak sama: "),
    ):  # fmt: skip
        page.fill("#ketik", typed)
        assert page.locator("#hasil").inner_text().startswith(told), typed
        assert bool(page.locator("#hasil").inner_text()) == bool(told)


def test_the_count_is_announced_once_typing_pauses(page: Page, short: str) -> None:
    page.goto(short)
    page.locator("#q").press_sequentially("barang")
    expect(page.get_by_role("status").first).to_have_text("1 dari 4 informasi")


def test_what_was_found_is_marked_without_touching_the_page(page: Page, short: str) -> None:
    """Once typing pauses: in titles, summaries, names of documents, units; taken away with the search."""
    wait = "async has => { while (CSS.highlights.has('temu') !== has) await new Promise(requestAnimationFrame); }"
    text = "each => each.startContainer.data.slice(each.startOffset, each.endOffset)"
    page.goto(short)
    before = page.locator("#KUL-0002").inner_html()
    page.fill("#q", "BARANG negara")
    page.evaluate(wait, True)
    assert sorted(page.evaluate(f"[...CSS.highlights.get('temu')].map({text})")) == ["Barang", "Negara"]
    assert page.locator("#KUL-0002").inner_html() == before
    page.click("#ulang")
    page.evaluate(wait, False)


def test_an_entry_leads_to_the_others_of_its_unit(page: Page, short: str) -> None:
    page.goto(f"{short}informasi/KUL-0001/")
    page.get_by_role("link", name="Subbagian Keuangan, Umum, dan Logistik").click()
    expect(page.locator("#jumlah")).to_have_text("2 dari 4 informasi")
    assert titles(page) == ["Laporan Keuangan Tahun 2025", "Laporan Barang Milik Negara 2025"]


def test_nothing_found_helps_on(page: Page, short: str) -> None:
    page.goto(short)
    page.fill("#q", "zzz")
    expect(page.locator("#kosong")).to_be_visible()
    page.click("#ulang")
    assert len(titles(page)) == 4
    expect(page.locator("#q")).to_be_focused()


@pytest.mark.parametrize(("name", "value", "found"), [
    ("kelas", "serta-merta", ["Tata cara pengaduan"]),
    ("unit", "REN", ["Rencana Strategis"]),
    ("tahun", "2022", ["Rencana Strategis"]),
    ("bentuk", "hard", ["Laporan Keuangan Tahun 2025", "Laporan Barang Milik Negara 2025", "Tata cara pengaduan",
                        "Rencana Strategis"]),
    ("dok", "tidak", ["Tata cara pengaduan", "Rencana Strategis"]),
])  # fmt: skip
def test_each_filter_filters(page: Page, short: str, name: str, value: str, found: list[str]) -> None:
    page.goto(short)
    page.select_option(f"#{name}", value)
    assert titles(page) == found
    assert f"{name}={value}" in page.url


def test_sorting_is_within_the_classes(page: Page, short: str) -> None:
    page.goto(short)
    page.select_option("#urut", "mutakhir")
    assert titles(page)[:2] == ["Laporan Barang Milik Negara 2025", "Laporan Keuangan Tahun 2025"]
    page.select_option("#urut", "")
    assert titles(page)[:2] == ["Laporan Keuangan Tahun 2025", "Laporan Barang Milik Negara 2025"]


def test_a_search_can_be_shared_and_taken_back(page: Page, short: str, browser: Browser, told: list[str]) -> None:
    """Its address shows the same elsewhere; the back button goes from search to search, not from letter to letter."""
    page.goto(short)
    page.locator("#q").press_sequentially("laporan")
    page.wait_for_url("**/?q=laporan")
    page.select_option("#kelas", "berkala")
    page.wait_for_url("**/?q=laporan&kelas=berkala")
    with looking(browser, told) as other:
        other.goto(page.url)
        assert titles(other) == titles(page)
        expect(other.locator("#kelas")).to_have_value("berkala")
    page.go_back()
    expect(page.locator("#kelas")).to_have_value("")
    expect(page.locator("#q")).to_have_value("laporan")
    page.go_back()
    expect(page.locator("#q")).to_have_value("")
    assert len(titles(page)) == 4


def test_the_keyboard_alone_is_enough(page: Page, short: str) -> None:
    """The first tab skips to the content; "/" goes to the search; Enter to the first result and on to its page."""
    page.goto(short)
    page.keyboard.press("Tab")
    expect(page.get_by_text("Langsung ke isi")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("barang")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Laporan Barang Milik Negara 2025")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Laporan Barang Milik Negara 2025")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, short: str, long: str, path: str, theme: str) -> None:
    told: list[str] = []
    with looking(browser, told, viewport=PHONE, color_scheme=theme, has_touch=True) as page:
        page.goto((long if path.startswith("daftar/") else short) + path)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert path == "tidak-ada" or told == []


def test_what_people_typed_breaks_no_page(browser: Browser, told: list[str], tmp_path: Path) -> None:
    """Markup, one endless word, five thousand characters and forty links are shown as they are, within the page."""
    address = f"https://xn--bcher-kva.example/{'x' * 90}"
    links = "\n".join(f"Lampiran {number} | {address}{number}.pdf" for number in range(40))
    made = release(
        released(judul="<img src=x onerror=alert(1)>" + "a" * 300, ringkasan="kata " * 1000, tautan=links),
        released("KUL-0002", judul="Buku", tautan="https://bücher.example/ä.pdf"),
        released("TEK-0001", judul="Kata", ringkasan="w" * 5000),
    )
    with served(published(tmp_path / "site", made)) as site, looking(browser, told, viewport=PHONE) as page:
        for path in ("", "informasi/KUL-0001/", "informasi/TEK-0001/"):
            page.goto(site + path)
            assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
            assert page.locator("main img").count() == 0
        page.goto(f"{site}informasi/KUL-0001/")
        assert page.locator(".berkas .tombol a, .berkas .dokumen a").count() == 40


def test_without_javascript_the_whole_list_is_there(browser: Browser, short: str) -> None:
    """No control is shown that could not work."""
    with looking(browser, [], java_script_enabled=False) as page:
        page.goto(short)
        assert len(titles(page)) == 4
        expect(page.locator("#cari")).to_be_hidden()


def test_from_a_folder_on_disk_it_works_alike(browser: Browser, told: list[str], folder: Path) -> None:
    with looking(browser, told) as page:
        page.goto(f"file://{folder}/index.html")
        page.fill("#q", "barang")
        assert titles(page) == ["Laporan Barang Milik Negara 2025"]
        page.get_by_role("link", name="Laporan Barang Milik Negara 2025").first.click()
        expect(page.locator("h1")).to_have_text("Laporan Barang Milik Negara 2025")
        page.get_by_role("link", name="Pemutakhiran", exact=True).click()
        expect(page.locator("h1")).to_have_text("Pemutakhiran")


def test_a_long_list_from_disk_is_searched_whole(browser: Browser, told: list[str], tmp_path: Path) -> None:
    """`fetch` is blocked there; scripts are not."""
    folder = published(tmp_path / "site", many(300))
    with looking(browser, told) as page:
        page.goto(f"file://{folder}/index.html")
        page.fill("#q", "kegiatan 299")
        expect(page.locator("#jumlah")).to_have_text("1 dari 300 informasi")


def test_a_citation_can_be_copied(browser: Browser, told: list[str], short: str) -> None:
    with looking(browser, told, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"{short}informasi/KUL-0002/")
        page.get_by_role("button", name="Salin kutipan").click()
        expect(page.get_by_role("status")).to_have_text("Kutipan tersalin.")
        assert page.evaluate("navigator.clipboard.readText()").startswith(
            "Komisi Pemilihan Umum Kabupaten Lebak. “Laporan Barang Milik Negara 2025”. Informasi Berkala KUL-0002"
        )


def test_a_page_prints(browser: Browser, told: list[str], short: str) -> None:
    """Without controls, with the addresses of documents."""
    with looking(browser, told) as page:
        page.goto(short)
        page.emulate_media(media="print")
        expect(page.locator("#cari")).to_be_hidden()
        expect(page.locator("nav.menu")).to_be_hidden()
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_a_long_list_shows_its_beginning_and_loads_the_rest_when_asked(page: Page, long: str) -> None:
    """No search data before anybody searches."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(long)
    assert len(titles(page)) == 60
    assert not [url for url in asked if "data/cari/" in url]
    page.fill("#q", "KUL-0017")
    expect(page.locator("#jumlah")).to_have_text("1 dari 1.000 informasi")
    assert titles(page) == ["Laporan kegiatan 48"]


def test_a_long_list_numbers_its_rows_as_the_exports_do(page: Page, long: str) -> None:
    """The number of a list, whether the row came with the page or was drawn later."""
    page.goto(long)
    rows = page.locator("#serta-merta .entri > li")
    by_page = [row.get_attribute("value") or "" for row in rows.all()]
    more = page.locator("#serta-merta [data-lagi]")
    # Rows get their true height when they come into view: a hand on the mouse sees that, a script must wait for it.
    more.scroll_into_view_if_needed()
    more.click()
    expect(rows).to_have_count(60)
    values = [row.get_attribute("value") or "" for row in rows.all()]
    told = [text.removeprefix("Nomor ") for text in page.locator("#serta-merta .nomor").all_text_contents()]
    assert values[:20] == by_page == [str(number) for number in range(int(by_page[0]), int(by_page[0]) + 20)]
    assert values == told == [str(number) for number in range(int(by_page[0]), int(by_page[0]) + 60)]


def test_a_search_of_a_long_list_can_be_shared(page: Page, long: str) -> None:
    page.goto(f"{long}?q=pengaduan+kegiatan+2019&kelas=berkala&urut=judul")
    expect(page.locator("#jumlah")).to_have_text("0 dari 1.000 informasi")
    page.goto(f"{long}?q=kegiatan+2019&kelas=berkala&urut=judul")
    expect(page.locator("#jumlah")).to_contain_text("dari 1.000 informasi")
    numbers = [int(title.split()[-1]) for title in titles(page)]
    assert len(numbers) > 3 and numbers == sorted(numbers)


def test_a_part_that_does_not_arrive_is_told(page: Page, long: str, told: list[str]) -> None:
    """What did arrive is searched; nobody is told that there is nothing."""
    page.route("**/data/cari/KUL*", lambda route: route.abort())
    page.goto(long)
    page.fill("#q", "kegiatan")
    expect(page.locator("#jumlah")).to_contain_text("Sebagian daftar tidak dapat dimuat")
    assert any("ERR_FAILED" in line for line in told)
    told.clear()


def test_an_anchor_leads_to_its_class(page: Page, long: str) -> None:
    page.goto(long)
    page.get_by_role("link", name="Informasi Setiap Saat").first.click()
    expect(page.locator("#h-setiap-saat")).to_be_in_viewport()


def test_a_keystroke_among_ten_thousand_takes_less_than_a_frame(
    browser: Browser, told: list[str], tmp_path: Path
) -> None:
    """Script time from the letter to the rows, for each letter of three searches; of five rounds the fastest counts,
    because the machine may be busy with other tests."""
    write(rendered(many(10_000), OFFICE, TEMPLATE), tmp_path)
    with served(tmp_path) as address, looking(browser, told, viewport=DESK) as page:
        slowest = keystroke(page, address)
        expect(page.locator("#jumlah")).to_contain_text("dari 10.000 informasi")
    print(f"{slowest:.1f} ms")
    assert slowest <= 16


def test_what_filters_is_shown_and_taken_off_one_by_one(page: Page, short: str) -> None:
    """What is pressed goes from the list, the address and the search together; a hostile address shows nothing."""
    page.goto(f"{short}?unit=KUL&dok=ya&tahun=%3Cimg%20src%3Dx%3E")
    chips = page.locator(".terpilih button")
    assert chips.all_text_contents() == [
        "Subbagian Keuangan, Umum, dan Logistik lepas saringan ini", "Ada dokumennya lepas saringan ini",
    ]  # fmt: skip
    chips.first.click()
    assert len(chips.all()) == 1 and "unit" not in page.url
    expect(page.locator("#unit")).to_be_focused()
    page.click("#ulang")
    expect(chips).to_have_count(0)
    page.go_back()
    expect(chips).to_have_count(1)


def test_eight_rows_stand_on_a_desk_and_a_number_beside_its_title(browser: Browser, tmp_path: Path) -> None:
    """1280 × 1500 px show eight with titles and summaries of one line; on a phone the number stands on the title's
    line."""
    with served(published(tmp_path / "site", many(60))) as address:
        with looking(browser, [], viewport={"width": 1280, "height": 1500}) as page:
            page.goto(address)
            boxes = [row.bounding_box() for row in page.locator(".entri > li").all()[:9]]
        assert len([box for box in boxes if box and box["y"] + box["height"] <= 1500]) >= 8
        with looking(browser, [], viewport=PHONE) as page:
            page.goto(address)
            tops = [page.locator(f".entri > li {part}").first.bounding_box() for part in (".nomor", "h3")]
    assert tops[0] and tops[1] and abs(tops[0]["y"] - tops[1]["y"]) < 4 and tops[0]["x"] < tops[1]["x"]
