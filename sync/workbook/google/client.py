"""The requests that dip sends to Google: read a spreadsheet, read its values, change it; and any other, for the probe.

gspread's HTTP client sends them, without its back-off, which has no limit. Reads are repeated within limits. A write is
never repeated: if its answer is lost, the next read shows whether it was applied.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from gspread.http_client import HTTPClient
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL, SPREADSHEET_VALUES_BATCH_URL
from requests import ConnectionError as ConnectionLost
from requests import RequestException, Response, Timeout

from sync.errors import AnswerLost, GoogleBusy, NoAccess
from sync.message import say
from sync.time_limit import within
from sync.workbook.google.credentials import open_session
from sync.workbook.google.refusals import Requester, explain, is_transient, not_signed_in, only_viewer
from sync.workbook.google.retry import RetryPolicy, Transient, before_each_read

Json = dict[str, Any]
TIMEOUT = (5.0, 60.0)
"""Seconds to connect, and from one byte of an answer to the next."""
ANSWER = 180.0
"""Seconds for a whole answer."""
_PLAIN = {
    "valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING", "majorDimension": "ROWS",
}  # fmt: skip
_LOST = (
    "a write went out and Google's answer did not come ({}). It is not sent again: "
    "the next run reads what became of it."
)


class GoogleClient:
    """Access to one spreadsheet by one account. `reads` and `writes` count requests as Google's quota does, repeated
    ones included. `before_change` is called right before each request that writes, and keeps it back by raising."""

    def __init__(
        self, id: str, http: HTTPClient, service_account: str = "", retry: RetryPolicy | None = None,
        before_change: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self.id = id
        self.requester = Requester(id, service_account)
        self.reads = self.writes = 0
        self._http = http
        self._http.set_timeout(TIMEOUT)
        self._retry = retry or RetryPolicy()
        self._before_change = before_change

    def get(self, fields: str, ranges: Sequence[str] = ()) -> Json:
        """`spreadsheets.get` with a mask. Raises `NoAccess`, `GoogleBusy`, `WorkbookError`."""
        query: Json = {"fields": fields, "prettyPrint": "false"}
        if ranges:
            query["ranges"] = list(ranges)
        return self._read(SPREADSHEET_URL % self.id, query)

    def values(self, ranges: Sequence[str]) -> list[list[list[Any]]]:
        """`values:batchGet`: one table for each range, unformatted, but dates as they are shown. Raises what `get`
        raises, and `WorkbookChanged` for a tab that is not there."""
        query: Json = {"ranges": list(ranges), **_PLAIN, "fields": "valueRanges.values", "prettyPrint": "false"}
        tables = self._read(SPREADSHEET_VALUES_BATCH_URL % self.id, query).get("valueRanges", [])
        return [table.get("values", []) for table in tables]

    def values_by_id(self, spans: Sequence[Json]) -> dict[int, list[list[Any]]]:
        """Like `values`, by GridRanges, for more tabs than a URL can name: sheet ID → table. One range a tab."""
        query: Json = {"fields": "valueRanges(valueRange.values,dataFilters.gridRange.sheetId)", "prettyPrint": "false"}
        body = {"dataFilters": [{"gridRange": span} for span in spans], **_PLAIN}
        answer = self._read(SPREADSHEET_VALUES_BATCH_URL % self.id + "ByDataFilter", query, body)
        tables: dict[int, list[list[Any]]] = {}
        for item in answer.get("valueRanges", []):
            for named in item.get("dataFilters", []):
                tables[named.get("gridRange", {}).get("sheetId", 0)] = item.get("valueRange", {}).get("values", [])
        return tables

    def change(self, requests: Sequence[Json], ranges: Sequence[str] = (), fields: str = "") -> Json:
        """`spreadsheets.batchUpdate`, which is atomic. With `ranges` the answer shows these cells as they are then.
        Raises `AnswerLost` if it is not known whether it was applied; `NoAccess`, `GoogleBusy`, `WorkbookError` if it
        was not."""
        body: Json = {"requests": list(requests)}
        if ranges:
            body |= {"includeSpreadsheetInResponse": True, "responseIncludeGridData": True,
                     "responseRanges": list(ranges)}  # fmt: skip
        query = {"prettyPrint": "false", **({"fields": fields} if fields else {})}
        url = SPREADSHEET_BATCH_UPDATE_URL % self.id
        return self._retry.run(lambda: self._write_once(url, query, body), repeatable=False)

    def send(self, method: str, url: str, body: Json | None) -> tuple[int, Json]:
        """Send any request once; its status and JSON. Raises `NoAccess` and `GoogleBusy` if there is no answer."""
        try:
            answer = self._ask(method, url, {}, body)
        except Transient as failure:
            raise failure.error from failure
        try:
            document = json.loads(answer.content)
        except ValueError:
            document = {}
        return answer.status_code, document if isinstance(document, dict) else {}

    def _read(self, url: str, query: Json, body: Json | None = None) -> Json:
        return self._retry.run(lambda: self._read_once(url, query, body), repeatable=True)

    def _read_once(self, url: str, query: Json, body: Json | None) -> Json:
        for wait in before_each_read:
            wait()
        self.reads += 1
        answer = self._ask("post" if body else "get", url, query, body)
        if not answer.ok:
            error = explain(answer.status_code, answer.content, self.requester)
            if is_transient(answer.status_code):
                raise Transient(error, _after(answer))
            raise error
        return _decoded(answer)

    def _write_once(self, url: str, query: Json, body: Json) -> Json:
        self._before_change()
        self.writes += 1
        try:
            answer = self._ask("post", url, query, body)
            if answer.ok:
                return _decoded(answer)
        except Transient as failure:
            raise AnswerLost(_LOST.format(failure)) from failure
        error = explain(answer.status_code, answer.content, self.requester)
        if answer.status_code >= 500 or answer.status_code == 408:
            raise AnswerLost(_LOST.format(f"HTTP {answer.status_code}"))
        if isinstance(error, NoAccess) and "may not read" in str(error):
            raise only_viewer(self.requester)
        raise error

    def _ask(self, method: str, url: str, query: Json, body: Json | None) -> Response:
        """One request. Raises `Transient` when nothing came back, `NoAccess` when the account cannot sign in."""
        try:
            request = partial(self._http.session.request, method, url, params=query, json=body)
            return within(ANSWER, lambda: request(timeout=self._http.timeout))
        except (RequestException, TransportError, TimeoutError) as error:
            _verify_way(str(error))
            raise Transient(
                GoogleBusy(say("Google cannot be reached (%(kind)s). The next run tries again.", kind=_kind(error)))
            ) from error
        except RefreshError as error:
            if error.retryable:
                raise Transient(
                    GoogleBusy(say("Google gives out no tokens for now. The next run tries again."))
                ) from error
            raise not_signed_in(_words(error), self.requester) from None
        except GoogleAuthError as error:
            raise not_signed_in(type(error).__name__, self.requester) from None


def open_client(
    id: str,
    credentials: Path | None,
    impersonate: str = "",
    retry: RetryPolicy | None = None,
    ca_file: Path | None = None,
    before_change: Callable[[], None] = lambda: None,
) -> GoogleClient:
    """A signed-in client for one spreadsheet; asks nothing yet. Raises `NoAccess` for credentials that cannot be
    used."""
    session, service_account = open_session(credentials, impersonate, ca_file)
    return GoogleClient(id, HTTPClient(session.credentials, session), service_account, retry, before_change)


def _decoded(answer: Response) -> Json:
    try:
        document = json.loads(answer.content)
    except ValueError as error:
        raise Transient(GoogleBusy(say("Google's answer was cut off. The next run tries again."))) from error
    if not isinstance(document, dict):
        raise Transient(GoogleBusy(say("Google's answer is none. The next run tries again.")))
    return document


def _after(answer: Response) -> float | None:
    """Seconds, if Google says how many."""
    text = answer.headers.get("Retry-After", "")
    return float(text) if text.isdigit() else None


def _verify_way(failure: str) -> None:
    """Raise `NoAccess` if it is the office's own network that lets nobody through: no second try would help."""
    if "CERTIFICATE_VERIFY_FAILED" in failure:
        raise NoAccess(
            say(
                "Google cannot be reached: the certificate that is shown is not Google's. A network that looks into "
                "TLS shows its own: ask who runs it for its certificate (PEM), and name that file as ca_file in "
                "[network] of dip.toml. Nothing was sent"
            )
        )
    if refused := re.search(r"Tunnel connection failed: (40[37][\w ]*)", failure):
        raise NoAccess(
            say(
                "Google cannot be reached: the proxy of the office's network lets us not through (%(answer)s). Give "
                "its user and password in HTTPS_PROXY, or ask who runs it to allow googleapis.com",
                answer=refused[1],
            )
        )


def _kind(error: Exception) -> str:
    """The kind of failure, without the URL that the exception holds."""
    if isinstance(error, Timeout):
        return "no answer within a minute"
    if isinstance(error, TimeoutError):
        return str(error)
    return "the connection broke" if isinstance(error, ConnectionLost) else type(error).__name__


def _words(error: RefreshError) -> str:
    """Error and description as Google gives them, never the request."""
    for part in error.args:
        if isinstance(part, dict):
            return f"{part.get('error', '')}: {part.get('error_description', '')}"[:300]
    return str(error.args[0] if error.args else "no reason given")[:300]
