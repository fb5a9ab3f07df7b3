"""What the stand-in refuses, in Google's words.

Sheets v4 answers `{"error": {"code", "message", "status", "details"?}}`, Drive adds the older `errors` list [recorded].
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

Json = dict[str, Any]

STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
PLAIN_TEXT = {
    500: "Internal error encountered.",
    502: "Bad Gateway",
    503: "The service is currently unavailable.",
    504: "Deadline expired before operation could complete.",
}
UNPARSABLE = "Unable to parse range: "
PROTECTED = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)
TOO_MANY_CELLS = "This action would increase the number of cells in the workbook above the limit of 10000000 cells."
TOO_LONG = "Your input contains more than the maximum of 50000 characters in a single cell."
MOST_CELLS = 10_000_000
LONGEST_TEXT = 50_000


class Refusal(Exception):
    """An answer of 4xx or 5xx: raised anywhere, sent by the front."""

    def __init__(
        self,
        code: int,
        message: str,
        *,
        status: str | None = None,
        details: list[Json] | None = None,
        errors: list[Json] | None = None,
    ):
        super().__init__(message)
        self.code, self.message = code, message
        self.status = status or STATUS.get(code, "UNKNOWN")
        self.details, self.errors = details, errors

    def body(self) -> Json:
        error: Json = {"code": self.code, "message": self.message}
        if self.errors is not None:
            error["errors"] = self.errors
        if self.errors is None or self.details is not None:
            error["status"] = self.status
        if self.details:
            error["details"] = self.details
        return {"error": error}


def bad(message: str) -> Refusal:
    """400 as Sheets says it."""
    return Refusal(400, message)


def bad_field(field: str, description: str) -> Refusal:
    """400 with google.rpc.BadRequest, for a body that does not fit the schema [recorded]."""
    violation = {"field": field, "description": description} if field else {"description": description}
    detail = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}
    return Refusal(400, description, details=[detail])


def not_found() -> Refusal:
    """Sheets: an unknown spreadsheet [recorded]."""
    return Refusal(404, "Requested entity was not found.")


def no_permission() -> Refusal:
    """Sheets: somebody else's spreadsheet [recorded]."""
    return Refusal(403, "The caller does not have permission")


def drive_error(code: int, message: str, domain: str, reason: str, place: Json | None = None) -> Refusal:
    """An error as Drive v3 words it: `errors` instead of `status`."""
    return Refusal(code, message, errors=[{"message": message, "domain": domain, "reason": reason, **(place or {})}])


def no_file(file_id: str) -> Refusal:
    """Drive: unknown file, or one the caller may not see [recorded]."""
    place = {"location": "fileId", "locationType": "parameter"}
    return drive_error(404, f"File not found: {file_id}.", "global", "notFound", place)


def no_storage(domain: str) -> Refusal:
    """Drive: service accounts own no storage since 2025 [gspread issue #1592]; both domains have been reported."""
    message = "The user's Drive storage quota has been exceeded."
    if domain == "global":
        message = (
            "Service Accounts do not have storage quota. Leverage shared drives "
            "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), "
            "or use OAuth delegation instead."
        )
    return drive_error(403, message, domain, "storageQuotaExceeded")


def unauthenticated(present: bool) -> Refusal:
    """401: no token, or one that is unknown, expired or revoked [recorded]."""
    start = (
        "Request had invalid authentication credentials."
        if present
        else ("Request is missing required authentication credential.")
    )
    return Refusal(
        401,
        f"{start} Expected OAuth 2 access token, login cookie or other valid authentication credential. "
        "See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    )


def narrow_scope(method: str, service: str) -> Refusal:
    """403: the token's scopes do not cover the method [documentation]."""
    detail = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
        "metadata": {"method": method, "service": service},
    }
    return Refusal(403, "Request had insufficient authentication scopes.", details=[detail])


def service_disabled(project: str) -> Refusal:
    """403: the Sheets API is not enabled in the caller's project [documentation]."""
    url = f"https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project={project}"
    message = (
        f"Google Sheets API has not been used in project {project} before or it is disabled. Enable it by visiting "
        f"{url} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our "
        "systems and retry."
    )
    link = {"description": "Google developers console API activation", "url": url}
    return Refusal(
        403,
        message,
        details=[
            {"@type": "type.googleapis.com/google.rpc.Help", "links": [link]},
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "SERVICE_DISABLED",
                "domain": "googleapis.com",
                "metadata": {"consumer": f"projects/{project}", "service": "sheets.googleapis.com"},
            },
        ],
    )


def over_quota(kind: str, project: str, per: str = "user") -> Refusal:
    """429 for `Read` or `Write` [276 recordings]; never a Retry-After header."""
    limit = f"{kind} requests per minute" + (" per user" if per == "user" else "")
    name = f"{kind}RequestsPerMinutePer" + ("User" if per == "user" else "Project")
    detail = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "quota_location": "global",
            "quota_metric": f"sheets.googleapis.com/{kind.lower()}_requests",
            "quota_limit": name,
            "quota_limit_value": "60" if per == "user" else "300",
            "consumer": f"projects/{project}",
            "service": "sheets.googleapis.com",
        },
    }
    message = (
        f"Quota exceeded for quota metric '{kind} requests' and limit '{limit}' of service 'sheets.googleapis.com' "
        f"for consumer 'project_number:{project}'."
    )
    return Refusal(429, message, details=[detail])


def plain(code: int) -> Refusal:
    """An error without a story, for injected faults."""
    return Refusal(code, PLAIN_TEXT.get(code) or HTTPStatus(code).phrase)
