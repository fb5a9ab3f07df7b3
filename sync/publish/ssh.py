"""How an SSH server is known, and how we are known to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SshTrust:
    """`host_key` is a fingerprint; without it `known_hosts` (or the account's own) must name the server. `key_file`
    opens the account; `password` does, or opens the key."""

    host_key: str = ""
    known_hosts: Path | None = None
    key_file: Path | None = None
    password: str = ""

    @property
    def hosts_file(self) -> Path:
        """The file of servers that are known."""
        return self.known_hosts or Path.home() / ".ssh" / "known_hosts"
