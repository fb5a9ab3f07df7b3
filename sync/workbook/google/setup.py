"""Setting up a spreadsheet at Google: what it lacks is listed, or added in one batch. Shares nothing, mails nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sync.errors import AnswerLost, ArgumentError, GoogleBusy, NoAccess, WorkbookError
from sync.model import Sheet
from sync.settings.settings import Settings
from sync.settings.spreadsheet_address import spreadsheet_id
from sync.strict_toml import Mistake
from sync.template.template import Template
from sync.workbook.google.client import GoogleClient, open_client
from sync.workbook.google.gaps import LOCALES, gaps, with_locale
from sync.workbook.google.protection import LayoutContext
from sync.workbook.google.spreadsheet import read_layout
from sync.workbook.layout_gap import Gap, for_init, requests_of

Json = dict[str, Any]


def client_of(settings: Settings, location: str = "") -> GoogleClient:
    """The client for the office's spreadsheet, or for another one with the same credentials. Asks nothing yet. Raises
    `NoAccess`, and `ArgumentError` for an address that is none."""
    try:
        id = spreadsheet_id(location or settings.workbook.location)
    except Mistake as mistake:
        raise ArgumentError(str(mistake)) from None
    return open_client(id, settings.credentials_path, settings.workbook.impersonate, ca_file=settings.ca_path)


def missing(client: GoogleClient, settings: Settings, template: Template) -> list[Gap]:
    """What `complete` would do. Reads only. Raises `NoAccess`, `GoogleBusy`, `WorkbookError`."""
    context = LayoutContext(settings, template, client.requester.service_account)
    return gaps(read_layout(client.get, context), context)


def complete(
    client: GoogleClient,
    settings: Settings,
    template: Template,
    verify: Callable[[Mapping[str, Sheet]], None] = lambda _: None,
) -> list[Gap]:
    """Lay out what is missing, all of it or nothing. Returns what was missing, and what only people can mend. `verify`
    may refuse the tabs that are there. Raises as `missing`."""
    context = LayoutContext(settings, template, client.requester.service_account)
    spreadsheet = read_layout(client.get, context)
    verify({title: tab.sheet for title, tab in spreadsheet.tabs.items()})
    open_gaps = gaps(spreadsheet, context)
    if requests := requests_of(open_gaps):
        send(client, requests)
    return open_gaps


def layout_loss(client: GoogleClient, settings: Settings, template: Template) -> list[Gap]:
    """What the tabs that are there lost of their layout. Tabs that are gone are for `dip init`. Raises as `missing`."""
    return [for_init(gap) if gap.first else gap for gap in missing(client, settings, template)]


def repair(client: GoogleClient, settings: Settings, template: Template) -> list[Gap]:
    """Put it back, all of it or nothing; no content of any cell. Raises as `missing`."""
    lost = [gap for gap in layout_loss(client, settings, template) if gap.requests]
    if lost:
        send(client, requests_of(lost))
    return lost


def owner_of(client: GoogleClient, settings: Settings, template: Template) -> str:
    """The address of the spreadsheet's owner, whom Google lets edit every locked range; empty if it is not known."""
    spreadsheet = read_layout(client.get, LayoutContext(settings, template, client.requester.service_account))
    return next(iter(spreadsheet.always)) if len(spreadsheet.always) == 1 else ""


def verify_writable(client: GoogleClient) -> None:
    """Raises `NoAccess` if the account may only read. Sends a change that must fail: for an editor the error names the
    mistake in it."""
    try:
        client.change([{"deleteNamedRange": {"namedRangeId": "dip-doctor-asks"}}])
    except (NoAccess, GoogleBusy, AnswerLost):
        raise
    except WorkbookError:
        return


def send(client: GoogleClient, requests: Sequence[Json]) -> None:
    """Send one batch. If the service does not know the locale, it is tried under its other name, then left out."""
    for locale in LOCALES:
        try:
            client.change(with_locale(requests, locale), fields="spreadsheetId")
        except AnswerLost:
            raise
        except WorkbookError as error:
            if "updateSpreadsheetProperties" not in str(error) or locale == LOCALES[-1]:
                raise
        else:
            return
