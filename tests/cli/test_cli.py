"""The command: its exit codes, its one JSON document, and that it never ends in a traceback."""

import json
import os
import sqlite3
import subprocess
import sys

import filelock
import openpyxl
import pytest

from sync import errors
from sync.cli.common import report_error
from sync.cli.main import main
from tests.office_folder import KUL, TEK, OfficeFolder, row

KEYS = {"run", "started", "exit", "held", "workbook", "rows", "problems", "events", "site"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return OfficeFolder(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="module")
def busy_made(made, tmp_path_factory):
    office = OfficeFolder(tmp_path_factory.mktemp("busy"), made)
    office.fill(KUL, row(1), row(2))
    office.dip("sync")
    office.type("Induk", "induk", 2, setuju="✓")
    office.dip("sync")
    return office


@pytest.fixture
def office(tmp_path, made):
    return OfficeFolder(tmp_path, made)


@pytest.fixture
def busy_office(tmp_path, busy_made):
    """An office with one entry on the site and one that waits."""
    return OfficeFolder(tmp_path, busy_made)


def test_init_writes_what_is_missing_and_never_over_what_is_there(office):
    office.config.write_text(office.config.read_text() + "\n# ours\n")
    office.fill(KUL, row(1))
    before = office.state()
    result = office.dip("init", str(office.path), config=False)
    assert (result.exit_code, result.stdout, office.state()) == (0, "nothing is missing\n", before)


def test_init_does_not_double_a_tab_that_goes_by_another_of_its_names(office):
    book = openpyxl.load_workbook(office.workbook)
    book[KUL].title = "keuangan umum & LOGISTIK"
    book.save(office.workbook)
    office.dip("init", str(office.path), config=False)
    assert KUL not in openpyxl.load_workbook(office.workbook).sheetnames


def test_init_names_a_column_that_is_missing_and_leaves_it_to_people(office):
    """An empty column in the place of a lost one would say that people emptied its cells."""
    book = openpyxl.load_workbook(office.workbook)
    book["Induk"].delete_cols([cell.value for cell in book["Induk"][1]].index("Tanda") + 1)
    book.save(office.workbook)
    result = office.dip("init", str(office.path), config=False)
    told = "Warning: Induk: no column Tanda; a person adds it, or gives it its header back"
    assert (result.exit_code, told in result.stderr) == (0, True)
    assert any(gap["what"].startswith("no column Tanda") for gap in office.json("plan", "--layout")["layout"])


def test_a_sync_of_empty_tabs_says_that_there_is_nothing_yet(office):
    assert office.dip("sync").stdout == "no entries yet\n"


def test_check_writes_nothing_and_has_no_events_and_no_site(office):
    """`check`: the same document without `events` and `site`; nothing is written."""
    office.fill(KUL, row(1, waktu="31/02/2025"))
    before = office.state()
    document = office.json("check")
    assert document.keys() == KEYS - {"events", "site"}
    assert [(p["code"], p["cell"], p["severity"]) for p in document["problems"]] == [("tanggal-salah", "G2", "error")]
    assert office.state() == before


def test_check_says_how_many_cells_in_how_many_rows(office):
    """`dip status` and `dip doctor` count rows, the problems are of cells: both are said."""
    office.fill(KUL, row(1, waktu="31/02/2025", retensi="entah"), row(2, waktu="entah"))
    assert "Checked: 3 cells in 2 rows to fix, 0 to look at." in office.dip("check").stdout


def test_strict_makes_rows_that_need_fixing_a_failure(office):
    """Without `--strict` the exit code is 0: the people concerned read in their own tab what to fix."""
    office.fill(KUL, row(1, waktu="31/02/2025"))
    codes = [office.dip(*words).exit_code for words in (["check"], ["check", "--strict"], ["plan", "--strict"])]
    assert codes == [0, 1, 1]
    assert office.dip("sync", "--strict").exit_code == 1


@pytest.mark.parametrize("command", ["check", "plan", "sync"])
def test_a_strict_failure_says_what_it_is(office, command):
    """The document has `exit` and `error` as for every other run that ends with 1."""
    office.fill(KUL, row(1, retensi=""))
    document = json.loads(office.dip(command, "--strict", "--json").stdout)
    assert (document["exit"], document["error"]["code"]) == (1, "rows")


@pytest.mark.parametrize("words", [["--bogus"], ["--allow-removals", "x"], ["--plan", "nothing-there"]])
def test_a_mistake_on_the_command_line_is_a_document_too(office, words):
    """`--json`: one JSON document on stdout. 2: wrong arguments."""
    result = office.dip("sync", "--json", *words)
    document = json.loads(result.stdout)
    assert (result.exit_code, document["exit"], document["error"]["code"]) == (2, 2, "arguments")


def test_the_document_of_sync_is_the_contracts(busy_office):
    """Stdout holds one JSON document with the promised keys and nothing else."""
    office = busy_office
    office.type("Induk", "induk", 3, setuju="✓")
    document = office.json("sync")
    assert document.keys() == KEYS
    assert document["exit"] == 0 and document["held"] is None
    assert document["workbook"] == {"location": "dip.xlsx", "reads": 1, "writes": 1}
    assert document["rows"] == {"total": 2, "by_status": {"Terbit": 2}}
    assert document["events"] == [
        {"id": "KUL-0002", "event": "approved"},
        {"id": "KUL-0002", "event": "published"},
    ]
    assert document["site"].keys() == {
        "changed", "entries", "uploaded", "deleted", "unchanged", "bytes", "altered", "foreign", "url",
    }  # fmt: skip
    assert document["site"]["changed"] is True and document["site"]["entries"] == 2
    assert document["started"][-6:] == "+07:00"


def test_the_document_of_plan_is_what_sync_then_does(busy_office):
    """`plan`: the same, `events` and `site` as they would be, plus `snapshot`."""
    office = busy_office
    office.type("Induk", "induk", 3, setuju="✓")
    planned, done = office.json("plan"), office.json("sync")
    assert planned.keys() == KEYS | {"snapshot"}
    for key in ("run", "rows", "problems", "events", "site"):
        assert planned[key] == done[key], key


def test_two_quiet_syncs_change_nothing(busy_office):
    """A run with nothing new writes nothing to workbook, ledger or target; its line in `dip-runs.jsonl` is all."""
    office = busy_office
    before, lines = office.state(), (office.path / "dip-runs.jsonl").read_text().count("\n")
    assert office.dip("sync").exit_code == 0
    assert office.state() == before
    assert (office.path / "dip-runs.jsonl").read_text().count("\n") == lines + 1


def test_already_the_second_run_of_all_is_quiet(office):
    """What the first run finds where nothing is yet needs no second look."""
    office.fill(KUL, row(1))
    office.dip("sync")
    before = office.state()
    office.dip("sync")
    assert office.state() == before


def test_files_beside_the_settings_are_the_owners_alone(busy_office):
    """Beside `dip.toml` live ledger, backups, runs and lock: mode 0600."""
    paths = [busy_office.path / name for name in ("dip-ledger.sqlite", "dip-runs.jsonl", "dip.lock")]
    paths += [path for path in (busy_office.path / "dip-backup").iterdir() if path.suffix == ".sqlite"]
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in paths} == {path.name: "0o600" for path in paths}


def test_a_plan_that_was_saved_is_done_exactly(busy_office):
    """`dip plan --out FILE`, then `dip sync --plan FILE`."""
    office, file = busy_office, busy_office.path / "rencana.json"
    office.type("Induk", "induk", 3, setuju="✓")
    office.dip("plan", "--out", str(file))
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    result = office.dip("sync", "--plan", str(file))
    assert (result.exit_code, office.json("sync")["rows"]["by_status"]) == (0, {"Terbit": 2})


OWN_FILES = ["dip.xlsx", "dip-ledger.sqlite", "dip.toml", "dip-runs.jsonl", "dip.lock", "dip-backup/x.json"]


@pytest.mark.parametrize("name", [*OWN_FILES, "site/index.html", "site/plan.json", "notes.txt"])
def test_a_plan_is_never_saved_over_what_is_not_a_plan(busy_office, name):
    """`dip plan` writes nothing but FILE: not over the office's own files, not where the public reads, not over a file
    that somebody wrote."""
    (busy_office.path / "notes.txt").write_text("mine")
    before = busy_office.state()
    result = busy_office.dip("plan", "--json", "--out", str(busy_office.path / name))
    document = json.loads(result.stdout)
    assert (result.exit_code, document["error"]["code"]) == (2, "arguments")
    assert busy_office.state() == before


def test_a_plan_may_be_saved_again_over_an_earlier_one(busy_office):
    file = busy_office.path / "rencana.json"
    codes = [busy_office.dip("plan", "--out", str(file)).exit_code for _ in range(2)]
    assert codes == [0, 0]


def test_a_plan_is_stale_when_anything_changed(busy_office):
    """4: the saved plan is stale (the plan made now is not the same). Nothing is written."""
    office, file = busy_office, busy_office.path / "rencana.json"
    office.dip("plan", "--out", str(file))
    office.type("Induk", "induk", 3, setuju="✓")
    before = office.state()
    result = office.dip("sync", "--plan", str(file), "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["exit"], document["error"]["code"]) == (4, 4, "stale-plan")
    assert result.stderr == (
        "Out of date: something changed since the plan was saved: the plan made now is not the same. Nothing was "
        "written. Make it again and look at it: dip plan --out FILE\n"
    )
    assert document.keys() == KEYS | {"error"} and office.state() == before


def test_the_first_plan_can_be_saved_too(office):
    """A plan made before there is a ledger is known again."""
    office.fill(KUL, row(1))
    office.dip("plan", "--out", str(office.path / "p.json"))
    assert office.dip("sync", "--plan", str(office.path / "p.json")).exit_code == 0


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"made": "x"}', "[" * 100_000])
def test_a_file_that_is_no_plan_is_a_wrong_argument(office, text):
    """The exit code is 2, and the sentence says how to make a plan."""
    (office.path / "p.json").write_text(text)
    result = office.dip("sync", "--plan", str(office.path / "p.json"))
    assert result.exit_code == 2
    assert "is not a saved plan. Make one: dip plan --out" in result.stderr


@pytest.mark.slow
def test_a_held_run_writes_nothing_and_consent_names_the_number(office):
    """3: held by a brake; `--allow-removals 12` lets up to 12 pass."""
    office.fill(KUL, *[row(number) for number in range(1, 31)])
    office.dip("sync")
    for number in range(2, 14):
        office.type(KUL, "unit", number, **dict.fromkeys((*row(1), "id"), None))
    before = office.state()
    result = office.dip("sync", "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["error"]["code"], office.state()) == (3, "held", before)
    assert document["held"] == (
        "12 of 30 rows of “Keuangan, Umum, Logistik” are gone (40 %; the limit is 30 % and at "
        "least 10). Nothing was written except withdrawals. If this is meant: dip sync --allow-removals 12"
    )
    assert office.dip("plan").exit_code == 3
    assert office.dip("plan", "--allow-removals", "12").exit_code == 0
    assert office.dip("sync", "--allow-removals", "11").exit_code == 3
    assert office.json("sync", "--allow-removals", "12")["rows"]["by_status"]["Diusulkan hapus"] == 12


def test_one_run_at_a_time(busy_office):
    """75: another run holds the lock (nothing done)."""
    office = busy_office
    before = office.state()
    with filelock.FileLock(office.path / "dip.lock"):
        result = office.dip("sync", "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (75, "try-later")
    assert office.state() == before


def test_an_open_workbook_is_not_written_but_withdrawals_go_out(busy_office):
    """75: the workbook is open in a program: nothing is written into it; withdrawals saved in it go out."""
    office = busy_office
    office.type("Induk", "induk", 2, tarik="✓")
    office.type("Induk", "induk", 3, setuju="✓")
    (office.path / "~$dip.xlsx").write_bytes(b"\x04Sari" + b" " * 160)
    before = office.workbook.read_bytes()
    result = office.dip("sync", "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["error"]["code"], office.workbook.read_bytes()) == (75, "workbook-open", before)
    assert document["events"] == [{"id": "KUL-0001", "event": "withdrawn"}]
    assert document["rows"]["by_status"] == {"Ditarik": 1, "Menunggu persetujuan": 1}
    assert "KUL-0001" not in (office.path / "site/data/dip.json").read_text()
    shown = office.dip("sync")
    assert shown.stdout == "NOTHING WAS WRITTEN into the workbook. The next dip sync tries again.\n"
    assert shown.stderr.startswith("Try later: The workbook is open in ")
    (office.path / "~$dip.xlsx").unlink()
    assert office.json("sync")["rows"]["by_status"] == {"Ditarik": 1, "Terbit": 1}


def test_check_does_not_mind_an_open_workbook(busy_office):
    """`dip check` reads and validates: nothing is in its way."""
    (busy_office.path / "~$dip.xlsx").write_bytes(b"\x04Sari" + b" " * 160)
    assert busy_office.dip("check").exit_code == 0


def test_a_unit_tab_that_is_missing_is_told_and_the_others_go_on(busy_office):
    """A unit tab that cannot be used is a problem told in `Kendali` and to the operator; exit 0."""
    import openpyxl

    office = busy_office
    book = openpyxl.load_workbook(office.workbook)
    del book[KUL]
    book.save(office.workbook)
    office.fill(TEK, row(9))
    document = office.json("sync")
    told = "Tab “Keuangan, Umum, Logistik” tidak ditemukan. Kembalikan namanya; tidak ada yang dihapus sementara ini."
    assert (document["exit"], [p["message"] for p in document["problems"]]) == (0, [told])
    assert {"id": "TEK-0001", "event": "added"} in document["events"]
    assert document["site"]["entries"] == 1
    assert office.dip("sync").stderr == f"Warning: the tab “{KUL}” is not used: {told}\n"


def test_history_tells_of_one_entry_or_of_all(busy_office):
    """`history`: a list of `{seq, at, run, id, event, version, by}`."""
    told = busy_office.json("history", "KUL-0001")
    assert [(line["event"], line["by"], line["version"]) for line in told] == [
        ("added", "unit:KUL", 1),
        ("approved", "ppid", 1),
        ("published", "sync", 1),
    ]
    assert told[0].keys() == {"seq", "at", "run", "id", "event", "version", "by"}
    assert told[-1]["run"] == busy_office.json("sync")["run"]
    assert len(busy_office.json("history")) == 4
    assert busy_office.dip("history", "--verify").stdout.startswith("8 events, the chain is whole\n")


def test_history_without_its_ledger_is_an_error(busy_office):
    """1: the ledger is gone, and copies of it say that there was one."""
    (busy_office.path / "dip-ledger.sqlite").unlink()
    result = busy_office.dip("history", "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (1, "ledger")
    assert "there is no ledger" in result.stderr


def test_history_of_a_damaged_ledger_is_an_error(busy_office):
    """1: ledger damaged; what it says is not told as if it were true."""
    with sqlite3.connect(busy_office.path / "dip-ledger.sqlite") as base:
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f"DROP TRIGGER {name}")
        base.execute("UPDATE events SET version = 7 WHERE event = 'approved'")
    base.close()
    result = busy_office.dip("history", "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (1, "ledger")


def test_history_of_nothing_says_so(office):
    """Nothing has happened yet is an answer, not an error."""
    result = office.dip("history", "KUL-0001")
    assert (result.exit_code, result.stderr) == (0, "the ledger has no events of KUL-0001 yet\n")


def test_the_plan_can_be_read_by_a_person(busy_office):
    """The plan for a person: what happens to which entry, which problem stands where, which files change."""
    office = busy_office
    office.type(KUL, "unit", 2, retensi="10 tahun")
    office.fill(KUL, row(3, usulan="Berkla"))
    lines = office.dip("plan").stdout.splitlines()
    assert lines[0].startswith("Read 4 tabs, 3 rows, 3 entries at 20") and lines[0].endswith(" WIB.")
    assert lines[2:6] == [
        "Master",
        "  ! KUL-0001   Jangka Waktu Penyimpanan: 5 tahun → 10 tahun                       "
        "approval lapses; the approved text stays on the site",
        "  + KUL-0003   Laporan Keuangan 3                                                 waits for classification",
        "",
    ]
    assert lines[6:8] == [
        "Problems (told to the units in their own tab)",
        "  · Keuangan, Umum, Logistik!K4 (KUL-0003)   Usulan Klasifikasi: “Berkla” tidak ada dalam "
        "daftar. Pilih dari daftar, atau kosongkan. Mungkin Informasi Berkala?   [usulan-salah]",
    ]
    assert lines[-1] == (
        "Plan: 1 to add, 1 to change, 1 to re-approve, 0 to fix, 1 to look at. Site: as it should be. "
        "Nothing has been written."
    )


def test_the_plan_as_markdown_quotes_cells_as_text(busy_office):
    """Markdown for a mail: nothing of a cell is taken for markup, and no control character survives."""
    office = busy_office
    office.fill(KUL, row(3, judul="**Tebal** <b>x</b> [a](b)"))
    told = office.dip("plan", "--markdown").stdout
    assert "## Master\n" in told
    assert "\\*\\*Tebal\\*\\* \\<b\\>x\\</b\\> \\[a\\](b)" in told


def test_a_site_folder_that_is_a_file_stops_nothing_but_the_site(office):
    """1: target refused; nothing lost, nothing half written, and whoever filled in a row is answered."""
    office.fill(KUL, row(1))
    office.order("Otomatis")
    (office.path / "site").write_text("catatan saya")
    result = office.dip("sync", "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (1, "target")
    assert "is a file, not a folder" in result.stderr and (office.path / "site").read_text() == "catatan saya"
    assert office.cells("Induk", "induk")[0]["status"] == "Menunggu persetujuan"
    before = office.state()
    assert (office.dip("sync").exit_code, office.state()) == (1, before)


def test_a_failed_upload_is_told_in_kendali_and_the_next_run_finishes_it(busy_office):
    """If the upload fails the run ends with 1, `Kendali` says since when the site is behind, the next run finishes."""
    office = busy_office
    office.type("Induk", "induk", 3, setuju="✓")
    (office.path / "site/informasi/KUL-0002").write_text("milik orang lain")
    first = office.dip("sync")
    assert (first.exit_code, first.stderr[:8]) == (1, "Stopped:")
    assert office.control("situs").startswith("Tertinggal sejak ")
    assert office.cells("Induk", "induk")[1]["status"] == "Terbit"
    before = office.state()
    assert office.dip("sync").exit_code == 1
    assert office.state() == before
    (office.path / "site/informasi/KUL-0002").unlink()
    assert office.dip("sync").exit_code == 0
    assert office.control("situs") == "Sesuai terbitan 2"
    after = office.state()
    assert office.dip("sync").exit_code == 0 and office.state() == after


def test_sekali_is_spent_by_the_receipt(busy_office):
    """`Sekali` releases once; only when the upload is complete does the cell return to `Tahan`."""
    office = busy_office
    office.order("sekali")
    office.type("Induk", "induk", 3, setuju="✓")
    (office.path / "site/informasi/KUL-0002").write_text("milik orang lain")
    assert office.dip("sync").exit_code == 1
    assert office.control("perintah") == "sekali"
    (office.path / "site/informasi/KUL-0002").unlink()
    assert office.dip("sync").exit_code == 0
    assert (office.control("perintah"), office.control("situs")) == ("Tahan", "Sesuai terbitan 2")


def test_what_can_be_missing_is_said_in_one_sentence(tmp_path):
    """Without `dip.toml` the exit code is 2, and the sentence says what to do."""
    result = _dip("check", "--config", str(tmp_path / "dip.toml"))
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1 and result.stderr.startswith("Mistake: ")


@pytest.mark.parametrize("command", ["check", "plan", "sync", "history"])
def test_a_missing_workbook_is_said_by_every_command(office, command):
    """1: workbook missing; `site` is always an object."""
    office.workbook.unlink()
    result = office.dip(command, "--json")
    if command == "history":
        assert (result.exit_code, json.loads(result.stdout)) == (0, [])
        return
    document = json.loads(result.stdout)
    assert (result.exit_code, document["exit"], document["error"]["code"]) == (1, 1, "workbook")
    assert isinstance(document["site"], dict) and "dip init" in result.stderr


def test_a_read_only_folder_is_one_sentence(office):
    """The exit code is 1, and the sentence says that nothing is lost."""
    result = _in_read_only(office.path, "sync")
    assert result.returncode == 1
    assert result.stderr.startswith("Stopped: Permission denied") and "nothing is lost" in result.stderr


def test_help_answers_at_once():
    """`dip --help` imports none of the heavy libraries."""
    code = "import sys; sys.argv = ['dip', '--help']\nfrom sync.cli.main import main\n"
    code += "try:\n main()\nexcept SystemExit: pass\n"
    code += "print([m for m in ('pandas', 'gspread', 'openpyxl', 'lxml', 'jinja2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.endswith("[]\n") and "Keep a Daftar Informasi Publik" in done.stdout


def test_every_command_says_what_it_does():
    """`dip --help` lists each command with one line."""
    assert all(command.get_short_help_str(200).endswith((".", ")")) for command in main.commands.values())


def _in_read_only(folder, command):
    """Run a command in a folder that can be read and not written: a root without its power over modes."""
    folder.chmod(0o555)
    drop = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    arguments = [sys.executable, "-m", "sync.cli.main", command, "--config", str(folder / "dip.toml")]
    return subprocess.run([*drop, *arguments], capture_output=True, text=True, check=False)


def _dip(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "sync.cli.main", *arguments], capture_output=True, text=True, check=False
    )


def test_the_variable_dip_config_names_the_settings(office, monkeypatch, tmp_path):
    """For cron, which starts in another folder; an option says it louder."""
    monkeypatch.setenv("DIP_CONFIG", str(office.config))
    assert office.dip("check", config=False).exit_code == 0
    found = office.dip("check", "--config", str(tmp_path / "nowhere.toml"), config=False)
    assert (found.exit_code, "nowhere.toml" in found.stderr) == (2, True)


@pytest.mark.parametrize(
    ("kind", "word"),
    [(errors.WorkbookError, "Stopped"), (errors.SettingsError, "Mistake"), (errors.Held, "Held"),
     (errors.StalePlan, "Out of date"), (errors.LedgerBusy, "Try later")],
)  # fmt: skip
def test_an_error_begins_with_a_word_for_people(kind, word, capsys):
    report_error(kind("why"))
    assert capsys.readouterr().err == f"{word}: why\n"
