"""`dip links`: what is asked, what is printed, what is kept, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from sync.links.link_file import LinkFile
from sync.links.turns import Politeness
from sync.run import links as use_case
from sync.run.links import LinkReport, agent_of, ask_links
from tests.internet import Internet, answer, internet, page, redirect
from tests.office_folder import KUL, TEK, TEMPLATE, OfficeFolder, row

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
OPEN, LOCKED, GONE, ODD = (
    "https://data.kpu.go.id/1.pdf", "https://drive.google.com/file/d/1AbC/view", "https://data.kpu.go.id/hilang.pdf",
    "https://ppid.kpu.go.id/dijaga",
)  # fmt: skip
SECRET = "https://rahasia.kpu.go.id/surat.pdf"


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """Five rows; one of them is excluded."""
    office = OfficeFolder(tmp_path_factory.mktemp("kantor"))
    rows = [row(number, tautan=f"Berkas {number} | {url}") for number, url in enumerate((OPEN, LOCKED, GONE, ODD), 1)]
    office.fill(KUL, *rows)
    office.fill(TEK, row(9, usulan="Informasi Dikecualikan", tautan=SECRET))
    office.dip("sync")
    return office


@pytest.fixture
def office(synced: OfficeFolder, tmp_path: Path) -> OfficeFolder:
    return OfficeFolder(tmp_path / "kantor", like=synced)


@pytest.fixture
def net(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Internet]:
    """The internet that `dip links` meets in this test."""
    with internet(tmp_path) as made:
        made.pages = {
            OPEN: answer(), ODD: answer(403),
            LOCKED: redirect("https://accounts.google.com/ServiceLogin?continue=x"),
        }  # fmt: skip
        monkeypatch.setattr(use_case, "open_client", lambda _: made.client())
        yield made


def ask(office: OfficeFolder, net: Internet, *, again: bool = False, now: datetime = NOW) -> LinkReport:
    quick = Politeness(pause=0, seconds=5)
    return ask_links(office.settings, TEMPLATE, again=again, client=net.client(), polite=quick, now=now)


def kept(office: OfficeFolder) -> dict[str, str]:
    return {url: result.openness.value for url, result in LinkFile(office.settings.links_path).read().by_url.items()}


FOUND = {OPEN: "open", LOCKED: "sign-in", GONE: "gone", ODD: "unknown"}


def test_links_are_asked_and_what_is_found_is_kept_for_this_account_alone(office: OfficeFolder, net: Internet) -> None:
    ask(office, net)
    assert kept(office) == FOUND
    assert office.settings.links_path.stat().st_mode & 0o777 == 0o600


def test_of_an_excluded_entry_not_even_the_name_is_looked_up(office: OfficeFolder, net: Internet) -> None:
    ask(office, net)
    assert "rahasia.kpu.go.id" not in net.looked_up
    assert SECRET not in kept(office)


def test_what_became_excluded_is_forgotten(office: OfficeFolder, net: Internet) -> None:
    ask(office, net)
    office.type("Induk", "induk", 2, klasifikasi="Informasi Dikecualikan")
    office.dip("sync")
    ask(office, net)
    assert set(kept(office)) == set(FOUND) - {OPEN}


def test_within_a_week_nothing_is_asked_again_and_then_all(office: OfficeFolder, net: Internet) -> None:
    ask(office, net)
    before = len(net.asked)
    assert ask(office, net, now=NOW + timedelta(days=6)).asked == 0
    assert len(net.asked) == before
    assert ask(office, net, now=NOW + timedelta(days=7, minutes=-5)).asked == 4
    assert ask(office, net, again=True, now=NOW + timedelta(days=7)).asked == 4


def test_a_link_of_two_entries_is_one_link_wherever_it_is_counted(office: OfficeFolder, net: Internet) -> None:
    office.type(KUL, "unit", 3, tautan=OPEN)
    office.dip("sync")
    report = office.json("links")
    status = office.json("status")["links"]
    assert report["total"] == {kind: status[kind] for kind in report["total"]} and report["total"]["open"] == 1
    assert [link["url"] for link in report["links"]].count(OPEN) == 2
    assert "; a link of several entries counts once" in office.dip("links").stdout


def test_a_link_that_is_new_is_asked_at_once(office: OfficeFolder, net: Internet) -> None:
    ask(office, net)
    office.type(KUL, "unit", 2, tautan="https://data.kpu.go.id/baru.pdf")
    office.dip("sync")
    assert ask(office, net).asked == 1


@pytest.mark.parametrize("error", [socket.gaierror(socket.EAI_NONAME, "x"), OSError("down")])
def test_without_a_network_nothing_is_kept(office: OfficeFolder, net: Internet, error: OSError) -> None:
    """And nothing that was known is lost."""
    ask(office, net)
    for host in ("data.kpu.go.id", "drive.google.com", "ppid.kpu.go.id"):
        net.names[host] = error
    done = office.dip("links", "--again")
    assert done.exit_code == 1
    assert "Stopped: no server answered at all: is this computer on the network? Nothing was kept." in done.stderr
    assert kept(office) == FOUND


def test_two_servers_that_are_both_unknown_are_a_lack_of_a_network(office: OfficeFolder, net: Internet) -> None:
    """An office's own site and Google Drive are what many lists lead to."""
    for number in (2, 3, 4, 5):
        office.type(KUL, "unit", number, tautan="")
    office.type(KUL, "unit", 2, tautan="https://data.kpu.go.id/a.pdf")
    office.type(KUL, "unit", 3, tautan="https://drive.google.com/file/d/x/view")
    office.dip("sync")
    for host in ("data.kpu.go.id", "drive.google.com"):
        net.names[host] = socket.gaierror(socket.EAI_AGAIN, "x")
    done = office.dip("links")
    assert (done.exit_code, "is this computer on the network?" in done.stderr) == (1, True)


def test_one_server_that_is_away_is_no_lack_of_a_network(office: OfficeFolder, net: Internet) -> None:
    """Yet alone it proves nothing: its name may be unknown because nothing can be looked up."""
    for number in (3, 4, 5):
        office.type(KUL, "unit", number, tautan="")
    office.dip("sync")
    net.names["data.kpu.go.id"] = socket.gaierror(socket.EAI_NONAME, "x")
    ask(office, net)
    assert kept(office)[OPEN] == "unknown"


def test_what_a_host_that_has_enough_was_not_asked_is_asked_first_the_next_time(
    office: OfficeFolder, net: Internet
) -> None:
    """And what was known of it stays."""
    for number in (2, 3, 4, 5):
        office.type(KUL, "unit", number, tautan=f"https://data.kpu.go.id/{number}.pdf")
    office.dip("sync")
    net.pages, net.other = {}, answer(429, "text/html")
    ask(office, net)
    reasons = {url: result.reason for url, result in LinkFile(office.settings.links_path).read().by_url.items()}
    left = {url for url, reason in reasons.items() if reason == "left-alone"}
    assert left and set(reasons.values()) == {"429", "left-alone"}
    net.other = answer()
    assert ask(office, net).asked == len(left)
    assert {url for url, found in kept(office).items() if found == "open"} == left


def test_a_damaged_file_is_told_and_made_anew(office: OfficeFolder, net: Internet) -> None:
    office.settings.links_path.write_bytes(b"no database")
    done = office.dip("links")
    assert done.exit_code == 0
    assert "dip-links.sqlite cannot be used: it is damaged. dip links makes it anew." in done.stderr
    assert kept(office) == FOUND


def test_two_at_once_are_one_too_many(office: OfficeFolder, net: Internet) -> None:
    with FileLock(office.settings.links_lock_path):
        done = office.dip("links")
    assert (done.exit_code, net.asked) == (75, [])
    assert "another dip links is at work in this folder" in done.stderr


def test_a_run_of_sync_may_be_at_work_meanwhile(office: OfficeFolder, net: Internet) -> None:
    with FileLock(office.settings.lock_path):
        assert office.dip("links").exit_code == 0


def test_without_a_ledger_there_is_nothing_to_ask(tmp_path: Path, net: Internet) -> None:
    done = OfficeFolder(tmp_path / "baru").dip("links")
    assert (done.exit_code, net.asked) == (1, [])
    assert "there is no ledger yet, so no link is known; run `dip sync` first" in done.stderr


def test_the_table_says_what_a_citizen_cannot_open(office: OfficeFolder, net: Internet) -> None:
    shown = office.dip("links").stdout
    assert shown.splitlines()[0] == "1 open, 1 ask for a sign-in, 1 gone, 1 cannot be told; 4 asked now"
    assert f"Gone\n  KUL-0003  Berkas 3, {GONE}: the server says that it is not there\n" in shown
    assert f"  KUL-0002  Berkas 2, {LOCKED}: it leads to a page to sign in\n" in shown
    assert f"  KUL-0004  Berkas 4, {ODD}: the server answers with 403\n" in shown
    assert OPEN not in shown


def test_the_document_has_every_link(office: OfficeFolder, net: Internet) -> None:
    document = office.json("links")
    assert (document["exit"], document["asked"]) == (0, 4)
    assert document["total"] == {"open": 1, "sign-in": 1, "gone": 1, "unknown": 1}
    assert {link["url"]: link["openness"] for link in document["links"]} == FOUND
    assert document["links"][0]["asked"].endswith("+07:00")
    assert "surat" not in json.dumps(document)


def test_the_csv_has_a_line_for_each_link_and_no_formula(office: OfficeFolder, net: Internet) -> None:
    office.type(KUL, "unit", 2, tautan=f"@cmd | {OPEN}")
    office.dip("sync")
    lines = list(csv.DictReader(io.StringIO(office.dip("links", "--csv").stdout)))
    assert {line["url"]: line["openness"] for line in lines} == FOUND
    assert "'@cmd" in {line["name"] for line in lines}


def test_strict_ends_with_1_if_a_citizen_cannot_open_one(office: OfficeFolder, net: Internet) -> None:
    assert office.dip("links", "--strict").exit_code == 1
    net.pages |= {LOCKED: page("Laporan", "laporan.pdf - Google Drive"), GONE: answer()}
    assert office.dip("links", "--strict", "--again").exit_code == 0


def test_csv_and_json_do_not_go_together(office: OfficeFolder, net: Internet) -> None:
    assert office.dip("links", "--csv", "--json").exit_code == 2
    assert net.asked == []


def test_after_the_next_sync_the_rows_say_it_and_a_second_one_writes_nothing(
    office: OfficeFolder, net: Internet
) -> None:
    office.dip("links")
    asked = len(net.asked)
    office.dip("sync")
    notes = [cells["catatan"] for cells in office.cells(KUL, "unit")]
    assert [bool(note) for note in notes] == [False, True, True, False]
    assert "minta masuk (login)" in notes[1]
    before = office.state()
    assert office.dip("sync").exit_code == 0
    assert (office.state(), len(net.asked)) == (before, asked)


def test_dip_status_says_what_was_found(office: OfficeFolder, net: Internet) -> None:
    assert "Documents" not in office.dip("status").stdout
    assert office.json("status")["links"] is None
    office.dip("links")
    assert "1 open, 1 ask for a sign-in, 1 gone, 1 cannot be told" in office.dip("status").stdout
    found = office.json("status")["links"]
    assert {name: found[name] for name in ("open", "sign-in", "gone", "unknown")} == dict.fromkeys(
        ("open", "sign-in", "gone", "unknown"), 1
    )


def test_a_run_of_sync_asks_nothing(office: OfficeFolder, net: Internet) -> None:
    office.dip("sync")
    assert (net.asked, net.looked_up) == ([], [])


@pytest.mark.parametrize(
    ("url", "website", "said"),
    [
        (
            "https://ppid.contoh.go.id/dß\r\nX: y",
            "https://x.id/",
            "+https://ppid.contoh.go.id/d%C3%9F%0D%0AX:%20y; link check",
        ),
        ("", "https://kantor.go.id", "+https://kantor.go.id; link check"),
        ("", "", "link check"),
    ],
)
def test_who_asks_is_named_with_the_office(synced: OfficeFolder, url: str, website: str, said: str) -> None:
    settings = synced.settings
    publish, facts = replace(settings.publish, url=url), replace(settings.office, website=website)
    agent = agent_of(replace(settings, publish=publish, office=facts))
    assert (agent.startswith("DIP-Sync/"), agent.partition(" ")[2]) == (True, f"({said})")


def test_results_are_in_no_backup_and_never_public(office: OfficeFolder, net: Internet, tmp_path: Path) -> None:
    office.dip("links")
    assert {office.settings.links_path, office.settings.links_lock_path} <= set(office.settings.private_paths)
    office.dip("backup", str(tmp_path / "a.zip"))
    assert b"dip-links" not in (tmp_path / "a.zip").read_bytes()
