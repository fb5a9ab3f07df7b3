"""First contact, rehearsed against the stand-in: what is asked, what is told, and what is left behind."""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest
import requests

from sync.errors import WorkbookError
from sync.workbook.google.probe import MOST, TITLE, probe
from sync.workbook.google.recording import SERVICE_ACCOUNT, Traffic
from tests.google_server.front import GoogleServer
from tests.google_server.seed import plant
from tests.google_server.world import DRIVE, SPREADSHEETS, World
from tests.google_stand_in import OWNER, Google, google
from tests.google_tools import replay_compare

__all__ = ["google"]
Json = dict[str, Any]


def sender(server: GoogleServer, who: str) -> Any:
    """Requests for Google's hosts, to the stand-in, as somebody."""
    token = server.world.grant(who, f"{SPREADSHEETS} {DRIVE}")

    def send(method: str, url: str, body: Json | None) -> tuple[int, Json]:
        there = url.replace("https://sheets.googleapis.com", f"http://{server.address}")
        answer = requests.request(method, there, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=20)
        return answer.status_code, answer.json()

    return send


@pytest.fixture
def traffic(google: Google) -> Traffic:
    google.expect("no field 'nothingLikeIt'")
    return Traffic(sender(google.server, google.world.robot), google.id, google.world.robot, MOST)


def test_the_stand_in_does_what_we_take_for_true(traffic: Traffic) -> None:
    """Every point is settled and as expected: so the stand-in and our assumptions are the same thing."""
    points = probe(traffic)
    assert [point for point in points if not point.same or not point.settled] == []
    assert len(points) >= 12 and traffic.sent <= MOST


def test_the_probe_leaves_the_spreadsheet_as_it_was(google: Google, traffic: Traffic) -> None:
    """Its tab is gone, and nobody's cell was touched."""
    google.put("Sheet1!A1", [["somebody's"]])
    probe(traffic)
    assert [sheet.title for sheet in google.world.files[google.id].book.sheets] == ["Sheet1"]
    assert google.values("Sheet1") == [["somebody's"]]


def test_the_probe_removes_its_tab_even_when_it_is_interrupted(google: Google) -> None:
    """A connection that breaks in the middle does not leave the tab behind."""
    send = sender(google.server, google.world.robot)
    broken = iter([False] * 5 + [True] + [False] * 20)

    def cut(method: str, url: str, body: Json | None) -> tuple[int, Json]:
        if next(broken):
            raise ConnectionError
        return send(method, url, body)  # type: ignore[no-any-return]

    with pytest.raises(ConnectionError):
        probe(Traffic(cut, google.id))
    assert [sheet.title for sheet in google.world.files[google.id].book.sheets] == ["Sheet1"]


def test_a_tab_that_somebody_removed_meanwhile_is_told(google: Google, traffic: Traffic) -> None:
    """The probe says that it could not remove its tab."""
    google.weather.at(5, lambda: google.world.edit(google.id, OWNER, {"deleteSheet": {"sheetId": _scratch(google)}}))
    with pytest.raises(WorkbookError, match=TITLE):
        probe(traffic)


def _scratch(google: Google) -> int:
    sheet = google.world.files[google.id].book.by_title(TITLE)
    assert sheet
    return sheet.id


def test_a_difference_is_told_with_what_it_means(google: Google, traffic: Traffic) -> None:
    """Where Google should refuse values outside a strict list, the point says so."""
    google.world.files[google.id].book.refuse_invalid = True
    different = [point for point in probe(traffic) if not point.same]
    assert {point.name for point in different} >= {"a value outside a strict list"}
    assert all(point.means for point in different)


def test_without_the_right_to_write_nothing_is_asked_further(google: Google, traffic: Traffic) -> None:
    """A viewer is told at the first request."""
    google.world.share(google.id, google.world.robot, "reader")
    with pytest.raises(WorkbookError, match="may not add its tab"):
        probe(traffic)
    assert traffic.sent == 1


def test_saved_traffic_holds_no_secret_and_replays_identically(google: Google, traffic: Traffic, tmp_path) -> None:
    """No token, no person's address; `replay_compare` finds the stand-in identical to it."""
    probe(traffic)
    traffic.save(tmp_path / "first-contact.json")
    text = (tmp_path / "first-contact.json").read_text("utf-8")
    assert "Bearer" not in text and OWNER not in text and "ya29" not in text
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the given tool leaves its files to the garbage collector
        sessions = list(replay_compare.load(str(tmp_path)))
    with GoogleServer(World(seed=2)) as other:
        seed = {
            "id": google.id,
            "title": "Another title",
            "owner": "orang-2@example.org",
            "share": {SERVICE_ACCOUNT: "writer"},
        }
        plant(other.world, {"spreadsheets": [seed]})
        send = sender(other, SERVICE_ACCOUNT)

        def replayed(method: str, url: str, _headers: object, body: str | None, _exchange: object) -> Any:
            status, answer = send(method, url, json.loads(body) if body else None)
            return status, "application/json", json.dumps(answer)

        differences = [found for _, _, exchanges in sessions for found in replay_compare.play(exchanges, replayed)]
    assert len(differences) == traffic.sent
    assert [found for found in differences if found[2]] == []
