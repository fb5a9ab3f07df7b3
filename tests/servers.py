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
    """An OpenSSH server: `key` opens it, `known_hosts` knows it at `port`, as does `fingerprint`."""

    port: int
    user: str
    key: Path
    host_key: Path
    fingerprint: str


@contextmanager
def ssh_server(folder: Path, *options: str) -> Iterator[Ssh]:
    """OpenSSH with a configuration, keys and a port of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("host", "user"):
        if not (folder / name).exists():
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    port = free_port()
    lines = [
        f"Port {port}", "ListenAddress 127.0.0.1", f"HostKey {folder / 'host'}", f"PidFile {folder / 'pid'}",
        f"AuthorizedKeysFile {folder / 'user.pub'}", "StrictModes no", "UsePAM no", "PermitRootLogin prohibit-password",
        "MaxStartups 100", f"SetEnv HOME={folder}", "MaxSessions 20", "LoginGraceTime 20",
        "KexAlgorithms curve25519-sha256",  # the newer ones cost more time than all else a test asks
        *options,
    ]  # fmt: skip
    if not any(line.startswith("Subsystem") for line in options):
        lines.append("Subsystem sftp internal-sftp")
    config = folder / "sshd_config"
    config.write_text("\n".join(lines) + "\n")
    Path("/run/sshd").mkdir(exist_ok=True)
    shown = subprocess.run(["ssh-keygen", "-lf", folder / "host.pub"], check=True, capture_output=True, text=True)
    with running([SSHD, "-D", "-f", str(config), "-E", str(folder / "log")], port):
        yield Ssh(port, getuser(), folder / "user", folder / "host.pub", shown.stdout.split()[1])
