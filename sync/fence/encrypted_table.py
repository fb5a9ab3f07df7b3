"""A table whose ledgers and files nobody can read who has the database alone: each machine holds the key, in a file."""

from __future__ import annotations

import secrets
from pathlib import Path

from sync.errors import LedgerError, SettingsError
from sync.fence.ledger_table import LedgerHead, LedgerTable
from sync.message import say

SIGN = b"DIP\x01"
"""What everything that is encrypted begins with. No ledger does, which zstd packed."""
_NONCE = 12
_KEY = 32


def read_key(path: Path) -> bytes:
    """The key in a file, as `openssl rand -hex 32` writes it. Raises `SettingsError`."""
    try:
        key = bytes.fromhex(path.read_text("ascii"))
    except (OSError, ValueError):
        key = b""
    if len(key) != _KEY:
        raise SettingsError(
            say("keyfile in [database]: %(path)s holds no key. On one machine make it with openssl rand -hex 32, and "
                "copy it to the others", path=path)
        )  # fmt: skip
    return key


class EncryptedTable:
    """A `LedgerTable` over another one. What is encrypted (AES-256-GCM) belongs to its office and its name: put in the
    place of another it cannot be read. Lease, run numbers and heads stay as they are, for the database judges by them.
    """

    def __init__(self, table: LedgerTable, key: bytes, office: str) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._table, self._cipher, self._office = table, AESGCM(key), office

    def take(self, holder: str, seconds: float) -> LedgerHead | None:
        return self._table.take(holder, seconds)

    def hold(self, holder: str, head: str, seconds: float) -> bool:
        return self._table.hold(holder, head, seconds)

    def replace(self, holder: str, before: str, kept: LedgerHead, blob: bytes, seconds: float) -> bool:
        return self._table.replace(holder, before, kept, self._encrypted(blob, ""), seconds)

    def load(self) -> bytes:
        blob = self._table.load()
        return self._decrypted(blob, "") if blob else b""

    def keep_file(self, holder: str, head: str, name: str, data: bytes) -> bool:
        return self._table.keep_file(holder, head, name, self._encrypted(data, name))

    def files(self) -> dict[str, bytes]:
        return {name: self._decrypted(data, name) for name, data in self._table.files().items()}

    def free(self, holder: str) -> None:
        self._table.free(holder)

    def _encrypted(self, data: bytes, name: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return SIGN + nonce + self._cipher.encrypt(nonce, data, self._place(name))

    def _decrypted(self, data: bytes, name: str) -> bytes:
        """Raises `LedgerError` for what another key encrypted, or none."""
        from cryptography.exceptions import InvalidTag

        nonce, rest = data[len(SIGN) : len(SIGN) + _NONCE], data[len(SIGN) + _NONCE :]
        try:
            if data.startswith(SIGN):
                return self._cipher.decrypt(nonce, rest, self._place(name))
        except (InvalidTag, ValueError):
            pass
        raise LedgerError(
            say("what the fleet's database keeps of this office cannot be read with this machine's key. Is keyfile in "
                "[database] the same on all machines? Nothing was decided.")
        )  # fmt: skip

    def _place(self, name: str) -> bytes:
        return f"{self._office}\0{name}".encode()
