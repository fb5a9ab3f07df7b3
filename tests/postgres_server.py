"""A real PostgreSQL on loopback, started for the tests by an ordinary user: the server refuses root."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import psycopg

from sync.fence.database import Database
from tests.servers import free_port

SAVING = ("fsync=off", "full_page_writes=off", "max_connections=60", "shared_buffers=16MB", "log_min_messages=fatal")
"""Nothing of it has to outlast the tests."""


def programs() -> Path | None:
    """Where initdb and postgres are: Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return Path(found).parent if found else folders[-1] if folders else None


def _as_user(folder: Path) -> list[str]:
    """In front of a command: root becomes nobody, to whom the folder then belongs."""
    if os.geteuid():
        return []
    shutil.chown(folder, "nobody", "nogroup")
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


@dataclass
class Server:
    """The server; `folder` has its data."""

    programs: Path
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def database(self, lease: int = 30) -> Database:
        return Database(f"postgresql://dip@127.0.0.1:{self.port}/postgres", lease=lease)

    def start(self) -> None:
        options = [word for option in SAVING for word in ("-c", option)]
        command = [self.programs / "postgres", "-D", self.folder / "data", "-p", str(self.port), "-h", "127.0.0.1"]
        words = [*_as_user(self.folder), *map(str, command), "-k", str(self.folder), *options]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                psycopg.connect(self.database().to).close()
                return
            except psycopg.OperationalError:
                assert self.process.poll() is None, "PostgreSQL did not start"
                time.sleep(0.05)
        raise AssertionError("PostgreSQL does not answer")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT: at once, connections are cut; SIGQUIT: as in a power cut."""
        assert self.process
        self.process.send_signal(how)
        self.process.wait(20)

    def fill_disk(self) -> None:
        """Not a byte is left where its data are: for a server with a disk of its own."""
        with suppress(OSError), (self.folder / "filler").open("wb", buffering=0) as filler:
            while filler.write(b"x" * 4096):
                pass

    def make_room(self) -> None:
        """There is room again; a server that ended for want of it is started."""
        (self.folder / "filler").unlink()
        assert self.process
        if self.process.poll() is not None:
            self.start()

    def new_database(self, name: str, lease: int = 30) -> Database:
        """An empty database."""
        with psycopg.connect(self.database().to, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
            connection.execute(f"CREATE DATABASE {name}".encode())
        return Database(f"postgresql://dip@127.0.0.1:{self.port}/{name}", lease=lease)


@contextmanager
def postgres_server(megabytes: int = 0) -> Iterator[Server]:
    """A server with nothing in it; with so many megabytes on a disk of its own (root alone may make one)."""
    found = programs()
    assert found
    folder = Path(mkdtemp(prefix="dip-postgres-"))
    server = Server(found, folder, free_port())
    try:
        if megabytes:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=True)
        words = ["-D", str(folder / "data"), "-U", "dip", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(
            [*_as_user(folder), str(found / "initdb"), *words], check=True, stdout=subprocess.DEVNULL, cwd=folder
        )
        server.start()
        yield server
    finally:
        if server.process and server.process.poll() is None:
            server.stop()
        if megabytes:
            subprocess.run(["umount", "--lazy", folder], check=True)
        shutil.rmtree(folder, ignore_errors=True)
