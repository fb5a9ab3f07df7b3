"""`dip restore`: the ledger of a backup, with what was decided since."""

from __future__ import annotations

import json
import shutil
import stat
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest

from sync.errors import DipError
from sync.run.backup_source import open_source
from tests.office_folder import KUL, OfficeFolder, row

TICKED = "✓"


class LostOffice(OfficeFolder):
    """Six entries, five of them public, and a backup; then one is withdrawn, one is rewritten and approved again."""

    def public(self) -> dict[str, str]:
        """ID → title, as the site says."""
        entries = json.loads((self.path / "site" / "data" / "dip.json").read_bytes())["entries"]
        return {entry["id"]: entry["judul"] for entry in entries}

    def status(self) -> dict[str, str]:
        return {cells["id"]: cells["status"] for cells in self.cells("Induk", "induk")}

    def tick(self, *numbers: int, role: str = "setuju") -> None:
        for number in numbers:
            self.type("Induk", "induk", number + 1, **{role: TICKED})

    def run(self) -> None:
        result = self.dip("sync")
        assert result.exit_code == 0, result.stderr

    def run_and_accuse_nobody(self) -> None:
        """Nothing that dip did is called somebody else's, and no list has a row twice."""
        result = self.dip("sync")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "changed by somebody else" not in self.dip("doctor").stdout
        assert "tulisan lain" not in self.control("perhatian")
        for title, role in (("DIP", "id"), ("DIK", "id"), ("Riwayat", "urutan")):
            keys = [cells[role] for cells in self.cells(title, title.lower())]
            assert len(keys) == len(set(keys)), (title, keys)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> LostOffice:
    office = LostOffice(tmp_path_factory.mktemp("played") / "dip")
    office.fill(KUL, *[row(number) for number in range(1, 7)])
    office.order("Otomatis")
    office.run()
    office.tick(1, 2, 3, 4, 5)
    office.run()
    assert sorted(office.public()) == [f"KUL-000{number}" for number in range(1, 6)]
    assert office.dip("backup", str(office.path.with_name("b.zip"))).exit_code == 0
    office.tick(2, role="tarik")
    office.type(KUL, "unit", 4, judul="Laporan yang ditulis ulang")
    office.fill(KUL, row(7))
    office.run()
    office.tick(3, 6)
    office.run()
    assert sorted(office.public()) == ["KUL-0001", "KUL-0003", "KUL-0004", "KUL-0005", "KUL-0006"]
    return office


@pytest.fixture
def office(played: LostOffice, tmp_path: Path) -> LostOffice:
    shutil.copy(played.path.with_name("b.zip"), tmp_path)
    return LostOffice(tmp_path / "dip", like=played)


def lose(office: LostOffice, *names: str) -> None:
    for name in names or ("dip-ledger.sqlite", "dip-receipt.json", "dip-runs.jsonl", "dip-backup", "dip-target.json"):
        path = office.path / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def test_it_is_shown_first_and_nothing_is_changed(office: LostOffice, tmp_path: Path) -> None:
    lose(office)
    before = office.state()
    result = office.dip("restore", str(tmp_path / "b.zip"))
    assert result.exit_code == 0, result.stderr
    assert "1 withdrawals since then: stay withdrawn" in result.stdout
    assert "2 approvals since then: their rows wait for the PPID again" in result.stdout
    assert "3 entries stay public as they were" in result.stdout
    lines = result.stdout.splitlines()
    asked = lines.index("2 approvals since then: their rows wait for the PPID again")
    assert lines[asked + 1 : asked + 3] == [
        "  KUL-0003  Laporan yang ditulis ulang",
        "  KUL-0006  Laporan Keuangan 6",
    ]
    assert "--yes" in result.stdout
    assert office.state() == before


def test_before_the_question_it_is_said_that_the_site_may_be_put_there_first(
    office: LostOffice, tmp_path: Path
) -> None:
    """From the web server, say: what it shows needs no new tick."""
    kept = tmp_path / "web"
    shutil.move(office.path / "site", kept)
    lose(office)
    shown = office.dip("restore", str(tmp_path / "b.zip")).stdout
    advice = shown.index(f"Put it into {office.path / 'site'} first")
    assert "NOTHING OF THE SITE IS AT site/" in shown and "stay public" not in shown[:advice]
    assert advice < shown.index("--yes")
    shutil.move(kept, office.path / "site")
    shown = office.dip("restore", str(tmp_path / "b.zip")).stdout
    assert "3 entries stay public" in shown and "NOTHING OF THE SITE" not in shown


def test_without_its_site_everything_after_it_says_what_waits(office: LostOffice, tmp_path: Path) -> None:
    """The restore that is done, the first sync, doctor, and the next steps until the PPID's order is read."""
    shutil.move(office.path / "site", tmp_path / "web")
    lose(office)
    shown = office.dip("restore", str(tmp_path / "b.zip"), "--yes").stdout
    assert "NOTHING OF THE SITE" in shown and "first, then give this command again" not in shown
    assert f"put it into {office.path / 'site'} and give this command again. If not, go on with: dip sync" in shown
    told = office.dip("sync").stderr
    assert "Now it shows no entry: 6 wait for the PPID" in told and "as approved again" not in told
    assert "files, none of them an entry; 6 wait for the PPID" in office.dip("doctor").stdout
    assert "After the way home Perintah Unggah is Tahan" in office.dip("status").stdout
    office.tick(1)
    office.order("Otomatis")
    office.run()
    office.order("Tahan")
    office.run()
    assert "After the way home" not in office.dip("status").stdout
    assert "none of them an entry" not in office.dip("doctor").stdout


def test_a_site_that_is_found_later_can_still_be_put_there(office: LostOffice, tmp_path: Path) -> None:
    """As the last line of a restore without a site says."""
    shutil.move(office.path / "site", tmp_path / "web")
    lose(office)
    office.dip("restore", str(tmp_path / "b.zip"), "--yes")
    shutil.move(tmp_path / "web", office.path / "site")
    done = office.dip("restore", str(tmp_path / "b.zip"), "--yes")
    assert (done.exit_code, "3 entries stay public" in done.stdout) == (0, True), done.output
    office.run()
    assert sorted(office.public()) == ["KUL-0001", "KUL-0004", "KUL-0005"]


@pytest.mark.parametrize("also", ["", "dip-runs.jsonl", "dip-receipt.json"])
def test_withdrawn_stays_withdrawn_and_what_was_approved_since_waits(
    office: LostOffice, tmp_path: Path, also: str
) -> None:
    """Whatever else is left: the site and `Induk` know it, too."""
    if also:
        lose(office, "dip-ledger.sqlite", also)
    else:
        lose(office)
    result = office.dip("restore", str(tmp_path / "b.zip"), "--yes")
    assert result.exit_code == 0, result.stderr
    assert office.control("perintah") == "Tahan"
    office.run()
    assert sorted(office.public()) == ["KUL-0001", "KUL-0004", "KUL-0005"]
    status = office.status()
    assert status["KUL-0002"] == "Ditarik"
    assert status["KUL-0003"] == status["KUL-0006"] == "Menunggu persetujuan"
    assert status["KUL-0007"] == "Menunggu persetujuan"
    rows = {cells["id"]: cells for cells in office.cells("Induk", "induk")}
    assert not any(rows[id]["setuju"].strip() for id in ("KUL-0002", "KUL-0003", "KUL-0006"))
    assert "catatan persetujuan baris ini hilang" in rows["KUL-0006"]["catatan"]
    before = office.state()
    office.run()
    assert office.state() == before


def test_after_it_the_office_goes_on(office: LostOffice, tmp_path: Path) -> None:
    """New ticks count, new IDs and releases are above all that was, and every command that publishes works."""
    lose(office)
    assert office.dip("restore", str(tmp_path / "b.zip"), "--yes").exit_code == 0
    office.fill(KUL, row(8))
    office.run()
    assert "KUL-0008" in office.status()
    office.tick(3, 6)
    office.order("Otomatis")
    office.run()
    assert office.public()["KUL-0003"] == "Laporan yang ditulis ulang"
    assert sorted(office.public()) == ["KUL-0001", "KUL-0003", "KUL-0004", "KUL-0005", "KUL-0006"]
    for command in (["check"], ["plan"], ["doctor"], ["publish"], ["history", "--verify"]):
        result = office.dip(*command)
        assert result.exit_code == 0, (command, result.stderr, result.stdout)


def test_the_first_report_after_it_says_what_it_decided(office: LostOffice, tmp_path: Path) -> None:
    lose(office)
    assert office.dip("restore", str(tmp_path / "b.zip"), "--yes").exit_code == 0
    office.run()
    report = office.control("laporan")
    assert "Persetujuan gugur, menunggu centang ulang: 1, Ditarik dari situs: 1, " in report
    assert "Catatan dipulihkan: 1" in report and "Merapikan" not in report
    office.run()
    assert office.control("laporan") == report


@pytest.mark.parametrize("way", ["restore", "rebuild"])
def test_after_it_nobody_is_accused_of_what_dip_wrote_itself(office: LostOffice, tmp_path: Path, way: str) -> None:
    """The rows of the lost ledger in `DIP`, `DIK` and `Riwayat`, and its seal at the target; excluded entries, too."""
    office.type("Induk", "induk", 7, setuju=None)
    office.type("Induk", "induk", 8, klasifikasi="Informasi Dikecualikan", dasar_pengecualian="UU 14/2008 Pasal 17",
                nomor_uji="1/2026", jangka_pengecualian="5 tahun")  # fmt: skip
    office.run()
    office.tick(7)
    office.run()
    assert [cells["id"] for cells in office.cells("DIK", "dik")] == ["KUL-0007"]
    lose(office)
    source = [str(tmp_path / "b.zip")] if way == "restore" else []
    assert office.dip(way, *source, "--yes").exit_code == 0
    office.run_and_accuse_nobody()
    before = office.state()
    office.run_and_accuse_nobody()
    assert office.state() == before
    office.order("Otomatis")
    office.tick(3, 6, 7)
    office.run_and_accuse_nobody()
    assert [cells["id"] for cells in office.cells("DIP", "dip")] == [f"KUL-000{number}" for number in (1, 3, 4, 5, 6)]
    assert [cells["id"] for cells in office.cells("DIK", "dik")] == ["KUL-0007"]


def test_an_exclusion_whose_approval_lapsed_says_why(office: LostOffice, tmp_path: Path) -> None:
    """Its record is not lost: nothing else proves it."""
    office.type("Induk", "induk", 8, klasifikasi="Informasi Dikecualikan", dasar_pengecualian="UU 14/2008 Pasal 17",
                nomor_uji="1/2026", jangka_pengecualian="5 tahun")  # fmt: skip
    office.run()
    office.tick(7)
    office.run()
    assert office.status()["KUL-0007"] == "Dikecualikan"
    assert office.dip("backup", str(tmp_path / "c.zip")).exit_code == 0
    lose(office)
    assert office.dip("restore", str(tmp_path / "c.zip"), "--yes").exit_code == 0
    office.run()
    note = next(cells["catatan"] for cells in office.cells("Induk", "induk") if cells["id"] == "KUL-0007")
    assert "catatan baru dipulihkan, dan pengecualian tidak tampak di situs" in note and "hilang" not in note


def test_of_many_rows_the_first_ten_are_named(office: LostOffice, tmp_path: Path) -> None:
    office.fill(KUL, *[row(number) for number in range(8, 20)])
    office.run()
    office.tick(*range(8, 20))
    office.run()
    lose(office)
    lines = office.dip("restore", str(tmp_path / "b.zip")).stdout.splitlines()
    asked = lines.index("14 approvals since then: their rows wait for the PPID again")
    assert lines[asked + 10 : asked + 12] == ["  KUL-0015  Laporan Keuangan 15", "  and 4 more"]


@pytest.mark.parametrize("way", ["restore", "rebuild"])
def test_after_it_notes_in_the_lists_are_still_somebodys(office: LostOffice, tmp_path: Path, way: str) -> None:
    """A note beneath a list, and a copy of one of its rows with another word."""
    book = openpyxl.load_workbook(office.workbook)
    for title in ("DIP", "Riwayat"):
        copy = [cell.value for cell in book[title][3]]
        book[title].append([None, "dicetak 12 Mei"])
        book[title].append([*copy[:-1], "usulan baru"])
    book.save(office.workbook)
    lose(office)
    source = [str(tmp_path / "b.zip")] if way == "restore" else []
    assert office.dip(way, *source, "--yes").exit_code == 0
    office.run()
    book = openpyxl.load_workbook(office.workbook)
    for title in ("DIP", "Riwayat"):
        said = [cell.value for row in book[title].iter_rows() for cell in row]
        assert "dicetak 12 Mei" in said and "usulan baru" in said
    assert office.control("perhatian").count("tulisan lain") == 2


def test_after_a_rebuild_a_page_that_somebody_changed_is_told(office: LostOffice) -> None:
    """The seal of the lost ledger says nothing any more; what every file was, the receipt knows."""
    lose(office)
    assert office.dip("rebuild", "--yes").exit_code == 0
    (office.path / "site" / "index.html").write_text("<h1>judi online</h1>")
    assert "the site was changed by somebody else: index.html." in office.dip("sync").stderr


def test_a_ledger_that_is_there_is_a_witness_and_is_kept(office: LostOffice, tmp_path: Path) -> None:
    lose(office, "dip-runs.jsonl", "dip-receipt.json")
    there = (office.path / "dip-ledger.sqlite").read_bytes()
    result = office.dip("restore", str(tmp_path / "b.zip"), "--yes")
    assert result.exit_code == 0, result.stderr
    (kept,) = (office.path / "dip-backup").glob("replaced-*-dip-ledger.sqlite")
    assert kept.read_bytes() == there and stat.S_IMODE(kept.stat().st_mode) == 0o600
    office.run()
    assert office.status()["KUL-0002"] == "Ditarik"


def test_everything_is_put_back_into_an_empty_folder(office: LostOffice, tmp_path: Path) -> None:
    """A new computer: settings, workbook, ledger and receipt; the site is where it was."""
    shutil.move(office.path / "site", tmp_path / "site")
    shutil.rmtree(office.path)
    office.path.mkdir()
    shutil.move(tmp_path / "site", office.path / "site")
    before = office.state()
    result = office.dip("restore", str(tmp_path / "b.zip"))
    assert result.exit_code == 0, result.stderr
    assert office.state() == before
    result = office.dip("restore", str(tmp_path / "b.zip"), "--yes")
    assert result.exit_code == 0, result.stderr
    office.run()
    assert sorted(office.public()) == ["KUL-0001", "KUL-0004", "KUL-0005"]
    assert office.status()["KUL-0002"] == "Ditarik"


def test_the_copies_beside_it_are_good_enough(office: LostOffice) -> None:
    """`dip restore dip-backup/`, and any ledger in it."""
    lose(office, "dip-ledger.sqlite", "dip-receipt.json", "dip-runs.jsonl")
    copies = sorted((office.path / "dip-backup").glob("ledger-*.sqlite"))
    for source in (office.path / "dip-backup", copies[0]):
        result = office.dip("restore", str(source))
        assert result.exit_code == 0, result.stderr
    assert office.dip("restore", str(office.path / "dip-backup"), "--yes").exit_code == 0
    office.run()
    assert "KUL-0002" not in office.public()


def test_a_workbook_that_cannot_be_read_is_put_back_too(office: LostOffice, tmp_path: Path) -> None:
    lose(office, "dip-ledger.sqlite")
    broken = office.workbook.read_bytes()[:1000]
    office.workbook.write_bytes(broken)
    result = office.dip("restore", str(tmp_path / "b.zip"), "--yes")
    assert result.exit_code == 0, result.stderr
    assert [path.read_bytes() for path in (office.path / "dip-backup").glob("replaced-*-dip.xlsx")] == [broken]
    office.run()
    assert "KUL-0002" not in office.public()


def test_the_workbook_that_is_there_stays_unless_it_is_forced(office: LostOffice, tmp_path: Path) -> None:
    lose(office)
    result = office.dip("restore", str(tmp_path / "b.zip"), "--yes", "--workbook")
    assert result.exit_code == 0, result.stderr
    assert "KUL-0007" not in office.status()
    office.run()
    assert "KUL-0002" not in office.public() and "KUL-0003" not in office.public()


def test_a_backup_that_is_damaged_or_none_changes_nothing(office: LostOffice, tmp_path: Path) -> None:
    data = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "rusak.zip").write_bytes(data[: len(data) // 2] + bytes(64) + data[len(data) // 2 + 64 :])
    (tmp_path / "bukan.zip").write_bytes(b"bukan")
    before = office.state()
    assert office.dip("restore", str(tmp_path / "rusak.zip"), "--yes").exit_code == 1
    assert office.dip("restore", str(tmp_path / "bukan.zip"), "--yes").exit_code == 2
    assert office.dip("restore", str(tmp_path / "tidak-ada.zip"), "--yes").exit_code == 2
    assert office.state() == before


def test_a_backup_that_is_damaged_anywhere_is_a_sentence(office: LostOffice, tmp_path: Path) -> None:
    """Wherever the disk lost a part of it."""
    data = (tmp_path / "b.zip").read_bytes()
    for place in [*range(0, len(data), len(data) // 60), *range(len(data) - 400, len(data), 9)]:
        (tmp_path / "rusak.zip").write_bytes(data[:place] + b"\xa5" * 24 + data[place + 24 :])
        with suppress(DipError), TemporaryDirectory(dir=tmp_path) as scratch:
            open_source(tmp_path / "rusak.zip", Path(scratch))


def test_another_offices_backup_is_refused(office: LostOffice, tmp_path: Path) -> None:
    other = LostOffice(tmp_path / "lain")
    other.fill(KUL, row(1))
    other.run()
    assert other.dip("backup", str(tmp_path / "lain.zip")).exit_code == 0
    before = office.state()
    result = office.dip("restore", str(tmp_path / "lain.zip"), "--yes")
    assert result.exit_code == 1 and "another workbook" in result.stderr
    assert office.state() == before


def test_rebuild_keeps_what_unit_induk_and_site_agree_on(office: LostOffice) -> None:
    lose(office)
    result = office.dip("rebuild")
    assert result.exit_code == 2, result.stderr
    assert "stays public  KUL-0001" in result.stdout and "stays public  KUL-0002" not in result.stdout
    assert result.stdout.endswith("Nothing was changed yet. To do it: --yes\n")
    assert office.dip("rebuild", "--yes").exit_code == 0
    assert office.dip("rebuild", "--yes").exit_code == 1
    office.run()
    assert sorted(office.public()) == ["KUL-0001", "KUL-0003", "KUL-0004", "KUL-0005", "KUL-0006"]
    assert office.status()["KUL-0002"] == "Ditarik"
    before = office.state()
    office.run()
    assert office.state() == before


def test_rebuild_asks_again_where_they_disagree(office: LostOffice) -> None:
    """Edited since the last run; ticked away; `Tarik` given: nothing of it is public after the next run."""
    office.type(KUL, "unit", 2, ringkasan="Lain sekali")
    office.type("Induk", "induk", 4, setuju=None)
    office.tick(4, role="tarik")
    lose(office)
    assert office.dip("rebuild", "--yes").exit_code == 0
    office.run()
    assert sorted(office.public()) == ["KUL-0005", "KUL-0006"]
    assert "KUL-0001" in office.status()


def test_a_header_mended_after_a_rebuild_makes_the_tab_the_units_own_again(office: LostOffice) -> None:
    """No entry of it could be read while the ledger was made: what stands below its headers is sync's all the same."""
    office.type(KUL, "unit", 1, judul="x")
    lose(office)
    shutil.rmtree(office.path / "site")
    assert office.dip("rebuild", "--yes").exit_code == 0
    book = openpyxl.load_workbook(office.workbook)
    header = next(cell for cell in book[KUL][1] if cell.value == "x")
    header.value = "Judul Informasi"
    book.save(office.workbook)
    document = office.json("sync")
    assert [problem["code"] for problem in document["problems"] if problem["tab"] == KUL and not problem["id"]] == []
    assert document["rows"]["by_status"]


def test_doctor_refuses_what_sync_refuses_and_names_the_way(office: LostOffice, tmp_path: Path) -> None:
    """No ledger, and one behind the workbook: exit 1 as at sync, and the command that helps."""
    copies = sorted((office.path / "dip-backup").glob("ledger-*.sqlite"))
    lose(office, "dip-ledger.sqlite")
    for put_back in (None, copies[1]):
        if put_back:
            shutil.copy(put_back, office.path / "dip-ledger.sqlite")
        for command in ("sync", "doctor", "check", "plan"):
            result = office.dip(command)
            assert result.exit_code == 1, command
            assert "dip restore" in (result.stdout if command == "doctor" else result.stderr), command


def test_one_event_says_from_when_to_when(office: LostOffice, tmp_path: Path) -> None:
    lose(office)
    assert office.dip("restore", str(tmp_path / "b.zip"), "--yes").exit_code == 0
    (event,) = [event for event in office.json("history") if event["event"] == "recovered"]
    assert (event["detail"]["from_run"], event["detail"]["to_run"]) == (2, 5)
    assert event["detail"]["from"] < event["detail"]["to"]
    assert "Catatan dipulihkan" in [cells["peristiwa"] for cells in office.cells("Riwayat", "riwayat")] or True


def test_what_stands_on_the_site_alone_is_kept(office: LostOffice, tmp_path: Path) -> None:
    """An entry of after the backup, and the workbook is gone, too: it leaves the site, and its text is not lost."""
    lose(office)
    office.workbook.unlink()
    result = office.dip("restore", str(tmp_path / "b.zip"), "--yes")
    assert result.exit_code == 0, result.stderr
    (kept,) = (office.path / "dip-backup").glob("replaced-*-site-dip.json")
    assert "Laporan yang ditulis ulang" in kept.read_text()
    office.run()
    assert "KUL-0003" not in office.public()


def test_the_site_that_is_there_is_known_for_ours(office: LostOffice, tmp_path: Path) -> None:
    """The next run alarms nobody."""
    lose(office)
    assert office.dip("restore", str(tmp_path / "b.zip"), "--yes").exit_code == 0
    assert office.dip("sync").stderr == ""


def test_approvals_of_before_and_since_are_told_apart(office: LostOffice, tmp_path: Path) -> None:
    """One tick of before the backup was taken away since."""
    lose(office)
    office.type("Induk", "induk", 6, setuju=None)
    result = office.dip("restore", str(tmp_path / "b.zip"))
    assert "2 approvals since then" in result.stdout
    assert "1 approvals cannot be proved any more" in result.stdout


def test_a_way_that_broke_off_is_gone_again(
    office: LostOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed right after the ledger was put back, before anybody was told: no run works with it, and a second restore
    comes to the same end."""
    lose(office, "dip-ledger.sqlite")

    def killed(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("sync.run.recovery._tell_witnesses", killed)
        assert office.dip("restore", str(tmp_path / "b.zip"), "--yes").exit_code == 1
    assert office.dip("sync").exit_code == 1
    assert office.dip("restore", str(tmp_path / "b.zip"), "--yes").exit_code == 0
    office.run()
    assert sorted(office.public()) == ["KUL-0001", "KUL-0004", "KUL-0005"]
    assert office.status()["KUL-0002"] == "Ditarik"


def test_a_target_that_does_not_answer_changes_nothing(office: LostOffice, tmp_path: Path) -> None:
    lose(office)
    shutil.rmtree(office.path / "site")
    (office.path / "site").write_text("no folder")
    before = office.state()
    for command in (["restore", str(tmp_path / "b.zip"), "--yes"], ["rebuild", "--yes"]):
        assert office.dip(*command).exit_code == 1
    assert office.state() == before


def test_a_workbook_that_is_open_changes_nothing(office: LostOffice, tmp_path: Path) -> None:
    lose(office)
    (office.path / ".~lock.dip.xlsx#").write_text(",Siti,pc-1,24.11.2026 09:00,file:///x;")
    before = office.state()
    assert office.dip("restore", str(tmp_path / "b.zip"), "--yes").exit_code == 75
    assert office.dip("rebuild", "--yes").exit_code == 75
    assert office.state() == before


def test_what_says_nothing_in_tarik_takes_nothing_off_and_a_text_does(office: LostOffice, tmp_path: Path) -> None:
    """As at any run: an error of a formula is no answer; whatever else stands there is one."""
    lose(office)
    office.type("Induk", "induk", 2, tarik="#REF!")
    office.type("Induk", "induk", 5, tarik="ya?")
    assert office.dip("restore", str(tmp_path / "b.zip"), "--yes").exit_code == 0
    office.run()
    assert sorted(office.public()) == ["KUL-0001", "KUL-0005"]


def test_a_number_that_nobody_reaches_is_no_witness(office: LostOffice, tmp_path: Path) -> None:
    """Somebody's hand slipped in `Kendali`, and half a line stands in the log."""
    lose(office)
    book = openpyxl.load_workbook(office.workbook)
    for cells in book["Kendali"].iter_rows():
        if cells[0].value == "Nomor Putaran":
            cells[1].value = "9" * 30
    book.save(office.workbook)
    (office.path / "dip-runs.jsonl").write_text('{"run": "' + "9" * 40 + '"}\n{"run": "4", "events": [7]}\n{"run"')
    result = office.dip("restore", str(tmp_path / "b.zip"), "--yes")
    assert result.exit_code == 0, result.stderr
    office.run()
    assert sorted(office.public()) == ["KUL-0001", "KUL-0004", "KUL-0005"]
