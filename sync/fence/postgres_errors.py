"""What psycopg raises, as what a person can do about it: `TryLater` for what passes, `SettingsError` where the server
refuses until somebody mends something. Why a connection was refused is libpq's own text, in which no password stands;
what a statement was refused for is left out, because it may say what a ledger holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sync.errors import DipError, SettingsError, TryLater
from sync.message import Message, say
from sync.plain_text import plain, readable

_LONGEST = 400
"""So much is told of libpq's text."""
_NOT_TRUSTED = say(
    "this machine does not trust the certificate of PostgreSQL. Write the file with the root certificate that it is "
    "signed by into to in [database] as &sslrootcert=/path/root.crt (or lay it as ~/.postgresql/root.crt)"
)
_OTHER_NAME = say(
    "the certificate of PostgreSQL is for another name. Write into to in [database] the host by the name that stands "
    "in the certificate, or let its owner make one for this name"
)
_NO_ENCRYPTION = say(
    "PostgreSQL has no certificate, so that nothing is encrypted. Set ssl, ssl_cert_file and ssl_key_file in "
    "postgresql.conf"
)
_WRONG_PASSWORD = say(
    "PostgreSQL does not accept the password. Compare user, host, port and password with the line of passfile (or "
    "~/.pgpass), and whether the role exists: ALTER ROLE … PASSWORD sets a new one"
)
_NO_PASSWORD = say(
    "PostgreSQL asks for a password, and none is there. Is passfile in [database] right, and has it a line with "
    "exactly this host, port, database and user?"
)
_NO_ROLE = say("PostgreSQL has no such role. Make it there: createuser --pwprompt NAME")
_NO_DATABASE = say("PostgreSQL has no such database. Make it there: createdb --owner ROLE --encoding UTF8 NAME")
_NOT_LET_IN = say(
    "PostgreSQL lets nobody in from this machine, for this user and database, in this way. Add a line hostssl to "
    "pg_hba.conf there, then: systemctl reload postgresql"
)
_REFUSALS = (
    (r"certificate verify failed|root certificate file|unable to get .*issuer", _NOT_TRUSTED),
    (r"does not match host name", _OTHER_NAME),
    (r"does not support SSL", _NO_ENCRYPTION),
    (r"no pg_hba\.conf entry|pg_hba\.conf rejects", _NOT_LET_IN),
    (r"password authentication failed", _WRONG_PASSWORD),
    (r"no password supplied", _NO_PASSWORD),
    (r'role "[^"]*" does not exist', _NO_ROLE),
    (r'database "[^"]*" does not exist', _NO_DATABASE),
)
"""What libpq says of a connection that is refused until a person mends something. It gives no SQLSTATE for it."""


def extra_missing() -> SettingsError:
    """What to say where the libraries of the database are not installed."""
    return SettingsError(
        say("the fleet's database needs packages that are not installed here: pip install 'dip-sync[fleet]'")
    )


@contextmanager
def postgres_translated() -> Iterator[None]:
    """Raises `TryLater` or `SettingsError` for what psycopg raises."""
    try:
        yield
    except Exception as error:
        if not type(error).__module__.startswith("psycopg"):
            raise
        raise translation(error) from None


def translation(error: Exception) -> DipError:
    """What to say of an error of psycopg."""
    import psycopg

    if isinstance(error, psycopg.errors.UndefinedTable | psycopg.errors.UndefinedColumn):
        return SettingsError(
            say("the fleet's database has no tables yet, or older ones: run `dip fleet migrate` on one machine")
        )
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return SettingsError(say("the fleet's database does not let this user read and write its tables"))
    if isinstance(error, psycopg.errors.UniqueViolation):
        return SettingsError(
            say("the fleet's database keeps this ledger under another name already: `office` in dip-fleet.toml "
                "must be the same on every machine. Nothing was decided.")
        )  # fmt: skip
    if isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
        return TryLater(
            say("the fleet's database can only be read: `to` in [database] leads to a server that follows another one, "
                "or default_transaction_read_only is on there. Nothing more is written until that is mended; the next "
                "run goes on")
        )  # fmt: skip
    state = getattr(error, "sqlstate", None)
    kind = state or _own_words(error) or type(error).__name__
    if isinstance(error, psycopg.ProgrammingError):
        return SettingsError(say("the fleet's database cannot be used (%(kind)s)", kind=kind))
    if advice := None if state else refusal(str(error)):
        return SettingsError(
            say("the fleet's database does not let this machine in: %(advice)s. (%(kind)s)", advice=advice, kind=kind)
        )
    return TryLater(
        say("the fleet's database does not answer (%(kind)s). Nothing more is written until it does; the next run "
            "goes on", kind=kind)
    )  # fmt: skip


def refusal(text: str) -> Message | None:
    """What a person mends where the server refuses a connection with this text; None for what may pass by itself."""
    return next((advice for pattern, advice in _REFUSALS if re.search(pattern, text)), None)


def _own_words(error: Exception) -> str:
    text = str(error).replace("\n", " ").removeprefix("connection failed: ")
    return plain(readable(re.sub(r"\s+", " ", text))).strip()[:_LONGEST]
