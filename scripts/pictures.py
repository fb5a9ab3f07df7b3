"""The pictures of the README, made from what a demonstration leaves: `.venv/bin/python -m scripts.pictures`.

Chromium takes the pages, LibreOffice prints the workbook, as anybody would see them. A demonstration is played for it
in a folder that goes away. Needs `chromium`, `soffice` and `pdftoppm` (tests/debian-packages.txt).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

import click
import openpyxl
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import sync_playwright

from scripts import people

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
DPI = "150"
LARGEST = 300_000
"""Bytes a picture may have: the README is read on slow lines too."""

SHOWN = ("id", "judul", "waktu", "retensi", "klasifikasi", "setuju", "tarik", "catatan_ppid", "status", "catatan")
"""The columns of `Induk` in the picture: as many as can be read."""
WIDE = {"judul": 34, "klasifikasi": 20, "retensi": 20, "catatan_ppid": 22, "status": 20, "catatan": 40}
STATUSES = ("released", "invalid", "withdrawn", "returned", "excluded", "waiting")
EACH = {"released": 4, "invalid": 2}
"""How many rows of a status are shown, if not one."""


def run(*command: str | Path, cwd: Path | None = None) -> None:
    """Run a program; what it says is shown only if it fails."""
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def page(site: Path, name: str, width: int, height: int, *options: str, at: str = "index.html") -> None:
    """A page of the site, as Chromium shows it."""
    run(
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=3000",
        f"--window-size={width},{height}", *options, f"--screenshot={PICTURES / name}", (site / at).as_uri(),
    )  # fmt: skip


def phones(site: Path, folder: Path) -> None:
    """Three pages as a phone shows them, side by side: the list in the dark, a search, an entry."""
    entry = next(iter(sorted((site / "informasi").glob("KUL-*")))).relative_to(site)
    looks: list[tuple[str, Literal["dark", "light"], str]] = [
        ("index.html", "dark", ".kop"), ("index.html?q=laporan+keuangan", "light", "#cari"),
        (f"{entry}/index.html", "light", ".kop"),
    ]  # fmt: skip
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for place, (path, theme, top) in enumerate(looks):
            view = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=theme, has_touch=True)
            view.goto(f"{site.as_uri()}/{path}")
            view.wait_for_timeout(500)
            view.evaluate("top => document.querySelector(top).scrollIntoView()", top)
            view.screenshot(path=folder / f"{place}.png")
        shown = "".join(f'<img src="{place}.png" style="margin: 10px; outline: 1px solid #bbb">' for place in range(3))
        (folder / "phones.html").write_text(f'<body style="margin: 0; display: flex; background: #fff">{shown}')
        together = browser.new_page(viewport={"width": 1140, "height": 760})
        together.goto((folder / "phones.html").as_uri())
        together.screenshot(path=PICTURES / "site-phone.png")
        browser.close()


def sheet(workbook: Path, folder: Path) -> None:
    """`Induk`, as LibreOffice prints it: a copy in which only some rows and columns are left to be seen."""
    book = openpyxl.load_workbook(workbook)
    tab = people.master(book)
    for other in book.sheetnames:
        if book[other] is not tab.sheet:
            book[other].sheet_state = "hidden"
    book.active = tab.sheet
    _choose(tab)
    _print_on_one_page(tab.sheet)
    book.save(folder / "induk.xlsx")
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "induk.xlsx")
    left, top, width, height = _printed_part(folder / "induk.pdf", folder)
    part = ("-x", left, "-y", top, "-W", width, "-H", height)
    run("pdftoppm", "-png", "-r", DPI, *part, "-singlefile", folder / "induk.pdf", PICTURES / "sheet")


def _printed_part(pdf: Path, folder: Path) -> tuple[str, ...]:
    """Where there is ink on the page: left, top, width and height, in dots."""
    run("pdftoppm", "-gray", "-r", DPI, "-singlefile", pdf, folder / "page")
    _, size, _, dots = (folder / "page.pgm").read_bytes().split(b"\n", 3)
    width = int(size.split()[0])
    rows = [dots[at : at + width] for at in range(0, len(dots), width)]
    inked = [number for number, row in enumerate(rows) if row.strip(b"\xff")]
    left = min(len(rows[number]) - len(rows[number].lstrip(b"\xff")) for number in inked)
    right = max(len(rows[number].rstrip(b"\xff")) for number in inked)
    return tuple(str(dots) for dots in (left, inked[0], right - left, inked[-1] - inked[0] + 1))


def _choose(tab: people.Tab) -> None:
    for column in tab.template.columns:
        letter = tab.cell(1, column.role).column_letter
        tab.sheet.column_dimensions[letter].hidden = column.role not in SHOWN
        tab.sheet.column_dimensions[letter].width = WIDE.get(column.role, column.width)
    left = {people.TEMPLATE.status(role): EACH.get(role, 1) for role in STATUSES}
    for row in tab.rows():
        status = tab.text(row, "status")
        tab.sheet.row_dimensions[row].hidden = left.get(status, 0) < 1
        lines = max(-(-len(tab.text(row, role)) // (wide - 1)) for role, wide in WIDE.items())
        tab.sheet.row_dimensions[row].height = 14.5 * lines + 3
        left[status] = left.get(status, 0) - 1


def _print_on_one_page(sheet: Worksheet) -> None:
    sheet.print_options.headings = True
    sheet.print_options.gridLines = True
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1
    sheet.page_setup.orientation = "landscape"
    sheet.oddHeader, sheet.oddFooter = HeaderFooterItem(), HeaderFooterItem()
    sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = sheet.page_margins.bottom = 0.2


@click.command()
def main() -> None:
    """Make the pictures anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "demo"
        run(sys.executable, "-m", "scripts.demo", folder, cwd=ROOT)
        site = folder / "site"
        page(site, "site.png", 1200, 720)
        phones(site, Path(name))
        sheet(folder / "dip.xlsx", Path(name))
    for picture in sorted(PICTURES.glob("*.png")):
        size = picture.stat().st_size
        click.echo(f"{picture.relative_to(ROOT)}  {size // 1000} kB")
        if size > LARGEST:
            raise SystemExit(f"{picture.name} is larger than {LARGEST // 1000} kB")


if __name__ == "__main__":
    main()
