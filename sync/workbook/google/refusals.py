"""Errors for requests that Google refuses: an answer of 4xx or 5xx as an exception that says what to do next.

Of the request a message contains the spreadsheet's ID and the address of the account, nothing else.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from sync.errors import DipError, GoogleBusy, NoAccess, NotAlone, WorkbookChanged, WorkbookError
from sync.message import say

Json = dict[str, Any]
GUIDE = say("docs/google.md says more.")
_TAB = re.compile(r"Unable to parse range: (.+)")
_TURN = re.compile(r"\.(add|delete)ProtectedRange: .*\bID\b|\.addSheet: .*\bdip-saksi\b", re.IGNORECASE)
"""What only the turn of the witness asks for, and the witness itself (`sync.workbook.google.witness`)."""
_GRID = re.compile(r"No grid with id: (\d+)")


@dataclass(frozen=True)
class Requester:
    """The spreadsheet, and the address of the service account that asked for it (empty if it is not known)."""

    id: str
    service_account: str = ""

    @property
    def named(self) -> str:
        """The account, as a sentence begins."""
        return (
            say("the account %(service_account)s", service_account=self.service_account)
            if self.service_account
            else say("the account dip signs in with")
        )

    @property
    def address(self) -> str:
        """The address to share with."""
        return self.service_account or say("the address of the account dip signs in with")


def explain(status: int, content: bytes, requester: Requester) -> DipError:
    """The error for an answer that is a refusal."""
    error = _error(content)
    message = str(error.get("message") or say("an answer without a reason (HTTP %(status)s)", status=status))[:500]
    if status == 429:
        return GoogleBusy(
            say(
                "Google refuses more requests for now: more than 60 reads or 60 writes in a minute "
                "by %(named)s. Who else uses this account? The next run tries again.",
                named=requester.named,
            )
        )
    if status >= 500 or status == 408:
        return GoogleBusy(
            say("Google does not answer as it should (HTTP %(status)s). The next run tries again.", status=status)
        )
    special = {400: _bad_request, 401: _unknown, 403: _forbidden, 404: _missing}.get(status)
    return (
        special(error, message, requester)
        if special
        else WorkbookError(say("Google refused (HTTP %(status)s): %(message)s", status=status, message=message))
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
            say(
                "the file %(id)s is an uploaded .xlsx that Google only shows, not a Google spreadsheet. Open it, "
                "choose File → Save as Google Sheets, and put the address of the new spreadsheet into dip.toml.",
                id=requester.id,
            )
        )
    if _TAB.search(message) or _GRID.search(message):
        return WorkbookChanged(
            say("a tab was renamed or removed while it was being read (%(message)s).", message=message)
        )
    if _TURN.search(message):
        return NotAlone(
            say(
                "another computer wrote into the spreadsheet since it was read: two run the same office. Nothing was "
                "written. Only one of them may: dip schedule --remove on the other"
            )
        )
    if "protected cell or object" in message:
        return NoAccess(
            say(
                "a protected range of the spreadsheet %(id)s is closed to %(address)s. Its owner opens "
                "Data → Protect sheets and ranges and adds that address to every range sync writes into. Nothing was "
                "written.",
                id=requester.id, address=requester.address,
            )
        )  # fmt: skip
    return WorkbookError(say("Google refused the request: %(message)s", message=message))


def _unknown(_: Json, message: str, requester: Requester) -> DipError:
    return NoAccess(
        say(
            "Google does not accept the credentials of %(named)s: %(message)s A new key helps. %(guide)s",
            named=requester.named, message=message, guide=GUIDE,
        )
    )  # fmt: skip


def _missing(_: Json, __: str, requester: Requester) -> DipError:
    return NoAccess(
        say(
            "there is no spreadsheet %(id)s, or it lies in the bin. Open it in a browser and copy its address "
            "into dip.toml anew.",
            id=requester.id,
        )
    )


def _forbidden(error: Json, message: str, requester: Requester) -> DipError:
    reason = _reason(error)
    if reason == "SERVICE_DISABLED":
        return NoAccess(
            say(
                "the Google Sheets API is not switched on in the project of %(named)s: %(link)s",
                named=requester.named, link=_link(error),
            )
        )  # fmt: skip
    if reason == "ACCESS_TOKEN_SCOPE_INSUFFICIENT":
        return NoAccess(
            say(
                "%(named)s signed in for something else: sign in again with the scope "
                "https://www.googleapis.com/auth/spreadsheets.",
                named=requester.named,
            )
        )
    if "storageQuota" in message or "storage quota" in message:
        return NoAccess(say("a service account can own no files: let a person create the spreadsheet and share it."))
    if error.get("status") == "PERMISSION_DENIED" and "does not have permission" in message:
        return not_shared(requester)
    return NoAccess(
        say(
            "Google refuses %(named)s the spreadsheet %(id)s: %(message)s",
            named=requester.named, id=requester.id, message=message,
        )
    )  # fmt: skip


def not_shared(requester: Requester) -> NoAccess:
    """The account may not read."""
    return NoAccess(
        say(
            "%(named)s may not read the spreadsheet %(id)s. Its owner opens it and presses Share → "
            "%(address)s → Editor.%(outside)s %(guide)s",
            named=requester.named, id=requester.id, address=requester.address, outside=_outside(requester),
            guide=GUIDE,
        )
    )  # fmt: skip


def _outside(requester: Requester) -> str:
    """What to do where an organisation forbids sharing with other domains."""
    domain = requester.service_account.partition("@")[2]
    if not domain.endswith("gserviceaccount.com"):
        return ""
    return say(
        " If Google answers there that it cannot be shared outside of the organisation, its administrator allows "
        "%(domain)s, or an account of the office is used instead.",
        domain=domain,
    )


def only_viewer(requester: Requester) -> NoAccess:
    """The account may read and not write."""
    return NoAccess(
        say(
            "%(named)s may read the spreadsheet %(id)s but not write into it. Its owner opens Share and "
            "makes %(address)s an Editor instead of a Viewer. Nothing was written.",
            named=requester.named, id=requester.id, address=requester.address,
        )
    )  # fmt: skip


def _link(error: Json) -> str:
    links = [link for detail in error.get("details") or () for link in detail.get("links", ())]
    url = next((str(link["url"]) for link in links if link.get("url")), "console.cloud.google.com")
    return say("open %(url)s , press Enable, wait two minutes.", url=url)


def not_signed_in(words: str, requester: Requester) -> DipError:
    """The token service refuses; `words` are its reason."""
    if "short-lived" in words or "reasonable timeframe" in words:
        return NoAccess(
            say("Google does not accept the time of this machine: its clock is wrong. `timedatectl set-ntp true`")
        )
    if "Signature" in words or "not found" in words or "disabled" in words:
        return NoAccess(
            say(
                "the key of %(named)s or the account itself was deleted or switched off: make a new key.",
                named=requester.named,
            )
        )
    if "expired or revoked" in words:
        return NoAccess(
            say(
                "the permission of %(named)s was revoked or has expired: sign in anew. %(guide)s",
                named=requester.named, guide=GUIDE,
            )
        )  # fmt: skip
    return NoAccess(
        say(
            "Google does not let %(named)s sign in: %(words)s. %(guide)s",
            named=requester.named, words=words, guide=GUIDE,
        )
    )  # fmt: skip
