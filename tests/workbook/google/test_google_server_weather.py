"""The stand-in's weather, its other ways to a token, and its controls for clients in another process."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.google_server.world import DRIVE, SPREADSHEETS
from tests.google_stand_in import OWNER, Google, google

__all__ = ["google"]
Json = dict[str, Any]


def control(google: Google, name: str, **body: Any) -> Json:
    answer = requests.post(f"http://{google.server.address}/_emu/{name}", json=body, timeout=10)
    assert answer.status_code == 200
    return dict(answer.json())


def test_silence_lasts_until_the_client_gives_up(google: Google) -> None:
    """A hang before: nothing is applied; others are served meanwhile."""
    google.weather.fault("hang", "before", "PUT")
    token = google.world.grant(google.world.robot)
    url = f"http://{google.server.address}/v4/spreadsheets/{google.id}/values/Sheet1!A1?valueInputOption=RAW"
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.put(url, json={"values": [["x"]]}, headers={"Authorization": f"Bearer {token}"}, timeout=0.3)
    assert google.values("Sheet1") == []


def test_tokens_can_run_out_at_any_request(google: Google) -> None:
    """The request that met it is refused with 401, and the next token is good."""
    google.weather.fault("expire", "before")
    assert google.call("GET", f"/v4/spreadsheets/{google.id}", fields="spreadsheetId")[0] == 401
    assert google.call("GET", f"/v4/spreadsheets/{google.id}", fields="spreadsheetId")[0] == 200


def test_a_storm_lasts_as_many_requests_as_were_set(google: Google) -> None:
    """Three refusals with the quota's body, then good weather."""
    google.weather.fault(429, times=3)
    path = f"/v4/spreadsheets/{google.id}"
    assert [google.call("GET", path, fields="spreadsheetId")[0] for _ in range(4)] == [429, 429, 429, 200]


def test_a_client_in_another_process_has_the_same_controls(google: Google) -> None:
    """Faults, edits by people at once or around the next write, sharing and the clock, over HTTP."""
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    edit = {"spreadsheetId": google.id, "who": OWNER, "requests": [{"insertDimension": {"range": row}}]}
    google.put("Sheet1!A1", [["first"]])
    control(google, "edit", **edit)
    assert google.values("Sheet1") == [[], ["first"]]
    control(google, "edit", when="before_next_write", **edit)
    google.put("Sheet1!B1", [["second"]])
    assert google.values("Sheet1") == [["", "second"], [], ["first"]]
    control(google, "fault", status=503, match="^GET")
    assert google.call("GET", f"/v4/spreadsheets/{google.id}", fields="spreadsheetId")[0] == 503
    before = google.world.clock.now()
    control(google, "clock", advance=90)
    assert google.world.clock.now() - before == pytest.approx(90)
    control(google, "share", spreadsheetId=google.id, who="new@example.go.id", role="reader")
    assert google.world.files[google.id].role("new@example.go.id") == "reader"


def test_an_office_account_refreshes_its_token(google: Google) -> None:
    """OAuth's refresh token; an unknown one is invalid_grant."""
    google.world.refresh_tokens["1//known"] = OWNER
    url = f"http://{google.server.address}/token"
    form = {"grant_type": "refresh_token", "refresh_token": "1//known", "client_id": "c", "client_secret": "s"}
    answer = requests.post(url, data=form, timeout=10).json()
    assert google.world.tokens[answer["access_token"]].email == OWNER
    refused = requests.post(url, data={**form, "refresh_token": "1//other"}, timeout=10)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")


def test_another_identity_may_act_as_the_service_account(google: Google) -> None:
    """Federation gives a token, impersonation with it another, for the scopes asked."""
    base = f"http://{google.server.address}/v1"
    first = requests.post(f"{base}/token", data={"subject_token": "jwt"}, timeout=10).json()["access_token"]
    where = f"{base}/projects/-/serviceAccounts/{google.world.robot}:generateAccessToken"
    body = {"scope": [SPREADSHEETS]}
    second = requests.post(where, json=body, headers={"Authorization": f"Bearer {first}"}, timeout=10).json()
    assert google.world.tokens[second["accessToken"]].email == google.world.robot
    assert requests.post(where, json=body, timeout=10).status_code == 401


def test_sharing_mails_people_unless_it_is_forbidden(google: Google) -> None:
    """The outbox is what a test looks into."""
    path = f"/drive/v3/files/{google.id}/permissions"
    body = {"type": "user", "role": "reader", "emailAddress": "warga@example.org"}
    google.call("POST", path, body, who=OWNER, sendNotificationEmail="false")
    assert google.world.mails == []
    google.call("POST", path, body, who=OWNER)
    assert [mail["to"] for mail in google.world.mails] == ["warga@example.org"]


def test_the_api_can_be_switched_off_and_a_file_can_be_no_spreadsheet(google: Google) -> None:
    """SERVICE_DISABLED names where to switch it on; an uploaded .xlsx is told as such."""
    google.world.disabled = True
    status, found = google.call("GET", f"/v4/spreadsheets/{google.id}", fields="spreadsheetId")
    assert status == 403 and found["error"]["details"][1]["reason"] == "SERVICE_DISABLED"
    google.world.disabled = False
    google.world.files[google.id].mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    status, found = google.call("GET", f"/v4/spreadsheets/{google.id}", fields="spreadsheetId")
    assert status == 400 and "not supported for this document" in found["error"]["message"]


def test_drive_deletes_with_204(google: Google) -> None:
    """After the answer the file is gone."""
    token = google.world.grant(OWNER, DRIVE)
    url = f"http://{google.server.address}/drive/v3/files/{google.id}"
    assert requests.delete(url, headers={"Authorization": f"Bearer {token}"}, timeout=10).status_code == 204
    assert google.call("GET", f"/v4/spreadsheets/{google.id}")[0] == 404
