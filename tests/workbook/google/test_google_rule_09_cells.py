"""The tests of `test_rule_09_cells`, in an office that works in a Google spreadsheet."""

from __future__ import annotations

from typing import cast

import pytest

from tests.google_book import GoogleBook
from tests.office import Office
from tests.plan.test_rule_09_cells import *  # noqa: F403

pytestmark = pytest.mark.slow


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path, kind="google")


def test_columns_may_stand_in_any_order(office: Office) -> None:  # type: ignore[no-redef]  # otherwise here
    """At Google the lock stands over cells: in columns typed anew elsewhere no tick counts, and it is told."""
    header, setuju, klasifikasi = office.induk[0], office.at("setuju"), office.at("klasifikasi")
    header[setuju], header[klasifikasi] = header[klasifikasi], header[setuju]
    people = cast("GoogleBook", office.book).people
    boxes = {"sheetId": people.sheet_id("Induk"), "startRowIndex": 1,
             "startColumnIndex": klasifikasi, "endColumnIndex": klasifikasi + 1}  # fmt: skip
    rule = {"condition": {"type": "BOOLEAN"}, "strict": True}
    people.edit({"setDataValidation": {"range": boxes, "rule": rule}})
    office.add()
    office.sync()
    office.tick("KUL-0001")
    told = {problem.code for problem in office.sync().plan.problems}
    assert {"kunci-terbuka", "centang-tak-terkunci"} <= told
    assert (office.public(), office.status("KUL-0001")) == ([], "Menunggu persetujuan")
