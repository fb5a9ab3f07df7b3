"""Which links may be asked for, and what rows say of those that a citizen cannot open."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sync.links.link_file import LinkFile
from sync.links.link_result import LinkResult, LinkResults, Openness
from sync.plan.linked_documents import linked_documents
from tests.office import BASIS, DIKECUALIKAN, TEMPLATE, Office

OPEN, SIGN_IN, GONE, UNKNOWN = Openness
A, B = "https://data.kpu.go.id/a.pdf", "https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUvWxYz0123/view"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.add(judul="Laporan", tautan=f"Laporan 2025 | {A}")
    return office


def asked(office: Office) -> list[str]:
    return [document.link.url for document in linked_documents(office.known(), TEMPLATE)]


def found(office: Office, *results: tuple[str, Openness], days: float = 0, opened: str = "", closed: str = "") -> None:
    """What the last `dip links` found, so many days ago."""
    at = (office.now - timedelta(days=days)).isoformat()
    known = {url: LinkResult(openness, "", at, opened, closed) for url, openness in results}
    LinkFile(office.settings.links_path).write(LinkResults(known, at))


def notes(office: Office) -> tuple[str, str]:
    """What the row says in the unit's tab and in `Induk`."""
    return office.read("KUL-0001", "catatan", "KUL"), office.note("KUL-0001")


def quiet(office: Office) -> bool:
    done = office.book.writes, office.ledger.records, office.target.publishes
    office.sync()
    return (office.book.writes, office.ledger.records, office.target.publishes) == done


# -- asked for ---------------------------------------------------------------------------------------------------------


def test_the_newest_text_and_what_stands_approved_are_asked_for(office: Office) -> None:
    office.approved("KUL-0001")
    office.type_unit("KUL-0001", "tautan", B)
    office.sync()
    documents = linked_documents(office.known(), TEMPLATE)
    assert [(each.link.url, each.newest, each.approved) for each in documents] == [(A, False, True), (B, True, False)]


def test_an_entry_that_left_its_tab_is_asked_for_as_long_as_it_is_public(office: Office) -> None:
    office.approved("KUL-0001")
    office.drop("KUL-0001", "KUL")
    office.sync()
    assert asked(office) == [A]


@pytest.mark.parametrize("typed", ["", "Informasi Dikecualikn", "Rahasia", "tidak tahu"])
def test_an_entry_without_a_clear_public_class_is_not_asked_for(office: Office, typed: str) -> None:
    office.sync()
    office.type("KUL-0001", "klasifikasi", typed)
    office.sync()
    assert asked(office) == []


@pytest.mark.parametrize("proposal", [DIKECUALIKAN, "dikecualikan", "Informasi Dikecualikn"])
def test_what_its_unit_proposes_to_exclude_is_not_asked_for(office: Office, proposal: str) -> None:
    office.approved("KUL-0001")
    office.type_unit("KUL-0001", "usulan", proposal)
    office.sync()
    assert asked(office) == []


def test_an_excluded_entry_is_not_asked_for_though_it_once_was_public(office: Office) -> None:
    office.approved("KUL-0001")
    office.type("KUL-0001", "klasifikasi", DIKECUALIKAN)
    for role, text in BASIS.items():
        office.type("KUL-0001", role, text)
    office.sync()
    assert asked(office) == []


def test_a_withdrawn_entry_is_not_asked_for_until_it_says_something_else(office: Office) -> None:
    office.approved("KUL-0001")
    office.type("KUL-0001", "tarik", "TRUE")
    office.sync()
    assert asked(office) == []
    office.type_unit("KUL-0001", "tautan", B)
    office.sync()
    assert asked(office) == [B]


@pytest.mark.parametrize(
    "other",
    [
        B, f"{B}?usp=sharing", B.replace("/view", "/preview#page=2"), B.upper().replace("HTTPS", "https"),
        "https://drive.google.com/open?id=1AbCdEfGhIjKlMnOpQrStUvWxYz0123",
    ],
)  # fmt: skip
def test_a_document_that_an_excluded_entry_links_to_is_asked_for_by_nobody(office: Office, other: str) -> None:
    """However its address is written there, and though that entry says something else by now."""
    office.add(judul="Rahasia", tautan=B)
    office.sync()
    office.type("KUL-0002", "klasifikasi", DIKECUALIKAN)
    office.sync()
    office.type_unit("KUL-0002", "tautan", "")
    office.type_unit("KUL-0001", "tautan", f"{A}\n{other}")
    office.sync()
    assert [url for url in asked(office) if url != other or other.isupper()] == [A]


def test_what_was_excluded_and_has_no_class_now_hides_its_documents_still(office: Office) -> None:
    office.add(judul="Rahasia", tautan=A)
    office.sync()
    office.type("KUL-0002", "klasifikasi", DIKECUALIKAN)
    office.sync()
    office.type("KUL-0002", "klasifikasi", "")
    office.sync()
    assert asked(office) == []


def test_other_documents_of_the_same_host_are_asked_for(office: Office) -> None:
    """A host is no secret: who excludes one document at Google Drive publishes others there."""
    office.add(judul="Rahasia", tautan=B)
    office.sync()
    office.type("KUL-0002", "klasifikasi", DIKECUALIKAN)
    office.type_unit("KUL-0001", "tautan", "https://drive.google.com/file/d/2zYxWvUtSrQpOnMlKjIhGfEdCbA9876/view")
    office.sync()
    assert len(asked(office)) == 1


# -- said --------------------------------------------------------------------------------------------------------------

LOST = "Tautan Dokumen: “Laporan 2025” tidak ditemukan. Ganti dengan alamat dokumen yang benar."
LOCKED = (
    "Tautan Dokumen: “Laporan 2025” minta masuk (login) dulu. Buka aksesnya: Bagikan, lalu Siapa saja yang "
    "memiliki link."
)
NO_MORE = (
    "Tautan Dokumen: “Laporan 2025” dulu bisa dibuka, sekarang tidak ditemukan. Unggah lagi, lalu ganti alamatnya."
)


@pytest.mark.parametrize(("openness", "said"), [(GONE, LOST), (SIGN_IN, LOCKED), (OPEN, ""), (UNKNOWN, "")])
def test_a_row_says_what_a_citizen_finds_before_the_ppid_ticks(office: Office, openness: Openness, said: str) -> None:
    office.sync()
    found(office, (A, openness))
    office.sync()
    unit, master = notes(office)
    assert (unit, said in master, office.status("KUL-0001")) == (said, True, "Menunggu persetujuan")
    assert quiet(office)


def test_a_warning_stops_no_tick(office: Office) -> None:
    office.sync()
    found(office, (A, GONE))
    office.sync()
    office.tick("KUL-0001")
    office.sync()
    assert (office.public(), office.status("KUL-0001"), LOST in notes(office)[0]) == (["KUL-0001"], "Terbit", True)
    assert quiet(office)


def test_a_link_that_was_open_when_it_was_approved_and_is_gone_now_is_told_to_its_unit(office: Office) -> None:
    office.approved("KUL-0001")
    found(office, (A, GONE), opened=office.now.isoformat(), closed=(office.now + timedelta(days=8)).isoformat())
    office.now += timedelta(days=8)
    office.sync()
    assert (notes(office)[0], office.public(), office.status("KUL-0001")) == (NO_MORE, ["KUL-0001"], "Terbit")
    assert office.control("Menunggu Sub Bagian").startswith("1 dokumen hilang: 'Keuangan, Umum, Logistik'!")
    waiting = office.plan().waiting
    assert waiting and (waiting.lost, waiting.fix) == ({"KUL": 1}, {})
    assert quiet(office)


def test_a_link_that_was_gone_already_when_it_was_approved_is_said_to_be_so(office: Office) -> None:
    office.approved("KUL-0001")
    long_ago = (office.now - timedelta(days=9)).isoformat()
    found(office, (A, GONE), opened=long_ago, closed=(office.now - timedelta(days=2)).isoformat())
    office.sync()
    assert notes(office)[0] == LOST
    assert office.control("Menunggu Sub Bagian") == "Tidak ada"


def test_another_link_or_an_open_one_takes_the_warning_away(office: Office) -> None:
    office.sync()
    found(office, (A, GONE))
    office.sync()
    office.type_unit("KUL-0001", "tautan", B)
    office.sync()
    assert notes(office)[0] == ""
    found(office, (B, SIGN_IN))
    office.sync()
    assert "minta masuk" in notes(office)[0]
    found(office, (B, OPEN))
    office.sync()
    assert notes(office)[0] == ""


def test_an_old_result_says_nothing_any_more(office: Office) -> None:
    office.sync()
    found(office, (A, GONE), days=27)
    office.sync()
    assert notes(office)[0] == LOST
    office.now += timedelta(days=2)
    office.sync()
    assert notes(office)[0] == ""
    assert quiet(office)


def test_without_the_file_or_with_a_damaged_one_nothing_is_said_and_nothing_is_lost(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.sync()
    office.settings.links_path.write_bytes(b"SQLite format 3\0 and no more")
    office.sync()
    assert "dip-links.sqlite cannot be used: it is damaged. dip links makes it anew." in caplog.text
    assert notes(office)[0] == ""
    office.settings.links_path.unlink()
    assert quiet(office)


def test_of_several_links_of_one_name_the_place_is_said(office: Office) -> None:
    other = B.replace("1Ab", "2Ab")
    office.sync()
    office.type_unit("KUL-0001", "tautan", f"{B}\n{other}")
    office.sync()
    found(office, (other, GONE))
    office.sync()
    assert notes(office)[0].startswith("Tautan Dokumen: “tautan ke-2” tidak ditemukan.")


def test_of_an_excluded_entry_nothing_is_said_even_if_its_link_was_asked_for_before(office: Office) -> None:
    office.sync()
    found(office, (A, GONE))
    office.type("KUL-0001", "klasifikasi", DIKECUALIKAN)
    office.sync()
    assert "tidak ditemukan" not in "".join(notes(office))


def test_a_plan_is_the_same_for_the_same_results(office: Office) -> None:
    office.sync()
    found(office, (A, GONE))
    assert office.plan() == office.plan()
    problem = next(each for each in office.plan().problems if each.code == "tautan-hilang")
    assert (problem.tab, problem.cell, problem.id, problem.severity) == (
        "Keuangan, Umum, Logistik",
        problem.cell,
        "KUL-0001",
        "warning",
    )
    assert problem.cell
