"""A connection to an SSH server that is trusted: by the fingerprint of any of its host keys, or by known_hosts."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sync.errors import TargetError, reason_of
from sync.message import say
from sync.publish.ssh import SshTrust
from sync.settings.target_address import Address

if TYPE_CHECKING:
    import asyncssh

SECONDS = 30.0
"""Timeout of one answer."""
HOST_KEYS = ("^ssh-ed25519", "^ecdsa-sha2-*", "^rsa-sha2-*")
"""The kinds of host key that a server may have. It shows one for each connection: of the kind asked for first, if it
can."""
CIPHERS = "^aes128-gcm@openssh.com,aes256-gcm@openssh.com"
"""AES-GCM first, which processors have instructions for, then the library's defaults."""


async def trusted_connection(address: Address, trust: SshTrust) -> Any:
    """A connection to the server, with that of its host keys which is pinned, or with one that known_hosts has."""
    import asyncssh

    _require_account(address)
    shown: dict[str, None] = {}
    for kind in HOST_KEYS if trust.host_key else ((),):
        guard = _guard(trust.host_key)
        try:
            return await asyncssh.connect(
                address.host, address.port or 22, username=address.user or (), config=None,
                client_factory=lambda guard=guard: guard, server_host_key_algs=kind,
                known_hosts=b"" if trust.host_key else _known_hosts(trust), compression_algs=None,
                encryption_algs=CIPHERS, keepalive_interval=10, login_timeout=SECONDS,
                utf8_decode_errors="backslashreplace", connect_timeout=SECONDS,
                **_credentials(trust),
            )  # fmt: skip
        except asyncssh.HostKeyNotVerifiable:
            shown[guard.fingerprint] = None
    raise _unknown_host(address, trust, ", ".join(shown))


def _require_account(address: Address) -> None:
    """The library looks for keys in the home of whoever runs this, by name."""
    try:
        getpass.getuser()
        Path.home()
    except (KeyError, OSError, RuntimeError):
        raise TargetError(
            say(
                "%(location)s: the account that runs dip has no name or no home here, and SFTP needs both. Set LOGNAME "
                "and HOME where dip is started (cron, a container)",
                location=address.location,
            )
        ) from None


def _guard(pinned: str) -> Any:
    """A client that accepts the host key with this fingerprint and no other, and keeps the one it was shown."""
    import asyncssh

    class Guard(asyncssh.SSHClient):
        fingerprint = ""

        def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:  # noqa: ARG002
            self.fingerprint = key.get_fingerprint("sha256")
            return bool(pinned) and self.fingerprint == pinned.rstrip("=")

    return Guard()


def _known_hosts(trust: SshTrust) -> bytes:
    try:
        return trust.hosts_file.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise TargetError(
            say("%(hosts_file)s cannot be read: %(strerror)s", hosts_file=trust.hosts_file, strerror=reason_of(error))
        ) from None


def _credentials(trust: SshTrust) -> dict[str, Any]:
    """`key_file` alone, else the user's keys and agent; the password also decrypts a key."""
    words: dict[str, Any] = {}
    if trust.key_file:
        words["client_keys"] = [trust.mended_key or str(trust.key_file)]
        words["agent_path"] = None
    if trust.password:
        words |= {"password": trust.password, "passphrase": trust.password}
    return words


def _unknown_host(address: Address, trust: SshTrust, shown: str) -> TargetError:
    if trust.host_key:
        known = say("The one in host_key is %(host_key)s", host_key=trust.host_key)
    else:
        known = say("It is not in %(hosts_file)s, or another is there", hosts_file=trust.hosts_file)
    return TargetError(
        say(
            "%(location)s: the server shows the host key %(shown)s. %(known)s. Nothing was sent. Ask whoever runs the "
            "server for its fingerprint; only if it is this one, write it as host_key in [publish]",
            location=address.location, shown=shown, known=known,
        )
    )  # fmt: skip
