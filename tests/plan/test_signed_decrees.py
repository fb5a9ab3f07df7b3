"""The signed decree on the site: part of the release, and gone in the same run in which any entry of it leaves or
changes; nothing brings it back but attaching it again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sync.ledger.state import ATTACHED, Event, Record
from sync.model import Manifest
from sync.run.republish import PublishContext, resume, roll_back, write_day
from sync.site.manifest import parse_manifest
from tests.office import DIKECUALIKAN, TEMPLATE, Office, put
from tests.signing import plain

PDF = plain()
SHA = hashlib.sha256(PDF).hexdigest()
SECRET_TITLE = "Laporan yang ditarik"


@pytest.fixture(params=["memory", "file"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """KUL-0001 and KUL-0002 are public under a decree that came back; KUL-0003 waits."""
    office = Office(tmp_path, kind=request.param)
    office.settings = replace(office.settings, site=replace(office.settings.site, decree=True))
    office.add(judul=SECRET_TITLE)
    office.add(judul="Laporan lain")
    office.add(judul="Laporan ketiga")
    office.approved("KUL-0001", "KUL-0002")
    attach(office)
    return office


def attach(office: Office, number: str = "45/PP.08/2026", how: str = "digest", data: bytes = PDF) -> None:
    """What `dip decree` files and records of the list as it is released."""
    known = office.known()
    page, sha256 = known.office.list_page, hashlib.sha256(data).hexdigest()
    detail = {
        "page": page, "establishment": [number, "2026-11-20"], "sha256": sha256, "how": how,
        "items": dict(known.items), "since": known.last_seq, "signatures": [],
    }  # fmt: skip
    folder = office.settings.decree_folder
    folder.mkdir(exist_ok=True)
    (folder / f"keputusan-{page.day}-{page.digest[:8]}-{sha256[:8]}.pdf").write_bytes(data)
    event = Event("", ATTACHED, 0, "desk", json.dumps(detail))
    office.ledger.record(Record(known.office, events=(event,)), office.now.isoformat(), TEMPLATE.content_roles)


def shown(office: Office) -> list[bytes]:
    """The signed decrees at the target."""
    return [data for path, data in office.target.files.items() if path.startswith("dokumen/")]


def manifest(office: Office) -> Manifest:
    found = parse_manifest(office.target.files["manifest.json"])
    assert found
    return found


def page(office: Office) -> str:
    """The page of the list that the decree established."""
    attached = office.known().attached[-1].page
    return office.target.files[f"rilis/{attached.day}-{attached.digest[:8]}/index.html"].decode()


def gone(office: Office) -> bool:
    """From target, manifest, and every page that could lead to it."""
    named = [path for path in (*manifest(office).files, *manifest(office).keys) if path.startswith("dokumen/")]
    linked = [path for path, data in office.target.files.items() if b"dokumen/keputusan" in data]
    return not shown(office) and not named and not linked


def test_it_is_offered_with_the_next_release_and_linked(office: Office) -> None:
    """Its bytes are part of keys and manifest like any file; a second run writes nothing."""
    assert shown(office) == []
    office.sync()
    assert shown(office) == [PDF]
    (path,) = (path for path in office.target.files if path.startswith("dokumen/"))
    assert manifest(office).files[path] == SHA
    assert path in manifest(office).keys
    assert path in page(office)
    assert path in office.target.files["pemutakhiran/index.html"].decode()
    assert "45/PP.08/2026" in office.target.files["pemutakhiran/index.html"].decode()
    before, done = dict(office.target.files), (office.book.writes, office.ledger.records)
    office.sync()
    assert (dict(office.target.files), (office.book.writes, office.ledger.records)) == (before, done)


def test_another_file_for_the_same_list_takes_its_place(office: Office) -> None:
    """The key is made of the bytes: what stands there is not taken for it."""
    office.sync()
    before = manifest(office).keys
    attach(office, data=PDF + b"\n")
    office.sync()
    assert shown(office) == [PDF + b"\n"]
    (path,) = (path for path in before if path.startswith("dokumen/"))
    assert manifest(office).keys[path] != before[path]


def test_where_it_lies_beside_dip_toml_is_in_no_key(office: Office, tmp_path: Path) -> None:
    """Else the office's folder could not be moved without sending everything anew."""
    office.sync()
    before = dict(manifest(office).keys)
    office.settings.decree_folder.rename(tmp_path / "lain")
    (tmp_path / "kantor").mkdir()
    (tmp_path / "lain").rename(tmp_path / "kantor" / "dip-keputusan")
    office.settings = replace(office.settings, folder=tmp_path / "kantor")
    office.sync()
    assert dict(manifest(office).keys) == before


def test_off_by_default(office: Office) -> None:
    office.settings = replace(office.settings, site=replace(office.settings.site, decree=False))
    office.sync()
    assert gone(office)


def test_the_order_to_upload_holds_for_it(office: Office) -> None:
    """Attached under `Tahan` it waits for the PPID's order."""
    office.order("Tahan")
    office.sync()
    assert gone(office)
    office.order("Sekali")
    office.sync()
    assert shown(office) == [PDF]


@pytest.mark.parametrize("how", ["untick", "tarik", "dikecualikan"])
@pytest.mark.parametrize("order", ["Otomatis", "Tahan"])
def test_a_withdrawal_takes_the_file_off_in_the_same_run(office: Office, how: str, order: str) -> None:
    """And the page says why."""
    office.sync()
    office.order(order)
    office.sync()
    assert shown(office) == [PDF]
    if how == "dikecualikan":
        office.type("KUL-0001", "klasifikasi", DIKECUALIKAN)
    else:
        office.tick("KUL-0001", role="tarik" if how == "tarik" else "setuju", text="✓" if how == "tarik" else "")
    office.sync()
    assert office.public() == ["KUL-0002"]
    assert gone(office)
    assert "ditarik atau diubah sejak itu" in page(office)


def test_it_goes_where_only_withdrawals_are_decided(office: Office) -> None:
    """The workbook is open in a program; a brake is held."""
    office.sync()
    office.tick("KUL-0001", role="tarik")
    office.book.open_in = "LibreOffice"
    outcome = office.sync()
    assert outcome.plan.mode == "withdrawals"
    assert gone(office)


def test_a_changed_text_takes_it_off_too(office: Office) -> None:
    """The paper would go on showing a former value (rule 7)."""
    office.sync()
    office.type_unit("KUL-0001", "judul", "Laporan yang benar")
    office.sync()
    assert shown(office) == [PDF]  # the approved text stands until the new one is approved
    office.tick("KUL-0001")
    office.sync()
    assert "Laporan yang benar" in office.titles()
    assert gone(office)


def test_an_entry_more_leaves_it_there(office: Office) -> None:
    office.sync()
    office.tick("KUL-0003")
    office.sync()
    assert office.public() == ["KUL-0001", "KUL-0002", "KUL-0003"]
    assert shown(office) == [PDF]


def test_what_was_taken_back_and_given_again_does_not_bring_it_back(office: Office) -> None:
    """Only attaching it again does."""
    office.sync()
    office.tick("KUL-0001", role="tarik")
    office.sync()
    office.approved("KUL-0001")
    assert office.public() == ["KUL-0001", "KUL-0002"]
    assert gone(office)
    assert "sejak itu ada yang ditarik" in page(office)
    attach(office)
    office.sync()
    assert shown(office) == [PDF]


def test_rollback_resume_and_a_past_day_do_not_bring_it_back(office: Office, tmp_path: Path) -> None:
    office.sync()
    office.tick("KUL-0001", role="tarik")
    office.sync()
    context = PublishContext(office.ledger, office.target, office.settings, TEMPLATE, office.receipts)
    roll_back(context)
    office.sync()
    assert gone(office)
    resume(context)
    office.sync()
    assert gone(office)
    write_day(context, date(2026, 11, 23), tmp_path / "hari")
    assert not list((tmp_path / "hari").rglob("dokumen/*"))


def test_a_ledger_that_was_put_back_offers_nothing_of_before(office: Office) -> None:
    """What was decided in between may be lost: the operator attaches it again."""
    office.sync()
    known = office.known()
    event = Event("", "recovered", 0, "sync", "{}")
    office.ledger.record(Record(known.office, events=(event,)), office.now.isoformat(), TEMPLATE.content_roles)
    office.sync()
    assert gone(office)


@pytest.mark.parametrize("harm", ["lost", "altered"])
def test_a_file_that_is_lost_or_altered_is_not_offered_and_stops_no_run(office: Office, harm: str) -> None:
    office.sync()
    (path,) = office.settings.decree_folder.glob("*.pdf")
    if harm == "lost":
        path.unlink()
    else:
        path.write_bytes(PDF + b"x")
    office.tick("KUL-0003")
    office.sync()
    assert "KUL-0003" in office.public()
    assert gone(office)


def test_kendali_names_what_is_attached_and_where_the_ppids_cells_differ(office: Office) -> None:
    def say(label: str, text: str) -> None:
        rows = office.book.tabs["Kendali"]
        put(rows, next(n for n, row in enumerate(rows) if row[0] == label), 1, text)

    office.sync()
    attached = "Nomor 45/PP.08/2026, tanggal 20 November 2026."
    assert office.control("Keputusan Terlampir") == (
        f"{attached} Nomor Penetapan masih kosong: isi seperti keputusan itu. "
        "Tanggal Penetapan masih kosong: isi seperti keputusan itu."
    )
    say("Nomor Penetapan", "46/PP.08/2026")
    say("Tanggal Penetapan", "20 November 2026")
    office.sync()
    assert office.control("Keputusan Terlampir") == (
        f"{attached} Nomor Penetapan berbeda dengan keputusan itu: periksa mana yang benar."
    )
    say("Nomor Penetapan", "45/PP.08/2026")
    office.sync()
    assert office.control("Keputusan Terlampir") == attached
    attach(office, how="word")
    office.sync()
    assert office.control("Keputusan Terlampir") == f"{attached} Hasil pindai, diterima atas pernyataan operator."


def test_a_scan_taken_on_the_operators_word_is_marked_so_on_the_site(office: Office) -> None:
    """On the list's page and among the changes; a decree that says itself what it carries has no such words."""
    office.settings = replace(office.settings, site=replace(office.settings.site, english=True))
    office.sync()
    assert "Hasil pindai" not in page(office)
    attach(office, how="word", data=PDF + b"\n")
    office.sync()
    there = office.known().attached[-1].page
    english = office.target.files[f"en/rilis/{there.day}-{there.digest[:8]}/index.html"].decode()
    assert "Hasil pindai. Bahwa isinya daftar ini dinyatakan oleh kantor" in page(office)
    assert "A scan. That it holds this list is the office’s word" in english
    changes = office.target.files["pemutakhiran/index.html"].decode()
    assert "(hasil pindai, atas pernyataan kantor)" in changes


def test_a_workbook_of_before_gets_the_line_from_init_alone(office: Office) -> None:
    rows = office.book.tabs["Kendali"]
    rows[:] = [row for row in rows if row[:1] != ["Keputusan Terlampir"]]
    office.sync()
    assert office.control("Keputusan Terlampir") == ""
