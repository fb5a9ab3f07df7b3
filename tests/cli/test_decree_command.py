"""`dip decree --attach`: the signed decree comes back, is looked at, filed and recorded; what cannot be it is a
sentence."""

from __future__ import annotations

import io
import json
import socket
import sqlite3
import stat
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader, PdfWriter

from sync.papers import signed_pdf
from sync.papers.signed_pdf import read_carried
from tests.cli.test_print_command import ROW
from tests.office_folder import KUL, TEMPLATE, OfficeFolder
from tests.signing import altered, plain, signed

NUMBER, DAY = "45/PP.08/2026", "20 November 2026"


def control(office: OfficeFolder, role: str, text: str) -> None:
    """The PPID writes into `Kendali`."""
    book = openpyxl.load_workbook(office.workbook)
    label = TEMPLATE.tab("kendali").label(role).label
    row = next(row for row in book["Kendali"].iter_rows() if row[0].value == label)
    row[1].value = text
    book.save(office.workbook)


@pytest.fixture(scope="module")
def decreed(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    office = OfficeFolder(tmp_path_factory.mktemp("kantor"))
    office.fill(KUL, ROW, {**ROW, "judul": "Laporan Kinerja 2025"})
    assert office.dip("sync").exit_code == 0
    office.type("Induk", "induk", 2, setuju="✓")
    control(office, "nomor_penetapan", NUMBER)
    control(office, "tanggal_penetapan", DAY)
    assert office.dip("sync").exit_code == 0
    assert office.dip("print", "keputusan", "dip", "--to", str(office.path / "cetak")).exit_code == 0
    assert office.dip("print", "perintah-unggah", "--to", str(office.path / "cetak")).exit_code == 0
    return office


@pytest.fixture
def office(decreed: OfficeFolder, tmp_path: Path) -> OfficeFolder:
    """KUL-0001 is public and established; its decree is printed."""
    return OfficeFolder(tmp_path / "kantor", like=decreed)


def printed(office: OfficeFolder, name: str = "keputusan-dip.pdf") -> bytes:
    return (office.path / "cetak" / name).read_bytes()


def attach(office: OfficeFolder, data: bytes, *more: str) -> Any:
    path = office.path / "balik.pdf"
    path.write_bytes(data)
    return office.dip("decree", "--attach", str(path), *more)


def recorded(office: OfficeFolder) -> list[dict[str, Any]]:
    with sqlite3.connect(office.path / "dip-ledger.sqlite") as base:
        return [json.loads(row[0]) for row in base.execute("SELECT detail FROM events WHERE event = 'attached'")]


def filed(office: OfficeFolder) -> list[Path]:
    return sorted((office.path / "dip-keputusan").glob("*"))


def test_a_printed_decree_is_filed_under_its_list_with_the_number_of_kendali(office: OfficeFolder) -> None:
    """For the operator's account alone; the chain of the ledger holds."""
    done = attach(office, printed(office))
    assert done.exit_code == 0, done.output
    (detail,), (path,) = recorded(office), filed(office)
    assert (detail["establishment"], detail["how"], detail["signatures"]) == ([NUMBER, "2026-11-20"], "digest", [])
    assert detail["items"] == {"KUL-0001": 1}
    assert path.name.startswith(f"keputusan-{detail['page'][0]}-{detail['page'][1][:8]}-")
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent)] == [0o600, 0o700]
    assert "It has no electronic signature" in done.output
    assert any(event["event"] == "attached" for event in office.json("history"))
    assert office.dip("sync").exit_code == 0


def test_the_same_file_again_records_nothing_and_says_so(office: OfficeFolder) -> None:
    attach(office, printed(office))
    done = attach(office, printed(office))
    assert (done.exit_code, "attached already" in done.output, len(recorded(office))) == (0, True, 1)


def test_number_and_day_may_be_given(office: OfficeFolder) -> None:
    done = attach(office, printed(office), "--number", "46/2026", "--date", "21 November 2026")
    assert done.exit_code == 0, done.output
    assert recorded(office)[0]["establishment"] == ["46/2026", "2026-11-21"]


def test_a_signature_is_read_with_who_and_when_and_without_the_network(
    office: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    done = attach(office, signed(signed(printed(office)), "Kedua", "Budi Santoso"))
    assert done.exit_code == 0, done.output
    assert [(each["signer"], each["known"]) for each in recorded(office)[0]["signatures"]] == [
        ("Siti Aminah", False),
        ("Budi Santoso", False),
    ]
    assert "Signed by Siti Aminah" in done.output
    assert "who certified Siti Aminah is not known on this machine" in done.output
    assert "no network" in done.output


def test_what_was_altered_after_it_was_signed_is_refused(office: OfficeFolder) -> None:
    """Changed bytes, or something added behind the signature; no `--yes` helps."""
    whole = signed(printed(office))
    place = whole.index(b"/Title")
    for data in (altered(whole), whole[: place + 8] + bytes([whole[place + 8] ^ 1]) + whole[place + 9 :]):
        done = attach(office, data, "--yes")
        assert (done.exit_code, "altered after Siti Aminah signed it" in done.output) == (2, True), done.output
    assert (recorded(office), filed(office)) == ([], [])


def test_without_the_extra_a_signed_decree_is_taken_and_it_is_said(
    office: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.run.decree.can_read_signatures", lambda: False)
    done = attach(office, signed(printed(office)))
    assert done.exit_code == 0, done.output
    assert "pip install 'dip-sync[sign]'" in done.output
    assert recorded(office)[0]["signatures"] is None


def test_a_scan_is_taken_on_the_operators_word_only(office: OfficeFolder) -> None:
    done = attach(office, plain())
    assert (done.exit_code, "say so with --yes" in done.output, recorded(office)) == (2, True, [])
    done = attach(office, plain(), "--yes")
    assert (done.exit_code, "taken on your word" in done.output) == (0, True), done.output
    assert recorded(office)[0]["how"] == "word"


def test_the_decree_on_an_older_list_is_told_and_filed_under_that_one_only_on_word(office: OfficeFolder) -> None:
    old = printed(office)
    office.type("Induk", "induk", 3, setuju="✓")
    assert office.dip("sync").exit_code == 0
    done = attach(office, old)
    assert (done.exit_code, "an older one with 1 entries; the list of today has 2" in done.output) == (2, True)
    assert attach(office, old, "--yes").exit_code == 0
    assert (recorded(office)[0]["items"], recorded(office)[0]["how"]) == ({"KUL-0001": 1}, "digest")


@pytest.mark.parametrize(
    ("data", "more", "told"),
    [
        (b"", (), "it is no PDF"),
        (b"Keputusan\n", (), "it is no PDF"),
        (plain()[:-20], (), "it is not whole"),
        (plain().replace(b"/Pages", b"/Xages"), (), "it is not whole"),
        (plain(encrypted=True), (), "it is encrypted; save it without a password"),
        (b"%PDF-" + bytes(20_000_001), (), "is larger than 20 MB"),
        (plain(), ("--date", "besok"), "--date: “besok” is no day"),
        (plain(), ("--date", "November 2026"), "is no day"),
        (plain(), ("--number", "3602041201900001"), "looks like personal data"),
        (plain(keywords="dip-kertas:keputusan-dip, dip-kantor:0123456789abcdef"), (), "the decree of another office"),
        (plain(keywords=f"dip-sidik:{'0f' * 32}"), (), "a list that this ledger does not know (digest 0f0f0f0f…)"),
    ],
)  # fmt: skip
def test_what_cannot_be_the_decree_is_a_sentence(
    office: OfficeFolder, data: bytes, more: tuple[str, ...], told: str
) -> None:
    """Nothing is filed, whatever `--yes` says."""
    done = attach(office, data, "--yes", *more)
    assert (done.exit_code, told in done.output) == (2, True), done.output
    assert (recorded(office), filed(office)) == ([], [])


def test_a_file_that_is_not_there_and_another_paper_are_named(office: OfficeFolder) -> None:
    done = office.dip("decree", "--attach", str(office.path / "tidak.pdf"))
    assert (done.exit_code, "there is no file" in done.output) == (2, True)
    done = attach(office, printed(office, "perintah-unggah.pdf"))
    assert (done.exit_code, "is the paper perintah-unggah" in done.output) == (2, True), done.output


def test_the_decree_of_another_office_is_told(office: OfficeFolder, tmp_path: Path) -> None:
    """Even of one with the very same list."""
    other = OfficeFolder(tmp_path / "lain")
    other.fill(KUL, ROW)
    other.dip("sync")
    other.type("Induk", "induk", 2, setuju="✓")
    other.dip("sync")
    assert other.dip("print", "keputusan-dip", "--to", str(other.path / "cetak")).exit_code == 0
    done = attach(office, printed(other))
    assert (done.exit_code, "another office" in done.output) == (2, True), done.output


def test_it_is_in_backups_and_comes_back_with_them(office: OfficeFolder, tmp_path: Path) -> None:
    attach(office, printed(office))
    (path,) = filed(office)
    assert office.dip("backup", str(tmp_path / "b.zip")).exit_code == 0
    path.unlink()
    path.parent.rmdir()
    assert office.dip("restore", str(tmp_path / "b.zip"), "--yes").exit_code == 0
    assert path.read_bytes() == printed(office)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.fixture(scope="module")
def exempting(decreed: OfficeFolder, tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """KUL-0002 is exempted, the decree on it printed; the site offers decrees and shows the list of exemptions."""
    office = OfficeFolder(tmp_path_factory.mktemp("dik") / "kantor", like=decreed)
    basis = {"dasar_pengecualian": "UU 14/2008 Pasal 17", "nomor_uji": "1/UK/2026", "jangka_pengecualian": "5 tahun"}
    office.type("Induk", "induk", 3, klasifikasi="Informasi Dikecualikan", **basis)
    office.dip("sync")
    office.type("Induk", "induk", 3, setuju="✓")
    config = office.config.read_text("utf-8").replace("[publish]", "[publish]\nexcluded_list = true")
    office.config.write_text(config.replace("[site]", "[site]\ndecree = true"), "utf-8")
    office.order("Otomatis")
    control(office, "nomor_penetapan_dik", "46/PP.08/2026")
    control(office, "tanggal_penetapan_dik", DAY)
    assert office.dip("sync").exit_code == 0
    assert office.dip("print", "keputusan", "dik", "--to", str(office.path / "cetak")).exit_code == 0
    return office


def public(office: OfficeFolder) -> list[str]:
    return [str(path) for path in (office.path / "site").rglob("dokumen/*")]


def test_the_decree_on_the_exemptions_is_filed_and_never_on_the_site(exempting: OfficeFolder, tmp_path: Path) -> None:
    """Known by its mark and its digest; even where the list of exemptions is public its titles are not (rule 7)."""
    office = OfficeFolder(tmp_path / "kantor", like=exempting)
    done = attach(office, printed(office, "keputusan-dik.pdf"))
    assert (done.exit_code, "never shown on the site" in done.output) == (0, True), done.output
    (detail,), (path,) = recorded(office), filed(office)
    assert (detail["establishment"], detail["how"]) == (["46/PP.08/2026", "2026-11-20"], "digest")
    assert (detail["exempts"], list(detail["items"]), path.name[:14]) == (True, ["KUL-0002"], "keputusan-dik-")
    assert "attached already" in attach(office, printed(office, "keputusan-dik.pdf")).output
    assert office.dip("sync").exit_code == 0
    assert public(office) == []
    assert attach(office, printed(office)).exit_code == 0
    assert office.dip("sync").exit_code == 0
    assert len(public(office)) == 1
    rows = openpyxl.load_workbook(office.workbook)["Kendali"].iter_rows(values_only=True)
    told = next(str(row[1]) for row in rows if row[0] == "Keputusan Terlampir")
    assert told == f"Nomor {NUMBER}, tanggal {DAY}. DIK: Nomor 46/PP.08/2026, tanggal {DAY}."


def test_a_scan_of_the_decree_on_the_exemptions_is_named_by_the_operator(
    exempting: OfficeFolder, tmp_path: Path
) -> None:
    office = OfficeFolder(tmp_path / "kantor", like=exempting)
    assert "say --dik as well" in attach(office, plain()).output
    done = attach(office, plain(), "--dik")
    assert (done.exit_code, "the signed decree on the 1 exemptions of today" in done.output) == (2, True), done.output
    assert attach(office, plain(), "--dik", "--yes").exit_code == 0
    assert (recorded(office)[0]["how"], recorded(office)[0]["exempts"]) == ("word", True)
    assert office.dip("sync").exit_code == 0
    assert public(office) == []
    done = attach(office, printed(office), "--dik")
    assert (done.exit_code, "leave out --dik" in done.output) == (2, True), done.output


def test_a_decree_that_reads_as_one_on_exemptions_is_never_taken_for_the_list(
    exempting: OfficeFolder, tmp_path: Path
) -> None:
    """Our marks may be gone from it, and `--yes` be given."""
    office = OfficeFolder(tmp_path / "kantor", like=exempting)
    reader = PdfReader(io.BytesIO(printed(office, "keputusan-dik.pdf")))
    writer, bare = PdfWriter(), io.BytesIO()
    writer.add_page(reader.pages[0])
    writer.write(bare)
    assert attach(office, bare.getvalue(), "--yes").exit_code == 0
    assert recorded(office)[0]["exempts"]


def test_doctor_says_of_a_filed_decree_that_is_lost_or_altered_what_to_do(office: OfficeFolder) -> None:
    """Attaching the signed PDF again puts it right."""
    attach(office, printed(office))
    (path,) = filed(office)
    assert path.name not in office.dip("doctor").output
    for harm in (path.unlink, lambda: path.write_bytes(b"%PDF-1.7 lain")):
        harm()
        told = " ".join(office.dip("doctor").output.split())
        assert f"{path.name} is lost or was altered" in told
        assert "attach the signed PDF again (dip decree --attach FILE)" in told
        assert "attached already" in attach(office, printed(office)).output
        assert path.name not in office.dip("doctor").output


def test_a_decree_that_went_through_a_word_processor_is_known(office: OfficeFolder, tmp_path: Path) -> None:
    """Edited, then exported as PDF: keywords and text survive."""
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(office.path / "cetak" / "keputusan-dip.docx")],
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    data = (tmp_path / "keputusan-dip.pdf").read_bytes()
    result = attach(office, data)
    assert result.exit_code == 0, result.output
    assert recorded(office)[0]["how"] == "digest"


def test_the_digest_is_found_in_keywords_links_and_text_alike(office: OfficeFolder) -> None:
    carried = read_carried(printed(office))
    assert len(carried.digests) == 1
    assert carried.paper == "keputusan-dip"
    assert len(carried.office) == 16
    assert signed_pdf.LARGEST == 20_000_000
