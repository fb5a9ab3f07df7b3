"""Four kinds of request to Google: what is repeated, what never is, and what each refusal tells people to do."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from google.auth.exceptions import TransportError
from requests.exceptions import ConnectionError as RequestsConnectionError

from sync.errors import AnswerLost, DipError, GoogleBusy, NoAccess, WorkbookChanged, WorkbookError
from sync.workbook.google.client import GoogleClient, open_client
from sync.workbook.google.credentials import emulator
from sync.workbook.google.retry import RetryPolicy
from tests.google_server.world import EXCEL_TYPE, Clock
from tests.google_stand_in import Google, google

__all__ = ["google"]
Json = dict[str, Any]
Open = Callable[..., GoogleClient]


class FakeTime:
    """The stand-in's clock as the run feels it: sleeping moves it."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def now(self) -> float:
        return self.clock.now()

    def sleep(self, seconds: float) -> None:
        self.clock.advance(seconds)


def policy(google: Google, **more: Any) -> RetryPolicy:
    return RetryPolicy(FakeTime(google.world.clock), chance=lambda: 1.0, **more)


@pytest.fixture
def client(google: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GoogleClient:
    """The service account with its key file, the way `dip` opens it."""
    monkeypatch.setenv("SHEETS_EMULATOR_HOST", google.server.address)
    return open_client(google.id, google.key_file(tmp_path), retry=policy(google))


def read(client: GoogleClient) -> Json:
    return client.get("sheets.properties(sheetId,title)")


def put(client: GoogleClient, text: str) -> Json:
    cells = [{"values": [{"userEnteredValue": {"stringValue": text}}]}]
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    request = {"updateCells": {"range": area, "rows": cells, "fields": "userEnteredValue"}}
    return client.change(
        [request], ["Sheet1!A1"], "replies,updatedSpreadsheet.sheets.data.rowData.values.userEnteredValue"
    )


def refusal(client: GoogleClient, act: Callable[[GoogleClient], Any] = read) -> str:
    with pytest.raises(DipError) as caught:
        act(client)
    assert caught.value.exit_code == 1
    return str(caught.value)


def test_read_values_and_write(client: GoogleClient) -> None:
    """The three requests of a sync, as the quota counts them; the answer of a write shows what stands there."""
    assert read(client)["sheets"][0]["properties"]["title"] == "Sheet1"
    shown = put(client, "=1+1")["updatedSpreadsheet"]["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert shown == [{"userEnteredValue": {"stringValue": "=1+1"}}]
    assert client.values(["Sheet1!A1:B2", "Sheet1!D4"]) == [[["=1+1"]], []]
    assert (client.reads, client.writes) == (2, 1)


@pytest.mark.parametrize("what", [429, 500, 503, "html", "reset", "truncate"])
def test_a_read_is_repeated(google: Google, client: GoogleClient, what: int | str) -> None:
    """Three bad answers and then a good one make four reads and no error."""
    google.weather.fault(what, "after", times=3)
    assert read(client)["sheets"]
    assert client.reads == 4


@pytest.mark.parametrize("what", [503, "html", "reset", "truncate"])
def test_a_write_whose_answer_is_lost_is_not_sent_again(google: Google, client: GoogleClient, what: int | str) -> None:
    """It was applied, once, and the error says that nobody knows."""
    google.weather.fault(what, "after")
    with pytest.raises(AnswerLost, match="It is not sent again"):
        put(client, "once")
    assert client.writes == 1
    assert client.values(["Sheet1!A1"]) == [[["once"]]]


def test_a_write_over_the_quota_was_not_applied(google: Google, client: GoogleClient) -> None:
    """429 is a refusal, so nobody has to wonder whether the write was applied; it is not repeated either."""
    google.weather.fault(429)
    with pytest.raises(GoogleBusy, match="60 writes in a minute"):
        put(client, "x")
    assert client.writes == 1


def test_a_storm_ends_within_the_time_limit(google: Google, client: GoogleClient) -> None:
    """Refused for two minutes: the read gives up before they are over, on the clock it waits by."""
    google.weather.fault(429, times=1000)
    start = google.world.clock.now()
    assert "Who else uses this account?" in refusal(client)
    assert google.world.clock.now() - start <= 100
    google.weather.clear()
    google.world.clock.advance(120)
    assert read(client)["sheets"]


def test_patience_is_counted_over_the_whole_run(google: Google, client: GoogleClient) -> None:
    """A second storm does not get the time of the first again."""
    google.weather.fault(503, times=5)
    assert read(client)["sheets"]
    google.weather.fault(503, times=1000)
    start = google.world.clock.now()
    refusal(client)
    assert google.world.clock.now() - start <= 100 - 15


def test_google_says_how_long_to_wait() -> None:
    """`Retry-After` is kept, and longer than our own pause."""
    assert RetryPolicy(chance=lambda: 0.0)._pause(1, 17.0) == 17.0
    assert [RetryPolicy(chance=lambda: 1.0)._pause(number, None) for number in (1, 2, 3, 9)] == [1, 2, 4, 30]


def test_a_token_that_expires_is_renewed(google: Google, client: GoogleClient) -> None:
    """It is renewed in the middle of a run, for a read and for a write."""
    read(client)
    google.world.expire_tokens()
    read(client)
    google.world.expire_tokens()
    put(client, "still")


def test_not_shared(google: Google, client: GoogleClient) -> None:
    """The service account's address and the button to press."""
    google.world.unshare(google.id, google.world.robot)
    assert refusal(client) == (
        f"the account {google.world.robot} may not read the spreadsheet {google.id}. Its owner opens it and presses "
        f"Share → {google.world.robot} → Editor. If Google answers there that it cannot be shared outside of the "
        "organisation, its administrator allows emu.iam.gserviceaccount.com, or an account of the office is used "
        "instead. docs/google.md says more."
    )


def test_viewer_only(google: Google, client: GoogleClient) -> None:
    """Reading goes, writing says what to change."""
    google.world.share(google.id, google.world.robot, "reader")
    read(client)
    message = refusal(client, lambda client: put(client, "x"))
    assert "an Editor instead of a Viewer. Nothing was written." in message


def test_the_api_is_switched_off(google: Google, client: GoogleClient) -> None:
    """Google's own page to press the button on."""
    google.world.disabled = True
    assert "console.developers.google.com" in refusal(client) and "press Enable" in refusal(client)


def test_an_uploaded_xlsx(google: Google, client: GoogleClient) -> None:
    """A file in compatibility mode is no spreadsheet; the sentence says how to make one of it."""
    google.file.mime = EXCEL_TYPE
    assert "Save as Google Sheets" in refusal(client)


def test_no_such_spreadsheet(google: Google, client: GoogleClient) -> None:
    """After a 404 the sentence says to copy the address anew."""
    client.id = "test"
    assert "or it lies in the bin" in refusal(client)


def test_a_tab_that_is_gone_is_a_change_of_the_workbook(client: GoogleClient) -> None:
    """Renamed between two reads: read again."""
    with pytest.raises(WorkbookChanged):
        client.values(["'Not there'!A1"])


def test_a_protected_range(google: Google, client: GoogleClient) -> None:
    """Closed to the service account: the owner is told where to open it."""
    rule = {"range": {"sheetId": 0}, "editors": {"users": []}}
    google.batch({"addProtectedRange": {"protectedRange": rule}}, who="kantor@example.go.id")
    assert "Protect sheets and ranges" in refusal(client, lambda client: put(client, "x"))


def test_a_wrong_clock(google: Google, client: GoogleClient) -> None:
    """An hour off: the machine's clock is named, with the command."""
    google.world.clock.advance(3700)
    assert "timedatectl set-ntp true" in refusal(client)


def test_a_deleted_key(google: Google, client: GoogleClient) -> None:
    """The service account is gone from Google."""
    google.world.keys = {"somebody@else": None}
    assert "make a new key" in refusal(client)


def test_a_key_file_for_everybody_is_refused(google: Google, tmp_path: Path) -> None:
    """The sentence has the command that closes it, and nothing is sent."""
    path = google.key_file(tmp_path)
    path.chmod(0o640)
    with pytest.raises(NoAccess) as caught:
        open_client(google.id, path)
    assert str(caught.value) == f"the credentials {path} can be read by others on this machine. Run: chmod 600 {path}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not json", "are not JSON"),
        ("[]", "hold no table"),
        ('{"type": "service_account", "private_key": "SECRET"}', "cannot be used"),
        ('{"type": "unheard"}', "cannot be used"),
    ],
)
def test_files_that_are_no_credentials(tmp_path: Path, text: str, words: str) -> None:
    """Said in one sentence that holds nothing of the file."""
    path = tmp_path / "key.json"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(NoAccess, match=words) as caught:
        open_client("1", path)
    assert "SECRET" not in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(NoAccess, match="No such file"):
        open_client("1", tmp_path / "key.json")


def test_an_account_of_the_office(google: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OAuth: a refresh token in a file of gcloud's."""
    monkeypatch.setenv("SHEETS_EMULATOR_HOST", google.server.address)
    google.world.refresh_tokens["r1"] = google.file.owner
    info = {"type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "r1"}
    client = open_client(google.id, _credentials(tmp_path, info), retry=policy(google))
    assert read(client)["sheets"]
    google.world.refresh_tokens.clear()
    google.world.expire_tokens()
    assert "was revoked or has expired" in refusal(client)


def _credentials(folder: Path, info: Json) -> Path:
    path = folder / "credentials.json"
    path.write_text(json.dumps(info))
    path.chmod(0o600)
    return path


def test_acting_as_the_service_account(google: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An administrator who signed in with gcloud acts as the service account; no key exists."""
    monkeypatch.setenv("SHEETS_EMULATOR_HOST", google.server.address)
    google.world.refresh_tokens["r1"] = "admin@example.go.id"
    info = {"type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "r1"}
    client = open_client(google.id, _credentials(tmp_path, info), google.world.robot, policy(google))
    assert read(client)["sheets"]
    assert client.requester.service_account == google.world.robot


def test_an_identity_of_the_machine(google: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workload identity federation: a token of the provider becomes one of the service account's."""
    monkeypatch.setenv("SHEETS_EMULATOR_HOST", google.server.address)
    (tmp_path / "token").write_text("from the provider")
    robot = google.world.robot
    info = {
        "type": "external_account",
        "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        "token_url": "https://sts.googleapis.com/v1/token",
        "credential_source": {"file": str(tmp_path / "token")},
        "service_account_impersonation_url":
            f"https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/{robot}:generateAccessToken",
    }  # fmt: skip
    client = open_client(google.id, _credentials(tmp_path, info), retry=policy(google))
    assert read(client)["sheets"]
    assert client.requester.service_account == robot


def test_application_default_credentials(google: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where dip.toml names none, the environment does; its file is held to the same rule."""
    monkeypatch.setenv("SHEETS_EMULATOR_HOST", google.server.address)
    path = google.key_file(tmp_path)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    assert read(open_client(google.id, None, retry=policy(google)))["sheets"]
    path.chmod(0o644)
    with pytest.raises(NoAccess, match="chmod 600"):
        open_client(google.id, None)


def test_trying_things_out_needs_no_key(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in believes anybody while it knows no key."""
    monkeypatch.setenv("SHEETS_EMULATOR_HOST", google.server.address)
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    assert read(open_client(google.id, None, retry=policy(google)))["sheets"]


@pytest.mark.parametrize("address", ["example.org:80", "8.8.8.8:80", "127.0.0.1", "127.0.0.1:http", "evil@127.0.0.1:x"])
def test_only_this_machine_may_stand_in(address: str) -> None:
    """Anybody else who answered for Google would be believed."""
    with pytest.raises(NoAccess, match="only this machine"):
        emulator({"SHEETS_EMULATOR_HOST": address})


def test_loopback_in_its_forms() -> None:
    for address in ("", "127.0.0.1:8089", "localhost:1", "[::1]:8089"):
        assert emulator({"SHEETS_EMULATOR_HOST": address}) == address


def test_one_scope_and_no_secret_in_the_log(google: Google, client: GoogleClient, caplog) -> None:
    """What is asked for is `spreadsheets` alone; neither key nor token is logged."""
    caplog.set_level(logging.DEBUG)
    read(client)
    (token,) = [token for token in google.world.tokens.values() if token.email == google.world.robot]
    assert token.scopes == {"https://www.googleapis.com/auth/spreadsheets"}
    for secret in (*google.world.tokens, "PRIVATE KEY"):
        assert secret not in caplog.text


def test_any_request_once(google: Google, client: GoogleClient) -> None:
    """The probe gets status and answer, whatever they are."""
    url = f"https://sheets.googleapis.com/v4/spreadsheets/{google.id}"
    assert client.send("GET", url, None)[0] == 200
    assert client.send("GET", f"{url}-", None)[0] == 404
    google.weather.fault("html")
    assert client.send("GET", url, None) == (502, {})
    google.weather.fault("reset")
    with pytest.raises(WorkbookError):
        client.send("GET", url, None)


@pytest.mark.parametrize(("failure", "words"), [
    ("Caused by SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate')", "and name that file as "
     "ca_file in [network] of dip.toml. Nothing was sent"),
    ("Caused by ProxyError('Tunnel connection failed: 407 Proxy Authentication Required')", "lets us not through (407 "
     "Proxy Authentication Required). Give its user and password in HTTPS_PROXY"),
    ("Caused by ProxyError('Tunnel connection failed: 403 Forbidden')", "lets us not through (403 Forbidden)"),
])  # fmt: skip
@pytest.mark.parametrize("kind", [RequestsConnectionError, TransportError])
def test_an_offices_network_that_lets_nobody_through_is_told_at_once(
    client: GoogleClient, monkeypatch: pytest.MonkeyPatch, kind: type[Exception], failure: str, words: str
) -> None:
    """No second try would help."""
    asked: list[object] = []

    def refused(*arguments: object, **_: object) -> None:
        asked.append(arguments)
        raise kind(f"HTTPSConnectionPool(host='sheets.googleapis.com', port=443): Max retries exceeded ({failure})")

    monkeypatch.setattr(client._http.session, "request", refused)
    with pytest.raises(NoAccess, match=re.escape(words)):
        read(client)
    assert len(asked) == 1


def test_a_key_file_is_taken_as_notepad_saves_it(
    google: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a byte order mark and the line ends of Windows."""
    monkeypatch.setenv("SHEETS_EMULATOR_HOST", google.server.address)
    path = google.key_file(tmp_path)
    path.write_bytes(json.dumps(json.loads(path.read_text()), indent=1).replace("\n", "\r\n").encode("utf-8-sig"))
    assert read(open_client(google.id, path, retry=policy(google)))["sheets"]
