"""The FTP servers that shared hosting has, on loopback: vsftpd, ProFTPD and Pure-FTPd, as Debian packages them.

The packages exclude each other, so they are unpacked, not installed (`scripts/debian_packages.py`).
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path

from scripts.debian_packages import UNPACKED
from sync.publish.ftp_session import FtpTrust
from tests.ftp_server import PASSWORD, USER
from tests.places import DaemonPlace
from tests.servers import free_port, running

VSFTPD, PROFTPD, PUREFTPD = (str(UNPACKED / "usr/sbin" / name) for name in ("vsftpd", "proftpd", "pure-ftpd"))
HASH = "$6$abcdefgh$Jh8kbrdfRddIk9QSDvqA3EXLsc3yv2go68akuLlipWEVwRRgdN.Dk.8zaXVA0uGqmqnyonFN.q6qxKjKhjSXV."
"""Of `PASSWORD`."""


@contextmanager
def vsftpd(folder: Path, *options: str) -> Iterator[DaemonPlace]:
    """Everybody may come in and write."""
    place, port, empty = DaemonPlace(folder), free_port(), folder / "empty"
    empty.mkdir()
    lines = [
        f"listen_port={port}", "listen=YES", "listen_address=127.0.0.1", "background=NO", "run_as_launching_user=YES",
        "anonymous_enable=YES", "no_anon_password=YES", "write_enable=YES", "anon_upload_enable=YES",
        "anon_mkdir_write_enable=YES", "anon_other_write_enable=YES", "anon_umask=022", "seccomp_sandbox=NO",
        "anon_world_readable_only=NO", f"secure_chroot_dir={empty}", f"ftp_username={getuser()}", "xferlog_enable=NO",
        f"anon_root={place.root}", *options,
    ]  # fmt: skip
    config = folder / "vsftpd.conf"
    config.write_bytes(os.fsencode("\n".join(lines) + "\n"))
    with running([VSFTPD, str(config)], port):
        yield place.at(f"ftp://127.0.0.1:{port}{place.root}", FtpTrust("dip@"))


@contextmanager
def proftpd(folder: Path, *options: str) -> Iterator[DaemonPlace]:
    """One account, with a password."""
    place, port = DaemonPlace(folder), free_port()
    users = folder / "users"
    users.write_text(f"{USER}:{HASH}:{os.getuid()}:{os.getgid()}::{place.root}:/bin/sh\n")
    users.chmod(0o600)
    lines = [
        "ServerType standalone", f"Port {port}", "DefaultAddress 127.0.0.1", "UseReverseDNS off", "WtmpLog off",
        f"User {getuser()}", "AuthOrder mod_auth_file.c", f"AuthUserFile {users}", "RootLogin on",
        f"PidFile {folder / 'pid'}", f"ScoreboardFile {folder / 'scores'}", "DelayEngine off",
        f"SystemLog {folder / 'log'}", f"ModulePath {UNPACKED / 'usr/lib/proftpd'}", "UseFtpUsers off", *options,
    ]  # fmt: skip
    if not any(line.startswith("AllowOverwrite") for line in options):
        lines.append("AllowOverwrite on")
    config = folder / "proftpd.conf"
    config.write_bytes(os.fsencode("\n".join(lines) + "\n"))
    libraries = ":".join(str(path) for path in (UNPACKED / "usr/lib").glob("*-linux-gnu*"))
    with running(["env", f"LD_LIBRARY_PATH={libraries}", PROFTPD, "-n", "-c", str(config)], port):
        yield place.at(f"ftp://{USER}@127.0.0.1:{port}{place.root}", FtpTrust(PASSWORD))


@contextmanager
def pure_ftpd(folder: Path, *options: str) -> Iterator[DaemonPlace]:
    """One account, with a password, in a folder of its own."""
    place, port, users = DaemonPlace(folder), free_port(), folder / "users"
    for above in folder.parents:
        if above.owner() == getuser() and len(above.parts) > 2:
            above.chmod(above.stat().st_mode | 0o111)
    folder.chmod(0o755)
    shutil.chown(place.root, "nobody", "nogroup")
    nobody = pwd.getpwnam("nobody")
    users.write_text(f"{USER}:{HASH}:{nobody.pw_uid}:{nobody.pw_gid}::{place.root}/./::::::::::::\n")
    subprocess.run([UNPACKED / "usr/bin/pure-pw", "mkdb", f"{users}.pdb", "-f", users], check=True)
    command = [PUREFTPD, "-S", f"127.0.0.1,{port}", "-l", f"puredb:{users}.pdb", "-H", "-u", "1", *options]
    with running([*command, "-g", str(folder / "pid")], port):
        yield place.at(f"ftp://{USER}@127.0.0.1:{port}/", FtpTrust(PASSWORD))
