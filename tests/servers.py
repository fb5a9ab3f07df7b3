"""Real servers on loopback, started for a test and stopped after it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path

HOST_KEYS = ("rsa", "ecdsa", "ed25519")
SSHD = shutil.which("sshd") or "/usr/sbin/sshd"


def free_port() -> int:
    """A port that nobody has now."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port: int = listener.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the server answers."""
    for _ in range(200):
        assert process.poll() is None, "the server did not start"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A server process, ended whatever happens."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass(frozen=True)
class Ssh:
    """An OpenSSH server: `key` opens it. `host_key` is the first of its host keys, `fingerprint` that one's;
    `fingerprints` has all of them, by kind."""

    port: int
    user: str
    key: Path
    host_key: Path
    fingerprints: dict[str, str]

    @property
    def fingerprint(self) -> str:
        """Of the key in `host_key`."""
        return self.fingerprints["ed25519"]


@contextmanager
def ssh_server(folder: Path, *options: str) -> Iterator[Ssh]:
    """OpenSSH with a configuration, a port and keys of its own: three host keys, as every ordinary server has."""
    folder.mkdir(parents=True, exist_ok=True)
    hosts = {kind: folder / f"host_{kind}" for kind in HOST_KEYS}
    for kind, path in [*hosts.items(), ("ed25519", folder / "user")]:
        if not path.exists():
            subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", path], check=True)
    port = free_port()
    lines = [
        f"Port {port}", "ListenAddress 127.0.0.1", f"PidFile {folder / 'pid'}",
        f"AuthorizedKeysFile {folder / 'user.pub'}", "StrictModes no", "UsePAM no", "PermitRootLogin prohibit-password",
        "MaxStartups 100", f"SetEnv HOME={folder}", "LoginGraceTime 20",
        "KexAlgorithms curve25519-sha256",  # the newer ones cost more time than all else a test asks
        *(f"HostKey {path}" for path in hosts.values()), *options,
    ]  # fmt: skip
    if not any(line.startswith("MaxSessions") for line in options):
        lines.append("MaxSessions 20")
    if not any(line.startswith("Subsystem") for line in options):
        lines.append("Subsystem sftp internal-sftp")
    config = folder / "sshd_config"
    config.write_text("\n".join(lines) + "\n")
    Path("/run/sshd").mkdir(exist_ok=True)
    with running([SSHD, "-D", "-f", str(config), "-E", str(folder / "log")], port):
        fingerprints = {kind: fingerprint(path) for kind, path in hosts.items()}
        yield Ssh(port, getuser(), folder / "user", folder / "host_ed25519.pub", fingerprints)


def fingerprint(key: Path) -> str:
    """As `ssh-keygen -lf` shows it."""
    shown = subprocess.run(["ssh-keygen", "-lf", key], check=True, capture_output=True, text=True)
    return shown.stdout.split()[1]
