"""`dip restore`: the ledger of a backup is put back, and of the rest only what is missing; what was decided since is
asked of the witnesses (`sync/run/witnesses.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from sync.errors import ArgumentError, NoAccess, SettingsError, WorkbookError, WorkbookOpen
from sync.ledger.ledger import Ledger
from sync.message import say
from sync.plan.version import with_present_codes
from sync.private_files import write_new, write_private
from sync.run.backup import CALENDAR, DECREES, IMPORTED, RECEIPT, SETTINGS
from sync.run.backup_source import Source
from sync.run.recovery import PlannedRecovery, carry_out_recovery, plan_recovery, set_aside
from sync.run.sync import Doors
from sync.settings.calendar import CALENDAR_FILES
from sync.settings.settings import Settings
from sync.strict_toml import Mistake, read_toml
from sync.template.template import Template
from sync.workbook.workbook import open_workbook
from sync.workbook.xlsx.file_swap import create_file


@dataclass(frozen=True)
class Restore:
    """What is going to be done: the recovery, the source, and whether its workbook takes the place of the one that is
    there (or of none)."""

    recovery: PlannedRecovery
    source: Source
    with_workbook: bool


def plan_restore(
    doors: Doors, settings: Settings, template: Template, source: Source, *, workbook: bool = False
) -> Restore:
    """Read everything and decide. `workbook` forces that of the source. Raises `DipError` where something does not
    answer."""
    present = partial(with_present_codes, units=settings.units)
    ledger = Ledger(source.ledger, source.ledger.parent, present).read(template.content_roles, 1)
    theirs = settings.workbook_path is not None and (workbook or _unusable(doors))
    if workbook and (not theirs or source.workbook is None):
        raise ArgumentError(say("--workbook: there is no workbook in it, or yours is at Google."))
    if theirs:
        if source.workbook is None:
            raise WorkbookError(
                say(
                    "the workbook %(location)s is missing or cannot be read, and %(name)s has none. "
                    "Put a copy of it in its place, or correct [workbook] location in dip.toml. Nothing was written.",
                    location=settings.workbook.location, name=source.name,
                )
            )  # fmt: skip
        doors = replace(doors, workbook=_theirs(source, settings, template))
    return Restore(plan_recovery(doors, settings, template, ledger), source, theirs)


def _unusable(doors: Doors) -> bool:
    try:
        doors.workbook.read()
    except (NoAccess, WorkbookOpen):
        raise
    except WorkbookError:
        return True
    return False


def _theirs(source: Source, settings: Settings, template: Template) -> Any:
    """The workbook of the source, as a workbook."""
    assert source.workbook is not None  # noqa: S101  whoever asks has looked
    name, data = source.workbook
    path = source.ledger.with_name(name)
    path.write_bytes(data)
    return open_workbook(str(path), path.parent, template, settings.units, path.parent, settings.office.name)


def carry_out(restore: Restore, doors: Doors) -> None:
    """Do it: workbook, receipt, ledger, then everybody who must know."""
    planned, source = replace(restore.recovery, doors=doors), restore.source
    path = planned.settings.workbook_path
    if restore.with_workbook and path and source.workbook:
        set_aside(path, planned)
        path.unlink(missing_ok=True)
        create_file(path, source.workbook[1])
    doors.workbook.check_writable(doors.workbook.read())
    secret = planned.ledger.secret
    if RECEIPT in source.files and not (secret and doors.receipts.read(secret)):
        set_aside(planned.settings.receipt_path, planned)
        doors.receipts.store(source.files[RECEIPT])
    carry_out_recovery(planned, source.ledger)


def restore_lines(restore: Restore) -> list[str]:
    """What becomes of the files."""
    planned, source = restore.recovery, restore.source
    office = planned.ledger.office
    lines = [say("Ledger: from %(source)s, after run %(run)s", source=source.name, run=office.run)]
    if restore.with_workbook and source.workbook:
        lines.append(say("Workbook: from %(source)s", source=source.workbook[0]))
    else:
        there = planned.settings.workbook.location
        lines.append(say("Workbook: the one that is there stays (%(place)s)", place=there))
    return [*lines]


# -- settings and templates --------------------------------------------------------------------------------------------


def missing_files(config: Path, source: Source) -> dict[Path, bytes]:
    """Settings, what was brought in, signed decrees, templates and logo that the source has and that are not there:
    path → content. Raises `SettingsError` for settings that cannot be read, or that the source lacks, too."""
    folder = config.absolute().parent
    text = config.read_bytes() if config.is_file() else source.files.get(SETTINGS)
    if text is None:
        raise SettingsError(
            say(
                "%(config)s: there is no such file, and %(name)s has none. Write it first: dip init",
                config=config, name=source.name,
            )
        )  # fmt: skip
    missing = {} if config.is_file() else {config: text}
    scratch = source.ledger.with_name("settings.toml")
    scratch.write_bytes(text)
    try:
        raw = read_toml(scratch)
    except Mistake as mistake:
        raise SettingsError(say("%(config)s: %(mistake)s", config=config, mistake=mistake)) from None
    kept = [name for name in source.files if name in IMPORTED or (name.startswith(DECREES) and name.count("/") == 1)]
    brought_in = {folder / name: source.files[name] for name in kept}
    missing |= {path: data for path, data in brought_in.items() if not path.exists()}
    site, calendar = ({} if not isinstance(table := raw.get(name), dict) else table for name in ("site", "calendar"))
    return missing | dict(_appearance(site, folder, source)) | dict(_calendar(calendar, folder, source))


def _appearance(site: dict[str, Any], folder: Path, source: Source) -> Iterator[tuple[Path, bytes]]:
    templates, logo = site.get("templates"), site.get("logo")
    if isinstance(templates, str) and templates and not (folder / templates).is_dir():
        for name, data in source.templates.items():
            if not Path(name).is_absolute() and ".." not in Path(name).parts:
                yield folder / templates / name, data
    if isinstance(logo, str) and logo and source.logo is not None and not (folder / logo).exists():
        yield folder / logo, source.logo


def _calendar(calendar: dict[str, Any], folder: Path, source: Source) -> Iterator[tuple[Path, bytes]]:
    """The office's own dates and checklist."""
    own = calendar.get("templates")
    if isinstance(own, str) and own and not (folder / own).is_dir():
        kept = {name: source.files.get(CALENDAR + name) for name in CALENDAR_FILES}
        yield from ((folder / own / name, data) for name, data in kept.items() if data is not None)


def put_files(files: dict[Path, bytes]) -> None:
    """Write them; never over anything."""
    for path, data in files.items():
        if f"{path.parent.name}/" == DECREES:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(path, data)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_new(path, data)


def stand_in(config: Path, missing: dict[Path, bytes], folder: Path) -> None:
    """A folder in which the settings can be read as if everything were in its place already."""
    here = config.absolute().parent
    folder.mkdir()
    (folder / "dip.toml").write_bytes(missing[config] if config in missing else config.read_bytes())
    for path in here.iterdir() if here.is_dir() else ():
        if not (folder / path.name).exists():
            (folder / path.name).symlink_to(path)
    for path, data in missing.items():
        inside = folder / path.relative_to(here) if path.is_relative_to(here) else None
        if path != config and inside and not inside.exists():
            inside.parent.mkdir(parents=True, exist_ok=True)
            inside.write_bytes(data)
