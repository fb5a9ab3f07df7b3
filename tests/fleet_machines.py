"""Machines of a fleet as folders and processes: each has its own copies of the offices' settings, and runs
`dip fleet work`. Workbooks and sites are on a disk that all of them share, the ledgers in one database."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sync.fence.database import Database
from sync.fence.postgres import PostgresTable
from tests.office_folder import KUL, OfficeFolder

CODE = "from sync.cli.main import main; main()"


def dip(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """A command, in a process of its own."""
    environment = {**os.environ, "DIP_LANG": "en", **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-c", CODE, *words], capture_output=True, text=True, check=False, env=environment, **options
    )


@dataclass
class SharedOffice:
    """An office that all machines run: where people type and the public reads."""

    name: str
    folder: Path
    database: Database
    ticked: set[str] = field(default_factory=set)

    @property
    def workbook(self) -> Path:
        return self.folder / "dip.xlsx"

    def public(self) -> set[str]:
        """The IDs on the site."""
        try:
            return {each["id"] for each in json.loads((self.folder / "site/data/dip.json").read_bytes())["entries"]}
        except FileNotFoundError:
            return set()


class Machine:
    """One machine. `offices` are copies of the folder of each office, with its workbook and site elsewhere."""

    def __init__(
        self, folder: Path, offices: list[SharedOffice], like: OfficeFolder | None, database: Database
    ) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        for office in offices:
            assert like
            own = folder / "offices" / office.name
            own.mkdir(parents=True)
            (own / "dip.toml").write_text(moved(like.config.read_text("utf-8"), office), "utf-8")
        lines = ["[fleet]", 'offices = ["offices/*"]', "processes = 2", 'limit = "5m"', "[database]"]
        (folder / "fleet.toml").write_text(
            "\n".join([*lines, f'to = "{database.to}"', f"lease = {database.lease}", ""])
        )

    def config(self, office: SharedOffice) -> Path:
        return self.folder / "offices" / office.name / "dip.toml"

    def start(self) -> None:
        """`dip fleet work`, in a session of its own."""
        words = [sys.executable, "-c", CODE, "fleet", "work", "--fleet", str(self.folder / "fleet.toml")]
        log = (self.folder / "log").open("ab")
        with closing(log):
            self.process = subprocess.Popen(
                [*words, "--machine", self.folder.name], stdout=log, stderr=log, start_new_session=True,
                env={**os.environ, "DIP_LANG": "en"},
            )  # fmt: skip

    def signal(self, number: signal.Signals) -> None:
        """To all of its processes at once, as if the machine stopped, went on, or lost its power."""
        assert self.process
        for pid in [self.process.pid, *_below(self.process.pid)]:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue

    def lose_power(self) -> None:
        """Nothing of it runs any more."""
        self.signal(signal.SIGKILL)
        assert self.process
        self.process.wait()

    def end(self) -> int:
        """SIGTERM, and what it exits with once it has finished what is at work."""
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def log(self) -> str:
        return (self.folder / "log").read_text()


def moved(text: str, office: SharedOffice) -> str:
    """The settings with another name, and workbook and site where all machines find them."""
    text = re.sub(r'^short *= ".*"', f'short = "Kantor {office.name}"', text, count=1, flags=re.M)
    text = re.sub(r'^location *= ".*"', f'location = "{office.workbook}"', text, count=1, flags=re.M)
    return re.sub(r'^to *= ".*"', f'to = "{office.folder / "site"}"', text, count=1, flags=re.M)


def shared_office(folder: Path, like: OfficeFolder, database: Database) -> SharedOffice:
    """The workbook of the example office under another name."""
    folder.mkdir(parents=True)
    shutil.copy(like.workbook, folder / "dip.xlsx")
    return SharedOffice(folder.name, folder, database)


def _below(pid: int) -> list[int]:
    """Every process that this one started, and they in turn."""
    parents: dict[int, list[int]] = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents.setdefault(int(fields[1]), []).append(int(each.parent.name))
    found, left = [], [pid]
    while left:
        children = parents.get(left.pop(), [])
        found += children
        left += children
    return found


__all__ = ["KUL", "Machine", "PostgresTable", "SharedOffice", "dip", "shared_office"]
