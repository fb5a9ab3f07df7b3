"""The Google door keeps what every door promises, in as many requests as it says."""

from __future__ import annotations

import pytest

from sync.errors import WorkbookChanged, WorkbookError
from sync.model import Batch, TabWrite
from sync.workbook.google.client import GoogleClient
from tests.google_people import GooglePeople, lay_out, open_door
from tests.google_stand_in import Google, google
from tests.workbook_contract import MASTER, MASTER_AT, UNIT, UNIT_AT, People, WorkbookContract, row, written

__all__ = ["google"]


@pytest.fixture
def people(google: Google) -> GooglePeople:
    google.world.quotas = False
    door = open_door(google)
    lay_out(door)
    return GooglePeople(google, door)


class TestGoogleWorkbook(WorkbookContract):
    """A Google spreadsheet. Two promises are others: nobody can keep people from typing, and new rows push aside."""

    @pytest.fixture
    def people(self, people: GooglePeople) -> People:
        return people

    def test_new_rows_are_never_written_over_somebodys_and_then_nothing_is(self, people: People) -> None:
        """New rows are inserted: what somebody typed there meanwhile moves down, whole."""
        workbook = people.door()
        state = workbook.read()
        people.type(MASTER, {(1, MASTER_AT["catatan_ppid"]): "tulisan orang"})
        workbook.write(Batch((TabWrite(MASTER, "induk", append=(row(id="KUL-0001"),), append_at=1),)), state)
        sheet = workbook.read().sheets[MASTER]
        assert sheet.text(1, 0) == "KUL-0001" and sheet.text(1, MASTER_AT["catatan_ppid"]) == ""
        assert sheet.text(2, MASTER_AT["catatan_ppid"]) == "tulisan orang"

    def test_a_workbook_that_changed_since_it_was_read_is_not_written(self, people: People) -> None:
        """It is written, and then said so: the run reads again. Nobody's cell is another than before."""
        workbook = people.door()
        written(workbook, TabWrite(UNIT, "unit", {(1, 0): "KUL-0001"}))
        state = workbook.read()
        people.type(UNIT, {(1, UNIT_AT["judul"]): "sedang mengetik"})
        workbook.check_writable(state)
        with pytest.raises(WorkbookChanged, match=UNIT):
            workbook.write(Batch((TabWrite(UNIT, "unit", {(1, UNIT_AT["status"]): "Terbit"}),)), state)
        assert workbook.read().sheets[UNIT].text(1, UNIT_AT["judul"]) == "sedang mengetik"

    def test_a_missing_tab_is_laid_out_first(self, people: People) -> None:
        """One of sync's own; tabs that are nobody's are not even read."""
        workbook = people.door()
        assert isinstance(people, GooglePeople)
        people.edit({"deleteSheet": {"sheetId": people.sheet_id("Riwayat")}})
        people.edit({"addSheet": {"properties": {"title": "Catatan rapat"}}})
        state = written(workbook, TabWrite("Riwayat", "riwayat", replace=(("Nomor",), ("1",))))
        assert [tuple(texts) for texts in state.sheets["Riwayat"].rows] == [("Nomor",), ("1",)]
        assert "Catatan rapat" not in state.sheets

    def test_an_answer_without_all_its_tabs_decides_nothing(
        self, people: People, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A partial read is never taken for the truth: a tab that is not in the answer is not an empty tab."""
        whole = GoogleClient.values
        monkeypatch.setattr(GoogleClient, "values", lambda client, ranges: whole(client, ranges)[:-1])
        with pytest.raises(WorkbookError, match=r"^Google answered with \d+ of \d+ tabs\. Nothing was decided; try"):
            people.door().read()

    def test_an_answer_without_its_last_rows_decides_nothing(
        self, people: People, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The boxes that one request found are counted against the other."""
        rows = (row(id="KUL-0001", setuju=False), row(id="KUL-0002", setuju=True))
        written(people.door(), TabWrite(MASTER, "induk", append=rows, append_at=1))
        whole = GoogleClient.values
        monkeypatch.setattr(GoogleClient, "values", lambda client, ranges: [t[:2] for t in whole(client, ranges)])
        with pytest.raises(WorkbookChanged, match=f"rows of “{MASTER}” moved while it was being read"):
            people.door().read()
