"""`dip print`: what is signed and laid on the desk, as files: the list, and the draft decree with the list attached."""

from __future__ import annotations

from pathlib import Path

from sync.errors import LedgerError
from sync.ledger.ledger import Ledger
from sync.ledger.state import LedgerState
from sync.model import Release
from sync.plan.release import release_of, standing
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
    ledger = Ledger(settings.ledger_path, settings.backup_folder)
    state = ledger.read(template.content_roles, 0)
    if not state.exists:
        raise LedgerError("there is no ledger yet, so nothing is approved; run `dip sync` first")
    approved = standing(state.entries, state.versions, template, settings.publish.on_change)
    site = site_settings(settings, state.office.names)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = []
    for name, items, decree in (("dip.pdf", state.items, False), ("penetapan.pdf", approved, True)):
        release = _release(state, dict(items), settings, template)
        entries = public_list(release, site, template)
        path = folder / name
        write_private(path, to_pdf(entries, release, site, template, decree=decree))
        written.append(path)
    return written


def _release(state: LedgerState, items: dict[str, int], settings: Settings, template: Template) -> Release:
    return release_of(state.office, items, state.entries, state.versions, template, settings.office.zone)
