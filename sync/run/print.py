"""`dip print`: what is signed and laid on the desk, as files: the list, and the draft decree with the list attached."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from sync.errors import LedgerError
from sync.ledger.ledger import Ledger
from sync.ledger.state import LedgerState
from sync.message import say
from sync.plan.version import with_present_codes
from sync.plan.what_stays_public import release_of, shown_on_site
from sync.private_files import write_private
from sync.settings.settings import Settings
from sync.site.gate import public_list
from sync.site.printed_list import to_pdf
from sync.site.site_settings import site_settings
from sync.template.template import Template


def print_papers(settings: Settings, template: Template, folder: Path) -> list[Path]:
    """Write `dip.pdf` (what is released) and `penetapan.pdf` (the draft decree over everything that stands approved)
    into the folder, from the ledger alone, for this account alone: the decree names what is not released yet. Raises
    `LedgerError` if there is none yet, `ArgumentError` for a folder that the public reads."""
    settings.verify_private(folder)
    ledger = Ledger(settings.ledger_path, settings.backup_folder, partial(with_present_codes, units=settings.units))
    state = ledger.read(template.content_roles, 0)
    if not state.exists:
        raise LedgerError(say("there is no ledger yet, so nothing is approved; run `dip sync` first"))
    approved = shown_on_site(state, template, settings.publish.on_change)
    papers = {
        "dip.pdf": _paper(state, settings, template, decree=False),
        "penetapan.pdf": _paper(replace(state, items=approved), settings, template, decree=True),
    }
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, data in papers.items():
        write_private(folder / name, data)
    return [folder / name for name in papers]


def _paper(state: LedgerState, settings: Settings, template: Template, *, decree: bool) -> bytes:
    """The list a state of the ledger shows, as it is printed."""
    release = release_of(state, template, settings.office.zone)
    site = site_settings(settings, state.office.names)
    return to_pdf(public_list(release, site, template), release, site, template, decree=decree)
