"""`dip doctor` on Google: first contact, and each refusal with its next step."""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.google_office import OWNER, GoogleOffice, google, google_office
from tests.google_server import errors
from tests.google_server.front import GoogleServer
from tests.google_server.seed import plant
from tests.google_server.world import EXCEL_TYPE, World
from tests.google_session import MemorySession
from tests.google_tools import replay_compare

__all__ = ["google", "google_office"]
Json = dict[str, Any]
ROBOT = "robot@emu.iam.gserviceaccount.com"


# --- first contact


def test_first_contact_tells_what_it_found_and_leaves_nothing(google_office: GoogleOffice) -> None:
    """At most twenty requests; the spreadsheet has the tabs it had."""
    google_office.laid_out()
    google_office.google.expect("no field 'nothingLikeIt'")
    tabs = [sheet.title for sheet in google_office.book.sheets]
    done = google_office.dip(f"doctor --probe-google {google_office.google.url}")
    assert done.exit_code == 0, done.output
    assert "0 otherwise than dip relies on; the tab is removed" in done.output
    assert not [line for line in done.stdout.splitlines() if line.startswith("!!")]
    assert 10 <= len(google_office.sent()) <= 20
    assert [sheet.title for sheet in google_office.book.sheets] == tabs


def test_what_is_otherwise_is_told_with_what_it_means(google_office: GoogleOffice) -> None:
    google_office.laid_out()
    google_office.google.expect("no field 'nothingLikeIt'")
    google_office.book.refuse_invalid = True
    done = google_office.dip(f"doctor --json --probe-google {google_office.google.url}")
    document = json.loads(done.stdout)
    assert (done.exit_code, document["exit"]) == (1, 1)
    assert [p["means"] for p in document["points"] if not p["same"] and "outside a strict list" in p["point"]]


def test_saved_traffic_scores_the_stand_in_at_one_hundred_percent(google_office: GoogleOffice) -> None:
    """What `--save` keeps of an empty spreadsheet holds no token and no person's address, and `replay_compare` plays it
    against another stand-in: every answer identical."""
    google_office.dip("init --example")
    google_office.set("# credentials", "credentials")
    google_office.google.expect("no field 'nothingLikeIt'")
    done = google_office.dip(f"doctor --probe-google {google_office.google.url} --save kaset.json")
    assert done.exit_code == 0, done.output
    text = (google_office.folder / "kaset.json").read_text("utf-8")
    assert "Bearer" not in text and "ya29" not in text and OWNER not in text
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the given tool leaves its files to the garbage collector
        sessions = [session for session in replay_compare.load(str(google_office.folder)) if session[2]]
    with GoogleServer(World(seed=2)) as other:
        play = replayed(google_office, other)
        answers = [found for _, _, exchanges in sessions for found in replay_compare.play(exchanges, play)]
    assert len(answers) == len(google_office.sent())
    assert [found for found in answers if found[2]] == []


def replayed(office: GoogleOffice, server: GoogleServer) -> Callable[..., Any]:
    seed = {"id": office.google.id, "title": "Another", "owner": "orang-2@example.org", "share": {ROBOT: "writer"}}
    plant(server.world, {"spreadsheets": [seed]})
    session = MemorySession(server, ROBOT)

    def answered(method: str, url: str, _headers: object, body: str | None, _exchange: object) -> Any:
        parts = urlsplit(url)
        bare = parts._replace(query="").geturl()
        sent = json.loads(body) if body else None
        answer = session.request(method, bare, params=parse_qsl(parts.query), json=sent, timeout=(1, 1))
        return answer.status_code, "application/json", answer.text

    return answered


def test_the_probes_tab_is_removed_whatever_happens(google_office: GoogleOffice) -> None:
    """Google fails in the middle of it: the tab goes all the same."""
    google_office.laid_out()
    google_office.google.expect("no field 'nothingLikeIt'")
    google_office.google.weather.on("/values/", lambda: google_office.google.weather.fault("html", "before"), "before")
    done = google_office.dip(f"doctor --probe-google {google_office.google.url}")
    assert "dip-uji-sementara" not in [sheet.title for sheet in google_office.book.sheets], done.output


def test_an_address_that_is_no_spreadsheet_is_an_argument_error(google_office: GoogleOffice) -> None:
    google_office.laid_out()
    done = google_office.dip("doctor --probe-google https://drive.google.com/drive/folders/1x")
    assert done.exit_code == 2 and "is a folder of Drive" in done.output


# --- each refusal


def not_shared(office: GoogleOffice) -> None:
    office.google.world.unshare(office.google.id, ROBOT)


def viewer(office: GoogleOffice) -> None:
    office.google.world.share(office.google.id, ROBOT, "reader")


def api_off(office: GoogleOffice) -> None:
    office.google.world.disabled = True


def uploaded(office: GoogleOffice) -> None:
    office.google.world.files[office.google.id].mime = EXCEL_TYPE


def in_the_bin(office: GoogleOffice) -> None:
    del office.google.world.files[office.google.id]


def wrong_clock(office: GoogleOffice) -> None:
    """Two hours behind Google: an hour is how long a signed request is good, and would be a matter of seconds."""
    office.google.world.clock.advance(time.time() - office.google.world.clock.now() + 7200)


def key_gone(office: GoogleOffice) -> None:
    (office.folder / "service-account.json").unlink()


def key_for_all(office: GoogleOffice) -> None:
    (office.folder / "service-account.json").chmod(0o644)


REFUSALS: list[tuple[Callable[[GoogleOffice], None], str]] = [
    (not_shared, f"Share → {ROBOT} → Editor"),
    (not_shared, "its administrator allows emu.iam.gserviceaccount.com"),
    (viewer, "an Editor instead of a Viewer"),
    (api_off, "press Enable, wait two minutes"),
    (uploaded, "File → Save as Google Sheets"),
    (in_the_bin, "lies in the bin"),
    (wrong_clock, "timedatectl set-ntp true"),
    (key_gone, "cannot be read: No such file"),
    (key_for_all, "chmod 600"),
]


@pytest.mark.parametrize(("cause", "step"), REFUSALS, ids=[f"{c.__name__}-{n}" for n, (c, _) in enumerate(REFUSALS)])
def test_each_refusal_is_told_with_its_next_step(
    google_office: GoogleOffice, cause: Callable[[GoogleOffice], None], step: str
) -> None:
    """The other parts are looked at all the same."""
    google_office.laid_out()
    cause(google_office)
    done = google_office.dip("doctor")
    assert done.exit_code == 1, done.output
    assert step in done.output
    assert "ok  ledger" in done.output


def test_storage_is_explained() -> None:
    """Nothing dip sends makes a file; if Google should say so all the same, a person creates it."""
    from sync.workbook.google.refusals import Requester, explain

    refusal = errors.no_storage("usageLimits")
    told = str(explain(refusal.code, json.dumps(refusal.body()).encode(), Requester("1x", ROBOT)))
    assert "let a person create the spreadsheet and share it" in told


def test_without_credentials_the_ways_without_a_key_are_named(
    google_office: GoogleOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An organisation that forbids keys: the message says what else there is."""
    import google.auth.exceptions

    def nobody(**_: object) -> object:
        raise google.auth.exceptions.DefaultCredentialsError

    google_office.laid_out()
    google_office.set('credentials = "service-account.json"', "")
    monkeypatch.delenv("SHEETS_EMULATOR_HOST")
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    monkeypatch.setattr("google.auth.default", nobody)
    done = google_office.dip("doctor")
    assert done.exit_code == 1 and "Where the organisation forbids keys" in done.output


def test_a_google_office_that_is_well(google_office: GoogleOffice) -> None:
    google_office.laid_out()
    before = google_office.book
    done = google_office.dip("doctor")
    assert done.exit_code == 0, done.output
    assert google_office.book is before
