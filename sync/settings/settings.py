"""`dip.toml`, read strictly into frozen values.

Whoever holds a `Settings` may rely on every word of it: keys are known, units are distinct, the timezone exists, the
site's folder holds nothing that must stay inside. The first mistake is a `SettingsError`: where it is, what to do.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from sync.cells.other_offices import OfficeFacts
from sync.errors import ArgumentError, SettingsError
from sync.message import say
from sync.settings.appearance import Appearance, Papers, verify_appearance
from sync.settings.calendar import CalendarSettings, verify_calendar
from sync.settings.message_settings import MessageSettings
from sync.settings.office_files import OfficeFiles
from sync.settings.service import Service
from sync.settings.spreadsheet_address import GOOGLE, Account, is_google, spreadsheet_id
from sync.settings.target_address import Network, Publish, verify_site_url, verify_trust, verify_url
from sync.settings.units import Unit, verify_units
from sync.settings.watch import Watching
from sync.strict_toml import Mistake, did_you_mean, read_fields, read_table, read_toml, refuse_unknown, verify_emails
from sync.template.loader import load_template
from sync.template.template import Template

ON_CHANGE = ("keep", "withdraw")
_TABLES = (
    "office",
    "workbook",
    "units",
    "roles",
    "publish",
    "network",
    "site",
    "print",
    "watch",
    "service",
    "messages",
    "calendar",
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://|git\+")
_OFFICE_CODE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,30}[0-9A-Za-z])?")
_PHONE = re.compile(r"\+?[\d (]\d[\d ()./-]*\d")


@dataclass(frozen=True)
class Office:
    """Whose list it is, as the site says it. `phones` are its own numbers, which are no personal data; `code` is the
    office's own among offices of its kind, for programs that read several lists."""

    name: str
    short: str
    timezone: str
    address: str = ""
    email: str = ""
    website: str = ""
    phones: tuple[str, ...] = ()
    code: str = ""

    @property
    def facts(self) -> OfficeFacts:
        """What the checks of cells know of the office."""
        return OfficeFacts(self.name, self.short, self.email, self.phones)

    @property
    def zone(self) -> ZoneInfo:
        """The office's clock."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True)
class WorkbookPlace:
    """Where the workbook is: a path, or the URL of a Google spreadsheet, opened with the file `credentials` (a key, or
    another kind of Google's credentials), acting as the account `impersonate` if one is named. `owner` is the
    address of the spreadsheet's owner, where Google counts it among those who may tick."""

    location: str
    credentials: str = ""
    impersonate: str = ""
    owner: str = ""

    @property
    def on_google(self) -> bool:
        """Whether the location is a Google spreadsheet."""
        return is_google(self.location)


@dataclass(frozen=True)
class Roles:
    """E-mail addresses of the people who hold a role."""

    ppid: tuple[str, ...] = ()
    desk: tuple[str, ...] = ()
    panel: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings(OfficeFiles):
    """The whole of `dip.toml`. `folder` is where it lies, `source` the file itself."""

    office: Office
    workbook: WorkbookPlace
    units: tuple[Unit, ...]
    roles: Roles
    publish: Publish
    folder: Path
    source: Path
    site: Appearance = field(default_factory=Appearance)
    papers: Papers = field(default_factory=Papers)
    network: Network = field(default_factory=Network)
    watch: Watching = field(default_factory=Watching)
    service: Service = field(default_factory=Service)
    messages: MessageSettings | None = None
    calendar: CalendarSettings = field(default_factory=CalendarSettings)

    def path(self, text: str) -> Path:
        """A path as written in `dip.toml`: relative to the folder of `dip.toml`, `~` understood."""
        # os.path leaves an unknown ~name as it is; Path.expanduser would raise.
        return self.folder / os.path.expanduser(text)

    def unit(self, code: str) -> Unit:
        """The unit with this code. Raises KeyError if `dip.toml` has none (any more)."""
        return {unit.code: unit for unit in self.units}[code]

    def unit_names(self, known: Mapping[str, str]) -> dict[str, str]:
        """The units' names by code, former ones too, in their order; then those `known` of units no longer there."""
        names = {code: unit.name for unit in self.units for code in (unit.code, *unit.former)}
        return names | {code: name for code, name in known.items() if code not in names}

    @property
    def unit_addresses(self) -> dict[str, str]:
        """The units' own e-mail addresses by code, former ones too; units without one are left out."""
        return {code: unit.email for unit in self.units if unit.email for code in (unit.code, *unit.former)}

    @property
    def example_words(self) -> dict[str, str]:
        """This office's words for the examples in column notes, `Petunjuk` and messages."""
        unit, place = self.units[0], self.papers.place or "nama kota"
        contact = ", ".join(filter(None, (f"PPID {self.office.short}", self.office.email, *self.office.phones)))
        words = {"short": self.office.short, "place": place, "unit": unit.name, "code": unit.code}
        return words | {"contact": contact, "website": self.office.website.rstrip("/") or "https://alamat-situs-kantor"}

    @property
    def workbook_path(self) -> Path | None:
        """The workbook file; None when it is a Google spreadsheet."""
        return None if self.workbook.on_google else self.path(self.workbook.location)

    @property
    def credentials_path(self) -> Path | None:
        """The key file; None means Application Default Credentials."""
        return self.path(self.workbook.credentials) if self.workbook.credentials else None

    @property
    def account(self) -> Account:
        """Who opens the Google spreadsheet, and who may tick in it."""
        place = self.workbook
        return Account(self.credentials_path, place.impersonate, self.roles.ppid, place.owner, self.ca_path)

    @property
    def ca_path(self) -> Path | None:
        """The certificates that the office's network shows; None if it shows none."""
        return self.path(self.network.ca_file) if self.network.ca_file else None

    @property
    def target_path(self) -> Path:
        """The folder the site is published to, if it is one."""
        return self.path(self.publish.to)

    @property
    def receipt_address(self) -> str:
        """The target as the receipt names it: a folder as written in `dip.toml`, so that the whole may move."""
        return self.publish.address.location.rstrip("/") or "/"

    @property
    def secret_paths(self) -> tuple[Path, ...]:
        """The files that open a door: they are in no backup."""
        key_file = self.path(self.publish.key_file) if self.publish.key_file else None
        return tuple(path for path in (self.credentials_path, key_file, self.messages_secret_path) if path)

    def verify_free(self, path: Path) -> None:
        """A command may write a file of the user's choice here. Raises `ArgumentError` for the office's own files."""
        own = _private(self)
        linked = path.exists() and any(kept.exists() and path.samefile(kept) for kept in own)
        if linked or any(_inside(path, kept) for kept in own):
            raise ArgumentError(say("%(path)s belongs to the office's own files. Choose another name.", path=path))
        self.verify_private(path)

    def verify_private(self, path: Path) -> None:
        """Only a publish writes where the public reads. Raises `ArgumentError` for a place inside that folder."""
        if not self.publish.address.scheme and _inside(path, self.target_path):
            raise ArgumentError(
                say("%(path)s is in the folder that the public reads. Choose a place of its own.", path=path)
            )


def load_settings(path: Path, template: Template | None = None, *, with_own_files: bool = True) -> Settings:
    """Read `dip.toml`. `template` has the names no unit may take; by default it is that of `sheets_templates/`. Logo
    and folder of templates are looked at, too, unless told not to: a run takes them for mistakes of templates. Raises
    `SettingsError` with the first mistake, and `TemplateError` if the default for `template` cannot be read."""
    try:
        settings = _settings(_raw(path), path)
        _verify(settings, template or load_template())
        verify_appearance(settings.site, settings.papers, settings.path, with_files=with_own_files)
        verify_calendar(settings.calendar, settings.path, with_files=with_own_files)
    except Mistake as mistake:
        raise SettingsError(say("%(path)s: %(mistake)s", path=path, mistake=mistake)) from None
    return settings


def _raw(path: Path) -> dict[str, Any]:
    try:
        return read_toml(path)
    except FileNotFoundError:
        words = say(
            "%(path)s: there is no such file. `dip init` writes one. Is there an office? First cd there.", path=path
        )
        raise SettingsError(words) from None


def check_settings(text: str) -> None:
    """Raises `SettingsError` if this could not be a `dip.toml`."""
    try:
        _verify(_settings(tomllib.loads(text), Path("dip.toml")), load_template())
    except (tomllib.TOMLDecodeError, Mistake) as mistake:
        raise SettingsError(say("these settings cannot be used: %(mistake)s", mistake=mistake)) from None


def _settings(raw: dict[str, Any], path: Path) -> Settings:
    refuse_unknown(raw, _TABLES, "")
    units = raw.get("units", [])
    if not isinstance(units, list) or not units:
        raise Mistake(say("there is no unit. Add one [[units]] table for each sub-division."))
    return Settings(
        office=read_table(Office, raw, "office"),
        workbook=read_table(WorkbookPlace, raw, "workbook"),
        units=tuple(read_fields(Unit, unit, f"[[units]] number {number}") for number, unit in enumerate(units, 1)),
        roles=read_fields(Roles, raw.get("roles", {}), "[roles]"),
        publish=read_table(Publish, raw, "publish"),
        folder=path.absolute().parent,
        source=path.absolute(),
        site=read_fields(Appearance, raw.get("site", {}), "[site]"),
        papers=read_fields(Papers, raw.get("print", {}), "[print]"),
        network=read_fields(Network, raw.get("network", {}), "[network]"),
        watch=read_fields(Watching, raw.get("watch", {}), "[watch]"),
        service=read_fields(Service, raw.get("service", {}), "[service]"),
        messages=read_fields(MessageSettings, raw["messages"], "[messages]") if "messages" in raw else None,
        calendar=read_fields(CalendarSettings, raw.get("calendar", {}), "[calendar]"),
    )


def _verify(settings: Settings, template: Template) -> None:
    _verify_office(settings.office)
    _verify_workbook(settings.workbook)
    verify_units(settings.units, template.fixed_titles, template.tab("kendali"))
    for role in ("ppid", "desk", "panel"):
        verify_emails(getattr(settings.roles, role), f"{role} in [roles]")
    _verify_publish(settings)


def _verify_office(office: Office) -> None:
    try:
        ZoneInfo(office.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = did_you_mean(office.timezone, sorted(available_timezones())) or "; write it like Asia/Jakarta."
        raise Mistake(
            say("timezone in [office]: “%(timezone)s” is not known%(hint)s", timezone=office.timezone, hint=hint)
        ) from None
    verify_url(office.website, "website in [office]")
    if bad := [phone for phone in office.phones if not _PHONE.fullmatch(phone)]:
        raise Mistake(
            say("phones in [office]: “%(text)s” is not a telephone number; write it like (0252) 123456.", text=bad[0])
        )
    if office.code and not _OFFICE_CODE.fullmatch(office.code):
        raise Mistake(
            say("code in [office]: “%(code)s” must be letters, digits, dots and dashes, like 3602.", code=office.code)
        )


def _verify_workbook(workbook: WorkbookPlace) -> None:
    if workbook.on_google:
        try:
            spreadsheet_id(workbook.location)
        except Mistake as mistake:
            raise Mistake(say("location in [workbook]: %(mistake)s", mistake=mistake)) from None
    for name in ("impersonate", "owner"):
        verify_emails([address] if (address := getattr(workbook, name)) else [], f"{name} in [workbook]")
    if _SCHEME.match(workbook.location) and not workbook.on_google:
        raise Mistake(
            say(
                "location in [workbook]: “%(location)s” is neither a path nor the URL of a Google spreadsheet "
                "(%(google)s…).",
                location=workbook.location, google=GOOGLE,
            )
        )  # fmt: skip


def _verify_publish(settings: Settings) -> None:
    publish = settings.publish
    if publish.on_change not in ON_CHANGE:
        raise Mistake(
            say("on_change in [publish]: “%(on_change)s” must be keep or withdraw.", on_change=publish.on_change)
        )
    verify_site_url(publish.url)
    verify_trust(publish)
    if publish.address.scheme:
        return
    for private in _private(settings):
        if _inside(private, settings.target_path):
            raise Mistake(
                say(
                    "to in [publish]: the folder “%(to)s” holds %(name)s, which must not become public. "
                    "Choose a folder of its own, like site/.",
                    to=publish.to, name=private.name,
                )
            )  # fmt: skip


def _private(settings: Settings) -> list[Path]:
    beside = (settings.source, *settings.private_paths)
    return [*beside, *([settings.workbook_path] if settings.workbook_path else []), *settings.secret_paths]


def _inside(path: Path, folder: Path) -> bool:
    # Once as written and once with symlinks followed: both ways would put the file before the public.
    written = path.parent.resolve() / path.name
    return any(form.is_relative_to(folder.resolve()) for form in (written, path.resolve()))
