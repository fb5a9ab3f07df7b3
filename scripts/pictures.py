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
from typing import Literal, NamedTuple

import click
import openpyxl
from openpyxl.utils import get_column_letter
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

SCREEN = (1366, 768)
"""What many an office's laptop shows."""
AROUND = (60, 230)
"""What a spreadsheet program needs of it: row numbers and scroll bar, ribbon and lines below."""
LETTER, POINT = 7, 96 / 72
"""Pixels of a letter of a column's width, and of a point of a row's height."""


class Screen(NamedTuple):
    """The first screen of somebody: the picture, the tab, and whose rows stand first, as with the saved filter."""

    name: str
    kind: str
    statuses: tuple[str, ...]


SCREENS = (
    Screen("first-clerk", "unit", ("invalid", "returned", "waiting", "unclassified", "released")),
    Screen("first-desk", "induk", ("unclassified", "invalid", "excluded")),
    Screen("first-ppid", "induk", ("waiting", "reapproval", "released", "withdrawn")),
)


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


def first_screen(workbook: Path, folder: Path, screen: Screen) -> None:
    """A tab as LibreOffice prints it, cut to what a screen shows without scrolling."""
    book = openpyxl.load_workbook(workbook)
    title = people.TEMPLATE.tab(screen.kind).title or book.sheetnames[1]
    tab = people.Tab(book[title], screen.kind)
    for other in book.sheetnames:
        if other != title:
            book[other].sheet_state = "hidden"
    book.active = tab.sheet
    _cut_columns(tab.sheet)
    _cut_rows(tab, screen)
    _print_on_one_page(tab.sheet)
    file = folder / f"{screen.name}.xlsx"
    book.save(file)
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, file)
    pdf = file.with_suffix(".pdf")
    left, top, width, height = _printed_part(pdf, folder)
    part = ("-x", left, "-y", top, "-W", width, "-H", height)
    run("pdftoppm", "-png", "-r", DPI, *part, "-singlefile", pdf, PICTURES / screen.name)


def _zoom(sheet: Worksheet) -> float:
    return (sheet.sheet_view.zoomScale or 100) / 100


def _cut_columns(sheet: Worksheet) -> None:
    """Hide what would have to be scrolled to."""
    left = (SCREEN[0] - AROUND[0]) / LETTER / _zoom(sheet)
    for number in range(1, sheet.max_column + 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        left -= column.width
        column.hidden = left < 0


def _cut_rows(tab: people.Tab, screen: Screen) -> None:
    """Rows of the statuses that wait for somebody come first, as many as there is room for."""
    left = (SCREEN[1] - AROUND[1]) / POINT / _zoom(tab.sheet) - (tab.sheet.row_dimensions[1].height or 15)
    rows = {row: tab.text(row, "status") for row in tab.rows()}
    for row in rows:
        tab.sheet.row_dimensions[row].hidden = True
    for status in map(people.TEMPLATE.status, screen.statuses):
        for row in (row for row, text in rows.items() if text == status):
            left -= tab.sheet.row_dimensions[row].height or 15
            tab.sheet.row_dimensions[row].hidden = left < 0


PAPERS = (
    "tanda-terima-KUL", "draf", "berita-acara", "keputusan-dip", "keputusan-dik", "daftar", "dik",
    "uji-konsekuensi-KUL-0022", "perintah-unggah", "bukti-unggah",
)  # fmt: skip
"""The papers of the procedure, in its order."""


def papers(folder: Path) -> None:
    """The first page of each paper of the demonstration."""
    (PICTURES / "papers").mkdir(exist_ok=True)
    run(Path(sys.executable).with_name("dip"), "print", "dik", cwd=folder)
    for name in PAPERS:
        run("pdftoppm", "-png", "-r", "64", "-singlefile", folder / "cetak" / f"{name}.pdf", PICTURES / "papers" / name)


def newcomers(folder: Path) -> None:
    """Two rows without a proposal, so that the desk has something to do."""
    entry = people.example_entries()[0]
    with people.working_in(folder / "dip.xlsx") as book:
        tab = people.Tab(book[book.sheetnames[1]], "unit")
        for number, what in enumerate(("Laporan Realisasi Anggaran", "Laporan Pengelolaan Arsip Dinamis")):
            row = max(tab.rows()) + 1
            for column in tab.template.columns:
                if column.writer == "unit":
                    tab.type(row, column.role, entry[column.role])
            tab.type(row, "judul", f"{what} Triwulan {'III' if number else 'IV'} Tahun 2026")
            tab.type(row, "usulan", "")
    run(Path(sys.executable).with_name("dip"), "sync", cwd=folder)


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
        papers(folder)
        newcomers(folder)
        for screen in SCREENS:
            first_screen(folder / "dip.xlsx", Path(name), screen)
    for picture in sorted(PICTURES.rglob("*.png")):
        size = picture.stat().st_size
        click.echo(f"{picture.relative_to(ROOT)}  {size // 1000} kB")
        if size > LARGEST:
            raise SystemExit(f"{picture.name} is larger than {LARGEST // 1000} kB")


if __name__ == "__main__":
    main()
