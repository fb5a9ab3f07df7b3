"""The office as its site presents it, taken from `dip.toml`."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from sync.errors import SettingsError, TemplateError, reason_of
from sync.message import say
from sync.settings.appearance import Signing
from sync.settings.logo import read_logo
from sync.settings.service import Service
from sync.settings.settings import Settings
from sync.strict_toml import Mistake


@dataclass(frozen=True)
class SiteSettings:
    """The office as its site presents it. `units` maps codes to full names, in the order of `dip.toml`,
    `unit_addresses` to e-mail addresses of units that have one.
    `languages` are the editions, the office's own first; `logo` is a file name with its content; `templates` is
    the office's own folder of templates, `decrees` the folder of signed decrees if the site offers them."""

    name: str
    short: str
    address: str = ""
    email: str = ""
    website: str = ""
    phones: tuple[str, ...] = ()
    url: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ("id", "en")
    accent: str = ""
    logo: tuple[str, bytes] = ("", b"")
    templates: Path | None = None
    decrees: Path | None = None
    excluded_list: bool = False
    pdf: bool = False
    entry_feeds: bool = False
    signing: Signing = field(default_factory=Signing)
    service: Service = field(default_factory=Service)
    unit_addresses: Mapping[str, str] = field(default_factory=dict)
    code: str = ""

    def __post_init__(self) -> None:
        """An address of a site ends with a slash: paths are put behind it."""
        if self.url and not self.url.endswith("/"):
            object.__setattr__(self, "url", f"{self.url}/")


def site_settings(settings: Settings, known: Mapping[str, str] | None = None) -> SiteSettings:
    """The office as its site presents it, with the names `known` of units it no longer has. Raises
    `SettingsError` if its logo cannot be read (any more), `TemplateError` if anything but regular files and folders
    lies among its templates."""
    office, site = settings.office, settings.site
    return SiteSettings(
        name=office.name,
        short=office.short,
        address=office.address,
        email=office.email,
        website=office.website,
        phones=office.phones,
        url=settings.publish.url,
        units=settings.unit_names(known or {}),
        languages=site.editions,
        accent=site.accent,
        logo=_logo(settings),
        templates=_templates(settings.path(site.templates)) if site.templates else None,
        decrees=settings.decree_folder if site.decree else None,
        excluded_list=settings.publish.excluded_list,
        pdf=site.pdf,
        entry_feeds=site.entry_feeds,
        signing=Signing(*(getattr(settings.papers, each.name) for each in fields(Signing))),
        service=settings.service,
        unit_addresses=settings.unit_addresses,
        code=office.code,
    )


def without_own_files(settings: Settings) -> Settings:
    """The same office with our own templates and no logo: nothing in it can have a mistake."""
    return replace(settings, site=replace(settings.site, logo="", templates=""))


def _templates(folder: Path) -> Path:
    """The folder, looked through: a link in it would publish what it points to, a pipe would never end. The folder
    itself may be a link, for `dip.toml` names it."""
    if not folder.is_dir():
        raise TemplateError(say("templates in [site]: %(name)s is not a folder.", name=folder.name))
    for place in sorted(folder.rglob("*")):
        mode, name = place.lstat().st_mode, place.relative_to(folder).as_posix()
        if stat.S_ISLNK(mode):
            raise TemplateError(say("site template %(name)s is a link. Put the file itself there.", name=name))
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise TemplateError(say("site template %(name)s is neither a file nor a folder. Take it away.", name=name))
    return folder


def _logo(settings: Settings) -> tuple[str, bytes]:
    if not settings.site.logo:
        return "", b""
    path = settings.path(settings.site.logo)
    try:
        return f"logo{path.suffix.lower()}", read_logo(settings.site.logo, path)
    except OSError as error:
        raise SettingsError(
            say("logo in [site]: %(path)s cannot be read: %(strerror)s.", path=path, strerror=reason_of(error))
        ) from error
    except Mistake as mistake:
        raise SettingsError(say("%(source)s: %(mistake)s", source=settings.source, mistake=mistake)) from None
