"""Rule 10: a crash anywhere, or two runs in a row, changes nothing in the end state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sync.errors import DipError
from tests.convergence import crash_at, end_state, twin
from tests.office import BERKALA, DIKECUALIKAN, Office


@pytest.fixture
def settled(office: Office) -> Office:
    return settle(office)


def settle(office: Office) -> Office:
    """Six entries in every state an entry can be in, all answered."""
    for number in range(1, 7):
        office.add(judul=f"Laporan {number}", ringkasan=f"Isi {number}")
    office.add("TEK", judul="Putusan", usulan="")
    office.approved("KUL-0001", "KUL-0002", "KUL-0003")
    office.exclude("KUL-0005")
    office.sync()
    office.tick("KUL-0005")
    office.type_unit("KUL-0002", "judul", "Laporan 2, diperbaiki")
    office.sync()
    return office


def new_rows(office: Office) -> None:
    office.add(judul="Laporan baru")
    office.add("TEK", judul="Putusan lain", usulan="bukan kelas")


def class_filled_in(office: Office) -> None:
    office.type_unit("TEK-0001", "usulan", "Berkala", "TEK")


def ticks(office: Office) -> None:
    office.tick("KUL-0002", "KUL-0004")


def tick_and_edit(office: Office) -> None:
    office.tick("KUL-0004")
    office.type_unit("KUL-0004", "judul", "Laporan 4, diperbaiki")


def class_and_tick(office: Office) -> None:
    office.type("KUL-0004", "klasifikasi", BERKALA)
    office.tick("KUL-0004")


def withdrawals(office: Office) -> None:
    office.untick("KUL-0001")
    office.tick("KUL-0002", role="tarik")
    office.type("KUL-0003", "klasifikasi", DIKECUALIKAN)


def withdrawal_and_edit(office: Office) -> None:
    office.tick("KUL-0001", role="tarik")
    office.type_unit("KUL-0001", "judul", "Laporan 1, diperbaiki")
    office.untick("KUL-0003")
    office.type_unit("KUL-0003", "judul", "Laporan 3, diperbaiki")


def notes(office: Office) -> None:
    office.type("KUL-0004", "catatan_ppid", "Lengkapi tahunnya.")
    office.untick("KUL-0001")
    office.type("KUL-0001", "catatan_ppid", "Salah tahun.")


def rows_gone(office: Office) -> None:
    office.drop("KUL-0001")
    office.drop("KUL-0003", None)


def copies(office: Office) -> None:
    office.tab().append(list(office.row("KUL-0001", "KUL")))
    office.induk.append(list(office.row("KUL-0004")))
    office.tick("KUL-0002", role="tanda", text="salah")


def ids_lost(office: Office) -> None:
    office.type_unit("KUL-0001", "id", "")
    office.type_unit("KUL-0003", "id", "KUL-0004")


def ordered_once(office: Office) -> None:
    office.tick("KUL-0004")
    office.order("Sekali")


def moved(office: Office) -> None:
    row = office.row("KUL-0001", "KUL")
    office.tab().remove(row)
    office.tab("TEK").append(row)


def back_to_what_was_approved(office: Office) -> None:
    office.type_unit("KUL-0002", "judul", "Laporan 2")


def half_sorted(office: Office, *roles: str) -> None:
    """Cells of these columns in the opposite order, the rest of each row stays; and something to record."""
    rows, places = office.induk[1:], [office.at(role) for role in roles]
    texts = [[row[place] for place in places] for row in reversed(rows)]
    for row, cells in zip(rows, texts, strict=True):
        for place, text in zip(places, cells, strict=True):
            row[place] = text
    office.add(judul="Laporan baru")


def ids_sorted(office: Office) -> None:
    half_sorted(office, "id")


def ids_and_ticks_sorted(office: Office) -> None:
    half_sorted(office, "id", "setuju", "tarik")


def marks_sorted(office: Office) -> None:
    half_sorted(office, "tanda")


def ids_sorted_beside_a_lost_mark(office: Office) -> None:
    office.type("KUL-0004", "tanda", "")
    half_sorted(office, "id")


SCENARIOS = [
    new_rows, class_filled_in, ticks, tick_and_edit, class_and_tick, withdrawals, withdrawal_and_edit, notes, rows_gone,
    copies, ids_lost, ordered_once, moved, back_to_what_was_approved,
    ids_sorted, ids_and_ticks_sorted, marks_sorted, ids_sorted_beside_a_lost_mark,
]  # fmt: skip


@pytest.mark.parametrize("happens", SCENARIOS)
def test_two_runs_in_a_row_change_nothing(settled: Office, happens: Callable[[Office], None]) -> None:
    """A run with nothing new writes nothing to workbook, ledger or target."""
    happens(settled)
    settled.sync()
    done = settled.book.writes, settled.ledger.records, settled.target.publishes
    outcome = settled.sync()
    assert (settled.book.writes, settled.ledger.records, settled.target.publishes) == done
    assert (outcome.plan.changed, outcome.plan.events, outcome.writes) == (False, (), 0)


@pytest.mark.slow
@pytest.mark.parametrize("happens", SCENARIOS)
def test_a_crash_anywhere_changes_nothing_in_the_end(
    settled: Office, happens: Callable[[Office], None], tmp_path: Path
) -> None:
    """A crash at any step of apply: the next run converges to what would have been without it."""
    dies_anywhere(settled, happens, tmp_path)


def dies_anywhere(settled: Office, happens: Callable[[Office], None], tmp_path: Path) -> None:
    """Once at each step, each time in an office of its own."""
    happens(settled)
    calm = twin(settled, tmp_path / "calm")
    calm.sync()
    expected = end_state(calm)
    step = 0
    while crash_at(other := twin(settled, tmp_path / f"crash{step}"), step):
        other.sync()
        assert end_state(other) == expected, f"after a crash at {step}: {calm.fuse.steps[step]}"
        done = other.book.writes, other.ledger.records, other.target.publishes
        other.sync()
        assert (other.book.writes, other.ledger.records, other.target.publishes) == done
        step += 1
    assert step >= 6


@pytest.mark.parametrize("happens", SCENARIOS)
@pytest.mark.parametrize("trouble", ["refused", "lost"])
def test_a_write_that_failed_or_whose_answer_was_lost(
    settled: Office, happens: Callable[[Office], None], trouble: str, tmp_path: Path
) -> None:
    """The write was refused, or applied and its answer lost: the next run tells which, and converges."""
    happens(settled)
    calm = twin(settled, tmp_path / "calm")
    calm.sync()
    now = settled.now
    settled.book.trouble = trouble
    assert settled.sync().exit_code == 1
    settled.now = now
    settled.sync()
    assert end_state(settled) == end_state(calm)


def test_the_first_run_of_all_may_die_too(office: Office, tmp_path: Path) -> None:
    """From nothing: IDs that were given stay given, and no brake takes for gone what was never written."""
    for number in range(1, 13):
        office.add(judul=f"Laporan {number}", ringkasan=f"Isi {number}")
    calm = twin(office, tmp_path / "calm")
    calm.sync()
    for step in range(6):
        other = twin(office, tmp_path / f"crash{step}")
        assert crash_at(other, step)
        assert other.sync().exit_code == 0
        assert end_state(other) == end_state(calm)


def test_files_of_the_target_that_are_missing_or_altered_are_put_right(settled: Office) -> None:
    """A run that finds files of the target missing or altered puts them right, and writes nothing else."""
    good = dict(settled.target.files)
    settled.target.files["index.html"] = b"judi online"
    del settled.target.files["data/dip.json"]
    done = settled.book.writes, settled.ledger.records
    outcome = settled.sync()
    assert settled.target.files == good
    assert outcome.result is not None and (outcome.result.uploaded, outcome.result.deleted) == (2, 0)
    assert (settled.book.writes, settled.ledger.records) == done


def test_a_run_that_was_confirmed_late_knows_an_old_version_all_the_same(office: Office) -> None:
    """The run after a crash notes that the workbook was written: an older version restored later is found out."""
    office.add()
    office.sync()
    old = [list(row) for row in office.induk], [list(row) for row in office.book.tabs["Kendali"]]
    office.tick("KUL-0001")
    office.crash("after workbook")
    office.sync()
    office.book.tabs["Induk"], office.book.tabs["Kendali"] = old
    office.sync()
    assert office.public() == ["KUL-0001"]


def test_a_workbook_saved_by_somebody_between_reading_and_writing_is_read_again(settled: Office) -> None:
    """What a person saved meanwhile is read, not overwritten."""
    settled.tick("KUL-0004")
    check, saves = settled.book.check_writable, iter([False, True])

    def saving(state: object) -> None:
        if next(saves, False):
            settled.type("KUL-0004", "pertimbangan", "disimpan di tengah jalan")
        check(state)  # type: ignore[arg-type]

    settled.book.check_writable = saving  # type: ignore[method-assign]
    outcome = settled.sync()
    assert (outcome.exit_code, outcome.reads) == (0, 2)
    assert settled.read("KUL-0004", "pertimbangan") == "disimpan di tengah jalan"
    assert "KUL-0004" in settled.public()


def test_a_brake_changes_nothing_however_often(settled: Office) -> None:
    """A held run with nothing to withdraw writes nothing at all."""
    for number in range(7, 20):
        settled.add(judul=f"Laporan {number}", ringkasan=f"Isi {number}")
    settled.sync()
    for number in range(7, 20):
        settled.drop(f"KUL-{number:04d}")
    done = settled.book.writes, settled.ledger.records, settled.target.publishes
    assert [settled.sync().exit_code for _ in range(2)] == [3, 3]
    assert (settled.book.writes, settled.ledger.records, settled.target.publishes) == done


def test_after_an_error_of_the_ledger_nothing_is_written(settled: Office) -> None:
    """What cannot be recorded is not shown: the ledger comes first."""
    settled.tick("KUL-0004")
    settled.ledger.path.write_bytes(b"rusak" * 1000)
    before = [list(row) for row in settled.induk]
    with pytest.raises(DipError):
        settled.sync()
    assert settled.induk == before
