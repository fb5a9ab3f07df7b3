"""The environment in which git talks to a server: no questions, no surprises, a host key that is pinned."""

from __future__ import annotations

import base64
import hashlib
import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.errors import TargetError, TargetUnreachable
from sync.publish.ssh import SshTrust
from sync.settings.target_address import Address

SECONDS = 30


def plain_environment(address: Address) -> dict[str, str]:
    """For git without a server: no questions, one language, no other protocol."""
    inherited = {name: text for name, text in os.environ.items() if name not in {"GIT_DIR", "GIT_INDEX_FILE"}}
    protocol = "ssh" if address.scheme == "git+ssh" else "file"
    return inherited | {
        "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true", "GIT_ALLOW_PROTOCOL": protocol,
    }  # fmt: skip


@contextmanager
def ssh_environment(address: Address, trust: SshTrust, pinned: str) -> Iterator[dict[str, str]]:
    """For git with a server. `pinned` is a known_hosts line, which lies in a file for as long as it is used."""
    with tempfile.TemporaryDirectory() as folder:
        hosts = trust.hosts_file
        if pinned:
            hosts = Path(folder) / "known_hosts"
            hosts.write_text(pinned)
        options = [
            "BatchMode=yes", "StrictHostKeyChecking=yes", f"UserKnownHostsFile={hosts}", "GlobalKnownHostsFile=none",
            "UpdateHostKeys=no", f"ConnectTimeout={SECONDS}", "ServerAliveInterval=10", "ServerAliveCountMax=3",
        ]  # fmt: skip
        key = ["-i", str(trust.key_file), "-o", "IdentitiesOnly=yes"] if trust.key_file else []
        command = shlex.join(["ssh", *key, *(word for option in options for word in ("-o", option))])
        yield plain_environment(address) | {"GIT_SSH_COMMAND": command, "GIT_SSH_VARIANT": "ssh"}


def pinned_line(address: Address, fingerprint: str) -> str:
    """A known_hosts line for the one host key of the server that has this fingerprint."""
    port = str(address.port or 22)
    command = ["ssh-keyscan", "-T", str(SECONDS), "-p", port, "--", address.host]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS * 2)  # noqa: S603  as in git
    except FileNotFoundError:
        raise TargetError(f"{address.location}: ssh is not installed (Debian: openssh-client)") from None
    except subprocess.TimeoutExpired:
        done = None
    shown = [line.split() for line in (done.stdout if done else "").splitlines() if not line.startswith("#")]
    if not shown:
        raise TargetUnreachable(f"{address.location}: the server cannot be reached. The next run tries again")
    for words in (words for words in shown if len(words) > 2):
        digest = base64.b64encode(hashlib.sha256(base64.b64decode(words[2])).digest()).decode().rstrip("=")
        if f"SHA256:{digest}" == fingerprint.rstrip("="):
            return " ".join(words) + "\n"
    raise TargetError(
        f"{address.location}: the server shows other host keys than the one in host_key, {fingerprint}. Nothing was "
        "sent. Ask whoever runs the server for its fingerprint; only if it has changed, correct host_key in [publish]"
    )
