"""What a write cannot keep is named before anything is written, and nowhere when there is no such thing."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.office_folder import KUL, OfficeFolder, row
from tests.workbooks import book, saved, sheet

SIGNED = "the digital signature (a changed file needs to be signed again)"


@pytest.fixture
def office(tmp_path: Path) -> OfficeFolder:
    """An office with a row to read, so that a sync has something to write."""
    office = OfficeFolder(tmp_path / "kantor")
    office.fill(KUL, row(1))
    return office


def sign(office: OfficeFolder) -> None:
    with zipfile.ZipFile(office.workbook, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")


def test_the_plan_names_it(office: OfficeFolder) -> None:
    sign(office)
    assert f"\n\nA write cannot keep, in the workbook\n  {SIGNED}\n" in office.dip("plan").stdout
    assert office.json("plan")["workbook"]["unkept"] == [SIGNED]


def test_a_sync_names_it_before_anything_is_written(
    office: OfficeFolder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sign(office)
    seen: list[list[str]] = []

    def watched(write: Callable[..., object]) -> Callable[..., object]:
        def first(*arguments: object) -> object:
            seen.append(list(caplog.messages))
            return write(*arguments)

        return first

    for place in ("sync.ledger.ledger.Ledger.record", "sync.workbook.xlsx.xlsx_workbook.XlsxWorkbook.write"):
        module, name, verb = place.rsplit(".", 2)
        owner = getattr(__import__(module, fromlist=[name]), name)
        monkeypatch.setattr(owner, verb, watched(getattr(owner, verb)))
    office.dip("sync")
    assert seen[0] == seen[1] == [f"Writing the workbook cannot keep {SIGNED}."]


def test_nothing_is_named_when_nothing_is_lost_or_written(
    office: OfficeFolder, caplog: pytest.LogCaptureFixture
) -> None:
    assert "cannot keep" not in office.dip("plan").stdout
    office.dip("sync")
    sign(office)
    assert "cannot keep" not in office.dip("plan").stdout
    office.dip("sync")
    assert not caplog.messages


def test_other_names_of_the_file_and_its_owner_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hard link keeps the version before; only its owner (or root) can give a file back to its owner."""
    workbook = saved(tmp_path, book({"Tab": sheet("")}))
    assert workbook.read().unkept == ()
    os.link(tmp_path / "dip.xlsx", tmp_path / "sama.xlsx")
    owner = os.stat(tmp_path / "dip.xlsx").st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert workbook.read().unkept == (
        f"the file's owner (user number {owner}; sync runs as {owner + 1})",
        "the file's other names (hard links keep the version before)",
    )
