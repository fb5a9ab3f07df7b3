"""The pages for those who hear, enlarge, type or set their own colours: a screen reader's tree, the keyboard alone, 320
pixels, the browser's voice, and a font that does not come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from sync.release import Exclusion
from tests.browser import chromium, looking, published, served
from tests.releases import OFFICE, release, released, typical

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]

BASIS = {"dasar_pengecualian": "Pasal 17 huruf h", "nomor_uji": "12/UK/2026", "jangka_pengecualian": "5 tahun"}
PAGES = [
    "", "informasi/KUL-0001/", "informasi/TEK-0001/", "informasi/KUL-0003/", "pemutakhiran/", "tentang/", "jelajah/",
    "jelajah/KUL/", "dik/", "su/", "su/informasi/TEK-0001/", "en/tentang/", "404.html",
]  # fmt: skip
VOICES = """
  window.said = [];
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [{ lang: "id_ID", name: "Damayanti" }, { lang: "en-US", name: "Sam" }],
    speak: one => { window.said.push([one.text, one.lang, one.voice && one.voice.name]); window.last = one; },
    cancel: () => { window.stopped = true; }, addEventListener: () => undefined
  } });
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    shown = replace(typical(), excluded=(Exclusion("KUL-0044", "KUL", BASIS),))
    office = replace(OFFICE, languages=("id", "su", "en"), excluded_list=True)
    with served(published(tmp_path_factory.mktemp("senses") / "site", shown, office)) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with looking(browser, []) as one:
        yield one


def nodes(page: Page) -> list[dict[str, Any]]:
    """Chromium's accessibility tree, what is ignored left out."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [node for node in tree if not node.get("ignored")]


def named(tree: list[dict[str, Any]], role: str) -> list[str]:
    return [node.get("name", {}).get("value", "") for node in tree if node["role"]["value"] == role]


@pytest.mark.parametrize("path", PAGES)
def test_a_screen_reader_finds_its_way(page: Page, site: str, path: str) -> None:
    """One main part, one first heading, landmarks that can be told apart, and nothing to press or follow without a
    name."""
    page.goto(site + path)
    tree = nodes(page)
    levels = [
        each["value"]["value"]
        for node in tree if node["role"]["value"] == "heading"
        for each in node["properties"] if each["name"] == "level"
    ]  # fmt: skip
    assert len(named(tree, "main")) == len(named(tree, "banner")) == 1 and levels.count(1) == 1
    menus = named(tree, "navigation")
    assert all(menus) and len(menus) == len(set(menus))
    for role in ("link", "button", "textbox", "searchbox", "combobox", "heading"):
        assert all(name.strip() for name in named(tree, role)), role


def test_signs_between_things_are_not_read(page: Page, site: str) -> None:
    """Dots, arrows and crosses are for the eye."""
    for path in ("?unit=KUL", "informasi/KUL-0001/", "jelajah/KUL/"):
        page.goto(site + path)
        said = named(nodes(page), "StaticText") + named(nodes(page), "button")
        assert [text for text in said if set(text) & set("·›▸▾♪×")] == [], path


def test_links_to_documents_without_a_name_are_told_apart(browser: Browser, tmp_path: Path) -> None:
    """Heard in a list of links, each says of which entry it is."""
    bare = [
        released(f"KUL-{each:04}", judul=f"Laporan {each}", tautan=f"https://a.example/{each}.pdf") for each in (1, 2)
    ]
    with served(published(tmp_path / "site", release(*bare))) as address, looking(browser, []) as page:
        page.goto(address)
        told = [name for name in named(nodes(page), "link") if name.startswith("Buka dokumen")]
    assert told == ["Buka dokumen: Laporan 1", "Buka dokumen: Laporan 2"]


def test_the_list_is_searched_filtered_and_opened_by_keyboard_alone(page: Page, site: str) -> None:
    """From the top: skip to the content, search with /, filter, take the filter off, open what was found."""
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.locator(".lompat")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("barang")
    expect(page.locator("#jumlah")).to_contain_text("1 dari")
    page.locator("#unit").focus()
    page.keyboard.type("Subbagian K")
    chip = page.locator(".terpilih button")
    expect(chip).to_have_count(1)
    chip.focus()
    page.keyboard.press("Enter")
    expect(chip).to_have_count(0)
    page.locator("#q").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Laporan Barang Milik Negara 2025")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_four_times_as_large_needs_no_scrolling_sideways(browser: Browser, site: str, path: str) -> None:
    """320 CSS pixels are what 1280 become at 400 %."""
    with looking(browser, [], viewport={"width": 320, "height": 256}) as page:
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


CUT = """() => [...document.querySelectorAll("#q, #urut")].filter(each => {
    const style = getComputedStyle(each), pen = document.createElement("canvas").getContext("2d");
    const told = each.options ? [...each.options].map(one => one.text) : [each.placeholder];
    const arrow = each.options ? 24 : parseFloat(style.paddingRight) + 16;
    pen.font = style.font;
    const widest = Math.max(...told.map(text => pen.measureText(text).width));
    return !each.getClientRects().length || widest > each.clientWidth - parseFloat(style.paddingLeft) - arrow;
  }).map(each => each.id)"""


@pytest.mark.parametrize("width", [320, 360, 1366])
@pytest.mark.parametrize("edition", ["", "su/", "en/"])
def test_what_stands_in_a_field_is_not_cut_off(browser: Browser, site: str, edition: str, width: int) -> None:
    """The example in the search box and the orders of the list, in every language, with a font as wide as any."""
    with looking(browser, [], viewport={"width": width, "height": 740}) as page:
        page.goto(site + edition)
        if width < 768:
            page.click("#saring")
        assert page.evaluate(CUT) == []


@pytest.mark.parametrize("path", ["", "informasi/TEK-0001/"])
def test_colours_of_ones_own_leave_buttons_and_chips_to_be_seen(browser: Browser, site: str, path: str) -> None:
    """With forced colours what can be pressed has a border or an underline."""
    with looking(browser, [], forced_colors="active") as page:
        page.goto(f"{site}{path}?unit=KUL")
        bare = page.evaluate(
            """[...document.querySelectorAll("button, .tombol a, .terpilih button, .dokumen li")].filter(each => {
                 const box = getComputedStyle(each), line = getComputedStyle(each.querySelector("a") || each);
                 const plain = box.borderTopStyle === "none" && line.textDecorationLine === "none";
                 return each.getClientRects().length && plain;
               }).map(each => each.outerHTML)"""
        )
    assert bare == []


def test_without_an_indonesian_voice_there_is_no_button(page: Page, site: str) -> None:
    page.goto(f"{site}informasi/KUL-0001/")
    expect(page.locator("[data-dengar]")).to_be_hidden()


def test_a_page_is_read_aloud_in_its_order_each_part_in_its_language(page: Page, site: str) -> None:
    """Nothing hidden, no controls; pressed again it stops, at the end the button is as before."""
    page.add_init_script(VOICES)
    page.goto(f"{site}en/informasi/KUL-0001/")
    button = page.locator("[data-dengar]")
    button.click()
    said = page.evaluate("window.said")
    texts = [text for text, _, _ in said]
    assert texts[:2] == ["Periodic information", "Laporan Keuangan Tahun 2025"]
    assert texts.index("Document") < texts.index("Particulars") < texts.index("How to cite")
    assert [said[0][1:], said[1][1:]] == [["en-US", "Sam"], ["id-ID", "Damayanti"]]
    assert not [text for text in texts if "Listen" in text or "Copy" in text]
    expect(button).to_have_text("Stop")
    page.evaluate("window.last.onend()")
    expect(button).to_have_text("Listen")
    button.click()
    button.click()
    assert page.evaluate("window.stopped") and button.text_content() == "Listen"


HEARD = {
    "Jl. Abdi Negara No. 8": "jalan Abdi Negara nomor 8",
    "Laporan TA 2025 PPID KPU, TW III s.d. 2026": "Laporan tahun anggaran 2025 P P I D K P U, triwulan III sampai 2026",
    "Senin–Jumat, 08.00–16.30; pukul 09.00 - 12.00": (
        "Senin sampai Jumat, pukul 8 sampai 16 lewat 30 menit; pukul 9 sampai 12"
    ),
    "KUL-0001, UU 14/2008 Pasal 22": "K U L 0001, Undang-Undang 14 tahun 2008 Pasal 22",
    "Barang/Jasa, sewa / layanan, 45/PP.08/2026": "Barang Jasa, sewa atau layanan, 45/P P.08/2026",
    "DIPA dan SOP tahun 2020–2024": "DIPA dan S O P tahun 2020 sampai 2024",
    "LAPORAN KINERJA DAN SOP": "LAPORAN KINERJA DAN SOP",
    "Lihat https://a.example/x?y=1 <b>10.000</b>": "Lihat <b>10.000</b>",
    "a\u00a0 b": "a b",
}


def test_what_is_read_aloud_is_said_as_people_say_it(browser: Browser, tmp_path: Path) -> None:
    """Abbreviations, spans, times and numbers of entries; no address, and nothing spelt in a title all in capitals."""
    shown = release(*(released(f"KUL-{place:04}", judul=text) for place, text in enumerate(HEARD, 1)))
    with served(published(tmp_path / "site", shown)) as address, looking(browser, []) as page:
        page.add_init_script(VOICES)
        page.goto(address)
        page.locator("[data-dengar]").click()
        said = [text for text, _, _ in page.evaluate("window.said")]
    assert [said[place + 1] for place, text in enumerate(said) if text.startswith("Nomor ")] == [*HEARD.values()]


def test_headings_are_the_same_everywhere_and_readable_without_the_font(browser: Browser, site: str) -> None:
    """The font comes from the site itself; where it does not come the page is there all the same."""
    with looking(browser, []) as page:
        page.goto(site)
        assert page.evaluate("document.fonts.ready.then(all => [...all].map(one => one.family + one.status))") == [
            "Bitterloaded"
        ]
    with looking(browser, []) as page:
        page.route("**/*.woff2", lambda route: route.abort())
        page.goto(site)
        expect(page.get_by_role("heading", name="Daftar Informasi Publik", level=1)).to_be_visible()
