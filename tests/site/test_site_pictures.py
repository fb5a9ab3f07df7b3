"""The pages as pictures: ten pages, on a desk and on a phone, by day and by night, against stored ones. A difference
that is meant is renewed and looked at:

    DIP_RENEW_PICTURES=1 pytest tests/site/test_site_pictures.py

The pictures are small and grey, so that what tells is where things stand and how dark they are, not how letters are
drawn; what was seen instead is kept beside them as `<name>.actual.png`.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from sync.release import Exclusion
from sync.settings.service import Service
from tests.browser import DESK, PHONE, chromium, looking, published, served
from tests.releases import OFFICE, released, typical

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]

PICTURES = Path(__file__).parent / "pictures"
WIDTHS = {"desk": (DESK, 200), "phone": (PHONE, 90)}
TOLERANCE, SHARE = 40, 0.03
"""How much a grey may differ, and how many dots of a picture may differ by more."""
PAGES = {
    "list": "", "chips": "?unit=KUL&dok=ya", "nothing-found": "?q=zzz", "entry": "informasi/KUL-0001/",
    "without-document": "informasi/TEK-0001/", "withdrawn": "informasi/KUL-0003/", "changes": "pemutakhiran/",
    "about": "su/tentang/", "exempted": "dik/", "missing": "tidak-ada",
}  # fmt: skip
SERVICE = Service(hours="Senin–Jumat, 08.00–16.00", costs="Tidak dipungut biaya", licence="CC BY 4.0")
BASIS = {"dasar_pengecualian": "Pasal 17 huruf h", "nomor_uji": "12/UK/2026", "jangka_pengecualian": "5 tahun"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    shown = typical()
    more = (released(f"KUL-{number:04}", judul=f"Laporan kegiatan {number}") for number in range(10, 20))
    shown = replace(shown, entries=(*shown.entries, *more), excluded=(Exclusion("KUL-0044", "KUL", BASIS),))
    office = replace(OFFICE, languages=("id", "su", "en"), excluded_list=True, service=SERVICE)
    with served(published(tmp_path_factory.mktemp("pictures") / "site", shown, office)) as address:
        yield address


def seen(browser: Browser, address: str, size: dict[str, int], theme: str, width: int) -> Image.Image:
    """A page as a small grey picture."""
    with looking(browser, [], viewport=size, color_scheme=theme) as page:
        page.goto(address)
        page.evaluate("document.fonts.ready.then(() => true)")
        page.wait_for_timeout(350 if "?" in address else 50)
        shot = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("L")
    return shot.resize((width, shot.height * width // shot.width), Image.Resampling.BOX)


def share_that_differs(one: Image.Image, other: Image.Image) -> float:
    """Of all dots of a picture."""
    if one.size != other.size:
        return 1
    counts = ImageChops.difference(one, other).histogram()
    return sum(counts[TOLERANCE + 1 :]) / sum(counts)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_the_page_looks_as_agreed(browser: Browser, site: str, name: str, view: str, theme: str) -> None:
    expected = PICTURES / f"{name}-{view}-{theme}.png"
    actual = expected.with_suffix(".actual.png")
    actual.unlink(missing_ok=True)
    picture = seen(browser, site + PAGES[name], *(WIDTHS[view][0], theme, WIDTHS[view][1]))
    if os.environ.get("DIP_RENEW_PICTURES"):
        picture.save(expected, optimize=True)
    differs = share_that_differs(picture, Image.open(expected)) if expected.exists() else 1
    if differs > SHARE:
        picture.save(actual)
        pytest.fail(f"{differs:.0%} of {expected.name} differ; see {actual.name}")


def test_a_moved_box_and_another_ground_are_noticed() -> None:
    """What the tolerance lets pass is not what people would see."""
    page = Image.new("L", (200, 140), 245)
    page.paste(20, (10, 10, 60, 30))
    moved = Image.new("L", (200, 140), 245)
    moved.paste(20, (10, 40, 60, 60))
    assert share_that_differs(page, moved) > SHARE
    assert share_that_differs(page, Image.new("L", (200, 140), 30)) > SHARE
    assert share_that_differs(page, page.point(lambda grey: min(grey + 8, 255))) == 0
