"""`national.toml`: whose search it is, where the list of offices lies, and how long what is not renewed is shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sync.errors import SettingsError
from sync.fence.database import Database, read_database
from sync.message import say
from sync.settings.target_address import verify_url
from sync.strict_toml import Mistake, read_table, read_toml, refuse_unknown

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class NationalTable:
    """The table `[national]`. Raises `Mistake` for an address that no browser opens and for a number out of range.

    name         whose search it is
    short        how it is called at the top of a page
    url          where the pages and the search are
    contact      an e-mail address: the offices' servers are told who asks
    offices      the list of offices, beside this file
    to           the folder for the pages
    show_days    a list that was not confirmed for so many days is not shown any more
    notice_days  entries that vanish in great number without a notice of withdrawal are shown for so many days at most
    largest      megabytes of a list at most
    together     offices that are asked at the same time
    asked        searches that one address may make in a minute
    every        minutes from one turn of an office to its next, where `dip national work` harvests
    """

    name: str
    url: str
    contact: str
    short: str = ""
    offices: str = "offices.csv"
    to: str = "situs"
    show_days: int = 30
    notice_days: int = 7
    largest: int = 32
    together: int = 16
    asked: int = 60
    every: int = 30

    def __post_init__(self) -> None:
        verify_url(self.url, "url in [national]")
        limits = {
            "show_days": 366,
            "notice_days": 366,
            "largest": 1024,
            "together": 64,
            "asked": 100_000,
            "every": 1440,
        }
        for key, most in limits.items():
            if not 1 <= getattr(self, key) <= most:
                raise Mistake(say("%(key)s in [national] must be 1 to %(most)s.", key=key, most=most))


@dataclass(frozen=True)
class NationalSettings:
    """The table, with the folder of its file: what the national search keeps lies there. `database` is where the jobs
    of `dip national work` stand; None if it is not used."""

    table: NationalTable
    folder: Path
    database: Database | None = None

    @property
    def name(self) -> str:
        return self.table.short or self.table.name

    @property
    def url(self) -> str:
        """Ends with a slash."""
        return self.table.url.rstrip("/") + "/"

    @property
    def path(self) -> str:
        """Where the pages stand at their server: begins and ends with a slash."""
        return urlsplit(self.url).path

    @property
    def offices_path(self) -> Path:
        return self.folder / self.table.offices

    @property
    def pages_path(self) -> Path:
        return self.folder / self.table.to

    @property
    def store_path(self) -> Path:
        return self.folder / "national.sqlite"

    @property
    def index_path(self) -> Path:
        return self.folder / "national-index"

    @property
    def lock_path(self) -> Path:
        """Held while the lists are written."""
        return self.folder / "national.lock"

    @property
    def pages_lock_path(self) -> Path:
        """Held while the pages are written. A harvest is not waited for: what was withdrawn must leave them."""
        return self.folder / "national-pages.lock"


def load_national(path: Path) -> NationalSettings:
    """Read `national.toml`. Raises `SettingsError`."""
    try:
        raw = read_toml(path)
        refuse_unknown(raw, ["national", "database"], "")
        table, folder = read_table(NationalTable, raw, "national"), path.resolve().parent
        return NationalSettings(table, folder, read_database(raw, folder))
    except FileNotFoundError:
        raise SettingsError(
            say("%(path)s: there is no such file; docs/national.md says what stands in it", path=path)
        ) from None
    except Mistake as mistake:
        raise SettingsError(say("%(source)s: %(mistake)s", source=path.name, mistake=mistake)) from None


def database_of(settings: NationalSettings) -> Database:
    """Raises `SettingsError` where national.toml names none."""
    if settings.database is None:
        raise SettingsError(
            say("national.toml has no table [database]: dip national work needs a PostgreSQL (docs/national.md). "
                "Without one: dip national harvest, by cron")
        )  # fmt: skip
    return settings.database
