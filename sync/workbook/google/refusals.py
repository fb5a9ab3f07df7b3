"""Errors for requests that Google refuses: an answer of 4xx or 5xx as an exception that says what to do next.

Of the request a message contains the spreadsheet's ID and the address of the account, nothing else.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from sync.errors import DipError, GoogleBusy, NoAccess, WorkbookChanged, WorkbookError

Json = dict[str, Any]
GUIDE = "docs/google.md says more."
_TAB = re.compile(r"Unable to parse range: (.+)")
_GRID = re.compile(r"No grid with id: (\d+)")


@dataclass(frozen=True)
class Requester:
    """The spreadsheet, and the address of the service account that asked for it (empty if it is not known)."""

    id: str
    service_account: str = ""

    @property
    def named(self) -> str:
        """The account, as a sentence begins."""
        return f"the account {self.service_account}" if self.service_account else "the account dip signs in with"

    @property
    def address(self) -> str:
        """The address to share with."""
        return self.service_account or "the address of the account dip signs in with"


def explain(status: int, content: bytes, requester: Requester) -> DipError:
    """The error for an answer that is a refusal."""
    error = _error(content)
    message = str(error.get("message") or f"an answer without a reason (HTTP {status})")[:500]
    if status == 429:
        return GoogleBusy(
            "Google refuses more requests for now: more than 60 reads or 60 writes in a minute "
            f"by {requester.named}. Who else uses this account? The next run tries again."
        )
    if status >= 500 or status == 408:
        return GoogleBusy(f"Google does not answer as it should (HTTP {status}). The next run tries again.")
    special = {400: _bad_request, 401: _unknown, 403: _forbidden, 404: _missing}.get(status)
    return (
        special(error, message, requester) if special else WorkbookError(f"Google refused (HTTP {status}): {message}")
    )


def is_transient(status: int) -> bool:
    """Whether the same request may succeed a little later."""
    return status in (408, 429) or status >= 500


def _error(content: bytes) -> Json:
    try:
        document = json.loads(content)
        error = document.get("error")
    except (ValueError, AttributeError):
        return {}
    return error if isinstance(error, dict) else {"message": str(error)}


def _reason(error: Json) -> str:
    details = [detail for detail in error.get("details") or () if isinstance(detail, dict)]
    return next((str(detail["reason"]) for detail in details if detail.get("reason")), "")


def _bad_request(_: Json, message: str, requester: Requester) -> DipError:
    if "not supported for this document" in message:
        return WorkbookError(
            f"the file {requester.id} is an uploaded .xlsx that Google only shows, not a Google spreadsheet. Open it, "
            "choose File → Save as Google Sheets, and put the address of the new spreadsheet into dip.toml."
        )
    if _TAB.search(message) or _GRID.search(message):
        return WorkbookChanged(f"a tab was renamed or removed while it was being read ({message}).")
    if "protected cell or object" in message:
        return NoAccess(
            f"a protected range of the spreadsheet {requester.id} is closed to {requester.address}. Its owner opens "
            "Data → Protect sheets and ranges and adds that address to every range sync writes into. Nothing was "
            "written."
        )
    return WorkbookError(f"Google refused the request: {message}")


def _unknown(_: Json, message: str, requester: Requester) -> DipError:
    return NoAccess(f"Google does not accept the credentials of {requester.named}: {message} A new key helps. {GUIDE}")


def _missing(_: Json, __: str, requester: Requester) -> DipError:
    return NoAccess(
        f"there is no spreadsheet {requester.id}, or it lies in the bin. Open it in a browser and copy its address "
        "into dip.toml anew."
    )


def _forbidden(error: Json, message: str, requester: Requester) -> DipError:
    reason = _reason(error)
    if reason == "SERVICE_DISABLED":
        return NoAccess(f"the Google Sheets API is not switched on in the project of {requester.named}: {_link(error)}")
    if reason == "ACCESS_TOKEN_SCOPE_INSUFFICIENT":
        return NoAccess(
            f"{requester.named} signed in for something else: sign in again with the scope "
            "https://www.googleapis.com/auth/spreadsheets."
        )
    if "storageQuota" in message or "storage quota" in message:
        return NoAccess("a service account can own no files: let a person create the spreadsheet and share it.")
    if error.get("status") == "PERMISSION_DENIED" and "does not have permission" in message:
        return not_shared(requester)
    return NoAccess(f"Google refuses {requester.named} the spreadsheet {requester.id}: {message}")


def not_shared(requester: Requester) -> NoAccess:
    """The account may not read."""
    return NoAccess(
        f"{requester.named} may not read the spreadsheet {requester.id}. Its owner opens it and presses Share → "
        f"{requester.address} → Editor.{_outside(requester)} {GUIDE}"
    )


def _outside(requester: Requester) -> str:
    """What to do where an organisation forbids sharing with other domains."""
    domain = requester.service_account.partition("@")[2]
    if not domain.endswith("gserviceaccount.com"):
        return ""
    return (
        " If Google answers there that it cannot be shared outside of the organisation, its administrator allows "
        f"{domain}, or an account of the office is used instead."
    )


def only_viewer(requester: Requester) -> NoAccess:
    """The account may read and not write."""
    return NoAccess(
        f"{requester.named} may read the spreadsheet {requester.id} but not write into it. Its owner opens Share and "
        f"makes {requester.address} an Editor instead of a Viewer. Nothing was written."
    )


def _link(error: Json) -> str:
    links = [link for detail in error.get("details") or () for link in detail.get("links", ())]
    url = next((str(link["url"]) for link in links if link.get("url")), "console.cloud.google.com")
    return f"open {url} , press Enable, wait two minutes."


def not_signed_in(words: str, requester: Requester) -> DipError:
    """The token service refuses; `words` are its reason."""
    if "short-lived" in words or "reasonable timeframe" in words:
        return NoAccess(
            "Google does not accept the time of this machine: its clock is wrong. `timedatectl set-ntp true`"
        )
    if "Signature" in words or "not found" in words or "disabled" in words:
        return NoAccess(
            f"the key of {requester.named} or the account itself was deleted or switched off: make a new key."
        )
    if "expired or revoked" in words:
        return NoAccess(f"the permission of {requester.named} was revoked or has expired: sign in anew. {GUIDE}")
    return NoAccess(f"Google does not let {requester.named} sign in: {words}. {GUIDE}")
