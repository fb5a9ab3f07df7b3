"""Credentials for Google: a key file, an identity of the machine, an impersonated account, or an account of the office.

The only scope is `spreadsheets`. No message contains anything from these files.
"""

from __future__ import annotations

import ipaddress
import json
import os
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter

from sync.certificates import context_with, fault_of
from sync.errors import NoAccess, reason_of
from sync.message import say

if TYPE_CHECKING:
    from google.auth.credentials import Credentials
    from google.auth.transport.requests import AuthorizedSession

Json = dict[str, Any]
SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)
EMULATOR = "SHEETS_EMULATOR_HOST"
_WAIT_FOR_TOKEN = 60
_KINDS = "a service account's key, an authorized user, an external account, or an impersonated service account"


def emulator(environment: Mapping[str, str] = os.environ) -> str:
    """The address of an emulator of Google's service (`127.0.0.1:8089`), or nothing. Raises `NoAccess` for any other
    machine: tokens would be sent to it."""
    address = environment.get(EMULATOR, "").strip()
    if not address:
        return ""
    host, _, port = address.rpartition(":")
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        loopback = False
    if not loopback or not port.isdigit():
        raise NoAccess(
            say(
                "%(emulator)s is “%(address)s”: only this machine may stand in for Google, like 127.0.0.1:8089.",
                emulator=EMULATOR, address=address,
            )
        )  # fmt: skip
    return address


def open_session(
    path: Path | None, impersonate: str = "", ca_file: Path | None = None
) -> tuple[AuthorizedSession, str]:
    """A signed-in session, and the address of the account that asks (empty if it is not known). Raises `NoAccess`."""
    from google.auth.transport.requests import AuthorizedSession, Request

    there = emulator()
    asking = Session()
    if ca_file and (fault := fault_of(ca_file)):
        raise NoAccess(fault)
    asking.mount("https://", _TrustingAdapter(ca_file, retries=2))
    _redirect(asking, there)
    credentials = _credentials(path, Request(asking), there)
    if impersonate:
        credentials = _acting_as(credentials, impersonate)
    session = AuthorizedSession(credentials, refresh_timeout=_WAIT_FOR_TOKEN, auth_request=Request(asking))
    session.mount("https://", _TrustingAdapter(ca_file))
    _redirect(session, there)
    return session, impersonate or str(getattr(credentials, "service_account_email", None) or "")


class _TrustingAdapter(HTTPAdapter):
    """Trusts the certificates of the office's network beside those that it would trust anyway."""

    def __init__(self, ca_file: Path | None, retries: int = 0) -> None:
        self._ca_file = ca_file
        super().__init__(max_retries=retries)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **words: Any) -> None:
        super().init_poolmanager(connections, maxsize, block, **words, **self._trust)

    def proxy_manager_for(self, proxy: str, **words: Any) -> Any:
        return super().proxy_manager_for(proxy, **words, **self._trust)

    @property
    def _trust(self) -> Json:
        return {"ssl_context": context_with(self._ca_file)} if self._ca_file else {}


class _EmulatorAdapter(HTTPAdapter):
    """Sends requests for Google's hosts to the emulator."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    def send(self, request: PreparedRequest, *arguments: Any, **words: Any) -> Response:
        parts = urlsplit(str(request.url))
        request.headers["X-Emu-Host"] = parts.netloc
        request.url = urlunsplit(("http", self._address, parts.path, parts.query, ""))
        return super().send(request, *arguments, **words)


def _redirect(session: Session, address: str) -> None:
    if address:
        session.mount("https://", _EmulatorAdapter(address))
        session.trust_env = False


def _credentials(path: Path | None, request: Any, there: str) -> Credentials:
    if path is not None:
        return _from_file(path, request)
    if named := os.environ.get("GOOGLE_APPLICATION_CREDENTIALS"):
        return _from_file(Path(named), request)
    return _dummy_credentials() if there else _default(request)


def _from_file(path: Path, request: Any) -> Credentials:
    info = _read(path)
    load = _LOADERS.get(str(info.get("type")), _external)
    try:
        return load(info, request)
    except Exception as error:  # noqa: BLE001  whatever the library meets in such a file; its words may quote it
        raise NoAccess(
            say(
                "the credentials %(path)s cannot be used (%(name)s). It must be %(kinds)s.",
                path=path, name=type(error).__name__, kinds=_KINDS,
            )
        ) from None  # fmt: skip


def _read(path: Path) -> Json:
    try:
        mode = path.stat().st_mode
        if os.name == "posix" and mode & 0o077:
            raise NoAccess(
                say(
                    "the credentials %(path)s can be read by others on this machine. Run: chmod 600 %(path)s", path=path
                )
            )
        info = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise NoAccess(
            say("the credentials %(path)s cannot be read: %(strerror)s.", path=path, strerror=reason_of(error))
        ) from None
    except ValueError:
        raise NoAccess(
            say("the credentials %(path)s are not JSON. It must be %(kinds)s.", path=path, kinds=_KINDS)
        ) from None
    if not isinstance(info, dict):
        raise NoAccess(say("the credentials %(path)s hold no table. It must be %(kinds)s.", path=path, kinds=_KINDS))
    return info


def _service_account(info: Json, _: Any) -> Credentials:
    from google.oauth2 import service_account

    credentials: Credentials = service_account.Credentials.from_service_account_info(info, scopes=SCOPES)
    return credentials


def _office_account(info: Json, _: Any) -> Credentials:
    from google.oauth2.credentials import Credentials as Account

    credentials: Credentials = Account.from_authorized_user_info(info, scopes=SCOPES)
    return credentials


def _external(info: Json, request: Any) -> Credentials:
    import google.auth

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that such files must be trusted: the operator put it there
        credentials: Credentials = google.auth.load_credentials_from_dict(info, scopes=SCOPES, request=request)[0]
    return credentials


def _federated(info: Json, request: Any) -> Credentials:
    """Workload identity federation. The library's loader would also look up the project, which is not needed."""
    from google.auth import identity_pool

    source = info.get("credential_source") or {}
    if "executable" in source or "environment_id" in source:
        return _external(info, request)
    credentials: Credentials = identity_pool.Credentials.from_info(info, scopes=SCOPES)
    return credentials


_LOADERS: Mapping[str, Callable[[Json, Any], Credentials]] = {
    "service_account": _service_account,
    "authorized_user": _office_account,
    "external_account": _federated,
}


def _default(request: Any) -> Credentials:
    import google.auth
    from google.auth.exceptions import DefaultCredentialsError

    try:
        credentials: Credentials = google.auth.default(scopes=SCOPES, request=request)[0]
    except DefaultCredentialsError:
        raise NoAccess(
            say(
                "there are no credentials for Google: name a file as credentials in [workbook] of dip.toml, or sign in "
                "with gcloud. Where the organisation forbids keys (the button “Add key” is grey), use federation, "
                "impersonation or an account of the office (docs/google.md, step 2)."
            )
        ) from None
    return credentials


def _acting_as(source: Credentials, account: str) -> Credentials:
    from google.auth import impersonated_credentials

    credentials: Credentials = impersonated_credentials.Credentials(
        source, target_principal=account, target_scopes=list(SCOPES)
    )
    return credentials


def _dummy_credentials() -> Credentials:
    """Dummy credentials for the emulator."""
    from google.auth import crypt
    from google.oauth2 import service_account

    class Unsigned(crypt.Signer):
        key_id = None

        def sign(self, message: bytes) -> bytes:  # noqa: ARG002  the library's protocol
            return b"unsigned"

    credentials: Credentials = service_account.Credentials(
        Unsigned(), "robot@emu.iam.gserviceaccount.com", "https://oauth2.googleapis.com/token", scopes=SCOPES
    )
    return credentials
