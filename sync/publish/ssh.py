"""How an SSH server and we are authenticated: host keys, keys, passwords, and the environment in which git runs."""

from __future__ import annotations

import base64
import hashlib
import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sync.errors import TargetError, TargetUnreachable
from sync.message import say
from sync.publish.secret import text_of
from sync.settings.target_address import Address

SECONDS = 30
_PROGRAMS = "GIT_EXEC_PATH"
"""Where git is, if not in its usual place."""


@dataclass(frozen=True)
class SshTrust:
    """What authenticates the server, and us to it.

    `host_key`: the fingerprint of the server's host key; if empty, `known_hosts` decides.
    `known_hosts`: the file that lists the server's host key; if None, the user's own.
    `key_file`: our private key; if None, the user's keys and agent.
    `password`: of the account, or the passphrase of the key.
    """

    host_key: str = ""
    known_hosts: Path | None = None
    key_file: Path | None = None
    password: str = ""

    @property
    def mended_key(self) -> bytes | None:
        """What `key_file` holds, as ssh reads it; None if the file itself is so, or there is none."""
        try:
            data = self.key_file.read_bytes() if self.key_file else b""
            mended = text_of(data).encode()
        except (OSError, UnicodeDecodeError):
            return None
        return mended if mended != data else None

    @property
    def hosts_file(self) -> Path:
        """The known_hosts file in use."""
        return self.known_hosts or Path(os.path.expanduser("~/.ssh/known_hosts"))  # which may have no home


def plain_environment(address: Address) -> dict[str, str]:
    """The environment of a local git command: no prompts, English messages, the address's protocol and no other. What
    the user's git is configured to do (`insteadOf`, `push.gpgSign`, hooks) is not obeyed."""
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("GIT_") or name == _PROGRAMS}
    protocol = "ssh" if address.scheme == "git+ssh" else "file"
    return inherited | {
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true", "GIT_ALLOW_PROTOCOL": protocol,
    }  # fmt: skip


@contextmanager
def ssh_environment(address: Address, trust: SshTrust, pinned: str) -> Iterator[dict[str, str]]:
    """The environment of a git command that talks to the server. `pinned` is a known_hosts line, kept in a temporary
    file until the context ends, as is a key that ssh would not read as it was saved; if it is empty,
    `trust.hosts_file` is used."""
    with tempfile.TemporaryDirectory() as folder:
        hosts = trust.hosts_file
        if pinned:
            hosts = Path(folder) / "known_hosts"
            hosts.write_text(pinned)
        options = [
            "BatchMode=yes", "StrictHostKeyChecking=yes", f"UserKnownHostsFile={hosts}", "GlobalKnownHostsFile=none",
            "UpdateHostKeys=no", f"ConnectTimeout={SECONDS}", "ServerAliveInterval=10", "ServerAliveCountMax=3",
            "LogLevel=ERROR",  # without the server's banner, which is no reason why anything failed
        ]  # fmt: skip
        key_file, mended = trust.key_file, trust.mended_key
        if mended:
            key_file = Path(folder) / "key"
            key_file.touch(0o600)
            key_file.write_bytes(mended)
        key = ["-i", str(key_file), "-o", "IdentitiesOnly=yes"] if key_file else []
        command = shlex.join(["ssh", *key, *(word for option in options for word in ("-o", option))])
        yield plain_environment(address) | {"GIT_SSH_COMMAND": command, "GIT_SSH_VARIANT": "ssh"}


def pinned_line(address: Address, fingerprint: str) -> str:
    """The known_hosts line of the server's host key that has this fingerprint. Raises `TargetError` if the server has
    no such key, `TargetUnreachable` if it does not answer."""
    port = str(address.port or 22)
    command = ["ssh-keyscan", "-T", str(SECONDS), "-p", port, "--", address.host]
    try:
        done = subprocess.run(command, capture_output=True, errors="replace", check=False, timeout=SECONDS * 2)  # noqa: S603  as in git
    except FileNotFoundError:
        raise TargetError(
            say("%(location)s: ssh is not installed (Debian: openssh-client)", location=address.location)
        ) from None
    except subprocess.TimeoutExpired:
        done = None
    shown = [line.split() for line in (done.stdout if done else "").splitlines() if not line.startswith("#")]
    if not shown:
        raise TargetUnreachable(
            say("%(location)s: the server cannot be reached. The next run tries again", location=address.location)
        )
    for words in (words for words in shown if len(words) > 2):
        digest = base64.b64encode(hashlib.sha256(base64.b64decode(words[2])).digest()).decode().rstrip("=")
        if f"SHA256:{digest}" == fingerprint.rstrip("="):
            return " ".join(words) + "\n"
    raise TargetError(
        say(
            "%(location)s: the server shows other host keys than the one in host_key, %(fingerprint)s. Nothing was "
            "sent. Ask whoever runs the server for its fingerprint; only if it has changed, correct host_key in "
            "[publish]",
            location=address.location, fingerprint=fingerprint,
        )
    )  # fmt: skip
