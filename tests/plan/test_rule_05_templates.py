"""Rule 5 where what the office made for its site has a mistake: nothing is decided but withdrawals, which go out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.office import Office
from tests.oracle import public_bytes

GONE = b"Laporan Rahasia Jabatan"


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001 and KUL-0002 are published with the office's own templates and logo; KUL-0003 waits for its tick."""
    folder = office.settings.folder
    (folder / "templat/assets").mkdir(parents=True)
    (folder / "templat/assets/kantor.css").write_text("p {}")
    (folder / "templat/404.html.j2").write_text("Kantor kami")
    (folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    site = replace(office.settings.site, templates="templat", logo="logo.svg")
    office.settings = replace(office.settings, site=site)
    for judul in (GONE.decode(), "Laporan Barang 2025", "Laporan Pegawai 2025"):
        office.add(judul=judul)
    office.approved("KUL-0001", "KUL-0002")
    assert office.target.files["404.html"] == b"Kantor kami"
    return office


def break_the_list(folder: Path) -> None:
    (folder / "index.html.j2").write_text("{{ tidak_ada.sama_sekali }}")


def break_the_notice(folder: Path) -> None:
    (folder / "ditarik.html.j2").write_text("{% if %}")


def break_what_all_use(folder: Path) -> None:
    (folder / "dasar.html.j2").write_text("{% block x %}")


def save_in_latin_1(folder: Path) -> None:
    (folder / "informasi.html.j2").write_bytes("Informasi é".encode("latin-1"))


def break_the_vocabulary(folder: Path) -> None:
    (folder / "kosakata.toml").write_text('[kantor]\nsama = ["sendirian"]\n')


def link_out(folder: Path) -> None:
    (folder / "assets/lain.css").symlink_to("/etc/passwd")


def lose_the_folder(folder: Path) -> None:
    folder.rename(folder.with_name("templat lama"))


def lose_the_logo(folder: Path) -> None:
    (folder.parent / "logo.svg").unlink()


def spoil_the_logo(folder: Path) -> None:
    (folder.parent / "logo.svg").write_text("<svg><script>alert(1)</script></svg>")


MISTAKES = pytest.mark.parametrize("mistake", [
    break_the_list, break_the_notice, break_what_all_use, save_in_latin_1, link_out, lose_the_folder, lose_the_logo,
    spoil_the_logo, break_the_vocabulary,
])  # fmt: skip


@MISTAKES
def test_a_withdrawal_goes_out_whatever_is_wrong_with_the_templates(
    one: Office, mistake: Callable[[Path], None]
) -> None:
    """Exit 2. Nothing else is decided or written, a second run writes nothing; mended, the site is as it should be."""
    mistake(one.settings.folder / "templat")
    one.tick("KUL-0001", role="tarik")
    one.tick("KUL-0003")
    tabs = {title: [list(row) for row in rows] for title, rows in one.book.tabs.items()}
    outcome = one.sync()
    assert (outcome.exit_code, one.public(), one.book.tabs) == (2, ["KUL-0002"], tabs)
    assert GONE not in public_bytes(one)
    assert b"KUL-0001" in one.target.files["informasi/KUL-0001/index.html"]
    done = one.target.publishes, one.receipts.writes, one.ledger.records, one.book.writes
    assert one.sync().exit_code == 2
    assert (one.target.publishes, one.receipts.writes, one.ledger.records, one.book.writes) == done
    one.settings = replace(one.settings, site=replace(one.settings.site, templates="", logo=""))
    assert one.sync().exit_code == 0
    assert one.public() == ["KUL-0002", "KUL-0003"]
    assert one.status("KUL-0001") == "Ditarik"


@MISTAKES
def test_a_version_that_was_withdrawn_goes_though_another_stands_approved_since(
    one: Office, mistake: Callable[[Path], None]
) -> None:
    """The host refused the withdrawal; by the time it answers again the entry was cleaned and approved anew."""
    one.tick("KUL-0001", role="tarik")
    one.target.refuses = True
    one.sync()
    one.type_unit("KUL-0001", "judul", "Laporan yang bersih")
    one.sync()
    one.tick("KUL-0001")
    one.sync()
    one.target.refuses = False
    mistake(one.settings.folder / "templat")
    code = 0 if mistake is break_the_notice else 2  # no page is made of it
    assert (one.sync().exit_code, GONE in public_bytes(one)) == (code, False)
    assert "Laporan yang bersih" in one.titles()


@MISTAKES
def test_where_nothing_has_to_go_the_site_stays_as_it_is(one: Office, mistake: Callable[[Path], None]) -> None:
    """No page changes its face because of a mistake in another."""
    if mistake is break_the_notice:
        return  # no page is made of it
    mistake(one.settings.folder / "templat")
    one.tick("KUL-0003")
    files = dict(one.target.files)
    assert (one.sync().exit_code, one.target.files) == (2, files)


def test_pages_whose_template_is_whole_keep_the_offices_face(one: Office) -> None:
    """Only where the office's template fails is ours taken."""
    break_the_list(one.settings.folder / "templat")
    one.tick("KUL-0001", role="tarik")
    one.sync()
    assert one.target.files["404.html"] == b"Kantor kami"
    assert b"Laporan Barang 2025" in one.target.files["index.html"]
    assert "assets/kantor.css" in one.target.files


def test_a_mistake_a_lost_manifest_and_a_file_in_the_way_together(one: Office) -> None:
    """Of several exit codes 2 is given; the withdrawal is out, and what is foreign untouched."""
    break_the_list(one.settings.folder / "templat")
    del one.target.files["manifest.json"]
    one.target.files["assets/dip.js/x"] = one.target.files.pop("assets/dip.js")
    one.tick("KUL-0001", role="tarik")
    assert one.sync().exit_code == 2
    assert GONE not in public_bytes(one) and "assets/dip.js/x" in one.target.files


def test_a_mistake_does_not_hold_up_a_withdrawal_while_the_workbook_is_open(one: Office) -> None:
    break_the_list(one.settings.folder / "templat")
    one.tick("KUL-0001", role="tarik")
    one.book.open_in = "LibreOffice"
    assert one.sync().exit_code == 2
    assert GONE not in public_bytes(one)


def test_before_the_first_run_a_mistake_stops_everything(office: Office) -> None:
    """There is nothing to withdraw, and no ledger is made."""
    office.settings = replace(office.settings, site=replace(office.settings.site, templates="tidak ada"))
    office.add()
    assert (office.sync().exit_code, office.target.files, office.ledger.path.exists()) == (2, {}, False)
