"""A list that was released has a page for good, where the code on paper points to; what it says keeps rule 7."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.release import PastList
from tests.office import TEMPLATE, Office, put


@pytest.fixture(params=["memory", "file"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """KUL-0001 and KUL-0002 are public and were established by a decree."""
    office = Office(tmp_path, kind=request.param)
    for number in (1, 2, 3):
        office.add(judul=f"Laporan nomor {number}")
    office.approved("KUL-0001", "KUL-0002")
    establish(office, "45/PP.08/2026")
    office.sync()
    return office


def establish(office: Office, number: str) -> None:
    rows = office.book.tabs["Kendali"]
    put(rows, next(n for n, row in enumerate(rows) if row[0] == "Nomor Penetapan"), 1, number)


def pages(office: Office) -> dict[str, str]:
    """The pages by path."""
    return {path: data.decode() for path, data in office.target.files.items() if path.startswith("rilis/")}


def established(office: Office) -> str:
    """The page of the list that the decree established."""
    (page,) = (text for text in pages(office).values() if "45/PP.08/2026" in text)
    return page


def test_a_list_that_stands_says_so_with_number_and_every_title(office: Office) -> None:
    page = established(office)
    assert len(pages(office)) == 1
    assert page.count("tetap seperti ditetapkan") == 2
    assert "Laporan nomor 1" in page
    assert "Daftar yang berlaku" in page


def test_what_changed_or_left_since_is_named_by_its_id_alone(office: Office) -> None:
    """Its text is shown only where it stands as it was established."""
    office.type_unit("KUL-0001", "judul", "Laporan lain")
    office.sync()
    office.tick("KUL-0001")
    office.tick("KUL-0002", role="tarik")
    office.sync()
    page = established(office)
    assert ("diubah sejak itu" in page, "ditarik sejak itu" in page) == (True, True)
    assert not [text for text in pages(office).values() if "Laporan nomor" in text]
    assert "Laporan lain" not in page
    assert "Daftar lama" in page


def test_the_page_of_a_list_without_a_decree_stays_and_says_that_it_was_replaced(office: Office) -> None:
    """And no more: its entries are nobody's promise."""
    office.approved("KUL-0003")
    (present,) = (path for path, text in pages(office).items() if "Daftar yang berlaku" in text)
    assert "45/PP.08/2026" not in pages(office)[present]
    office.tick("KUL-0003", role="tarik")
    office.sync()
    former = pages(office)[present]
    assert "sudah diganti" in former
    assert "KUL-000" not in former
    assert "Daftar yang berlaku" in established(office)


def test_the_same_list_has_the_same_page_for_good(office: Office) -> None:
    """Withdrawn and approved again, established by another number, sent again: the address on paper holds."""
    (before,) = pages(office)
    office.tick("KUL-0002", role="tarik")
    office.sync()
    office.approved("KUL-0002")
    establish(office, "46/PP.08/2026")
    office.sync()
    assert "46/PP.08/2026" in pages(office)[before]


def test_a_number_belongs_to_the_list_that_had_it_first(office: Office) -> None:
    office.approved("KUL-0003")
    lists = office.known().lists
    assert [(item.page.total, item.establishment[0], len(item.items)) for item in lists] == [
        (2, "45/PP.08/2026", 2),
        (3, "", 0),
    ]
    assert isinstance(lists[0], PastList)


def test_a_quiet_run_writes_no_page(office: Office) -> None:
    done = office.book.writes, office.ledger.records
    before = dict(office.target.files)
    office.sync()
    assert (office.book.writes, office.ledger.records) == done
    assert dict(office.target.files) == before


def test_a_withdrawal_under_hold_changes_the_page_in_the_same_run(office: Office) -> None:
    office.order("Tahan")
    office.sync()
    office.tick("KUL-0001", role="tarik")
    office.sync()
    assert "Laporan nomor 1" not in "".join(pages(office).values())
    assert "ditarik sejak itu" in established(office)


def test_the_digest_is_that_of_the_papers(office: Office) -> None:
    """Groups of four, the first two in the path."""
    from sync.plan.what_stays_public import release_of
    from sync.site.list_digest import in_groups, list_digest

    release = release_of(office.known(), TEMPLATE, office.settings.office.zone)
    digest = list_digest(release.entries)
    (path,) = pages(office)
    assert path == f"rilis/{release.entries[0].updated}-{digest[:8]}/index.html"
    assert in_groups(digest) in pages(office)[path]
