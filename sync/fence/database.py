"""Which database a fleet has, and who may open it. No password ever stands in these values."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sync.message import say
from sync.private_files import readable_by_others
from sync.strict_toml import Mistake, read_table

LEASE = 30
"""Seconds that a run may be silent before another machine takes its office."""
_SHORTEST, _LONGEST = 2, 600


@dataclass(frozen=True)
class Database:
    """`[database]` of `fleet.toml` and of `national.toml`.

    to        its address, `postgresql://user@host/name`, without a password
    passfile  a file with the password as PostgreSQL reads it (`host:port:name:user:password`), mode 600; without it
              PGPASSFILE or ~/.pgpass says it
    lease     seconds that a run may be silent before another machine takes its office
    keyfile   a file with the key by which ledgers are encrypted in the database, the same on every machine, mode 600;
              without it they are kept as they are
    """

    to: str
    passfile: str = ""
    lease: int = LEASE
    keyfile: str = ""


def verify_database(database: Database) -> None:
    """Raises `Mistake` for an address that is none or holds a password, and a lease that is too short or too long."""
    try:
        address = urlsplit(database.to)
        secret, scheme = address.password is not None or "password" in address.query, address.scheme
    except ValueError:
        secret, scheme = False, ""
    if secret:
        raise Mistake(
            say("to in [database] holds a password, which everybody would see in lists of processes. Write it into a "
                "file with mode 600 as host:port:name:user:password, and name that file as passfile.")
        )  # fmt: skip
    if scheme not in ("postgresql", "postgres"):
        raise Mistake(say("to in [database] must be an address like postgresql://dip@db.kantor.go.id/dip."))
    if not _SHORTEST <= database.lease <= _LONGEST:
        raise Mistake(
            say("lease in [database]: %(lease)s is no number of seconds from %(shortest)s to %(longest)s.",
                lease=database.lease, shortest=_SHORTEST, longest=_LONGEST)
        )  # fmt: skip


def read_database(raw: Mapping[str, Any], folder: Path) -> Database | None:
    """The table `[database]` of a file in this folder, if it stands there. Raises `Mistake`."""
    if "database" not in raw:
        return None
    database: Database = read_table(Database, raw, "database")
    verify_database(database)
    return replace(
        database, passfile=_secret_file(folder, database.passfile, "passfile"),
        keyfile=_secret_file(folder, database.keyfile, "keyfile"),
    )  # fmt: skip


def _secret_file(folder: Path, named: str, key: str) -> str:
    """Its whole path, if one is named."""
    whole = folder / os.path.expanduser(named)
    if named and readable_by_others([whole]):
        raise Mistake(say("%(key)s in [database]: others may read %(path)s. chmod 600 it.", key=key, path=whole))
    return str(whole) if named else ""
