"""What holds at every target whatever became of the receipt: whole runs of an office, published to the place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.publish.receipt import ReceiptFile
from sync.publish.target import Target
from sync.run.sync import Outcome
from tests.office import Office
from tests.places import Place

GONE = b"Laporan Rahasia Jabatan"


class PublishingOffice(Office):
    """KUL-0001 and KUL-0002 are public at the place, KUL-0003 waits. Each run opens the target anew."""

    def __init__(self, folder: Path, place: Place) -> None:
        super().__init__(folder)
        self.place = place
        for judul in (GONE.decode(), "Laporan Barang 2025", "Laporan Pegawai 2025"):
            self.add(judul=judul)
        self.approved("KUL-0001", "KUL-0002")
        assert GONE in self.shown()

    def sync(self, allow_removals: int = 0) -> Outcome:
        target: Target = self.place.target()
        self.target = target  # type: ignore[assignment]  # as any other
        return super().sync(allow_removals)

    def shown(self) -> bytes:
        """Everything that lies there, unpacked."""
        whole = b""
        for data in self.place.everything().values():
            whole += data
            if data[:2] == b"PK":
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    whole += b"".join(archive.read(name) for name in archive.namelist())
        return whole


def _lost(office: Office) -> None:
    office.receipts.data = b""


def _altered(office: Office) -> None:
    office.receipts.data = office.receipts.data.replace(b'"run":', b'"run": ')


def _cut_off(office: Office) -> None:
    office.receipts.data = office.receipts.data[: len(office.receipts.data) // 2]


def _of_another_ledger(office: Office) -> None:
    receipt = office.receipts.claimed()
    assert receipt is not None
    ReceiptFile.write(office.receipts, receipt, "f" * 64)


SPOILT = pytest.mark.parametrize("spoil", [_lost, _altered, _cut_off, _of_another_ledger])
KILLED = pytest.mark.parametrize(
    ("step", "count"), [("before receipt", 1), ("after receipt", 1), ("before receipt", 2), ("after receipt", 2)]
)
"""Before and after each of the two writes of a run."""


class ReceiptContract:
    """A subclass brings the fixture `place`."""

    @pytest.fixture
    def office(self, place: Place, tmp_path: Path) -> PublishingOffice:
        (tmp_path / "kantor").mkdir()
        return PublishingOffice(tmp_path / "kantor", place)

    @SPOILT
    @pytest.mark.parametrize("manifest", ["whole", "removed"])
    def test_a_withdrawal_goes_out_whatever_became_of_the_receipt(
        self, office: PublishingOffice, spoil: Callable[[Office], None], manifest: str
    ) -> None:
        """It is made again, and the run after that writes nothing."""
        spoil(office)
        if manifest == "removed":
            office.place.remove("manifest.json")
        office.tick("KUL-0001", role="tarik")
        office.tick("KUL-0003")
        assert office.sync().exit_code == 0
        assert_settled(office)

    @KILLED
    @pytest.mark.parametrize("then", [None, _lost, _altered])
    def test_a_run_killed_beside_a_write_of_the_receipt_is_finished_by_the_next(
        self, office: PublishingOffice, step: str, count: int, then: Callable[[Office], None] | None
    ) -> None:
        """Also where the receipt is lost upon it, and the manifest with it."""
        office.tick("KUL-0003")
        office.crash(step, count)
        if then:
            then(office)
            office.place.remove("manifest.json")
        office.tick("KUL-0001", role="tarik")
        assert office.sync().exit_code == 0
        assert_settled(office)

    def test_two_releases_killed_one_after_the_other_are_both_known(self, office: PublishingOffice) -> None:
        """The second killed run has sent all of its site, the manifest is gone: all that is there is ours."""
        office.tick("KUL-0003")
        office.crash("after receipt", 1)
        office.type_unit("KUL-0002", "judul", "Laporan Barang yang baru")
        office.sync()
        office.tick("KUL-0002")
        office.crash("before receipt", 2)
        office.place.remove("manifest.json")
        office.tick("KUL-0001", role="tarik")
        assert office.sync().exit_code == 0
        assert_settled(office)


def assert_settled(office: PublishingOffice) -> None:
    """What was withdrawn is gone, the receipt is that of the site which is there, and another run writes nothing."""
    assert GONE not in office.shown()
    receipt, known = office.receipts.read(office.known().secret), office.known().office
    assert receipt is not None and receipt.completed is not None
    assert (receipt.begun, receipt.completed.release) == ((), known.release)
    assert receipt.completed.files.keys() | {"manifest.json"} == office.place.everything().keys()
    before = office.place.everything(), office.receipts.data, known
    assert office.sync().exit_code == 0
    assert (office.place.everything(), office.receipts.data, office.known().office) == before
