"""Places to publish to, each a real one, seen from behind: what lies there, put there, and a way to cut the line."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import tarfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest

from sync.errors import TargetError
from sync.publish import folder, patient_process
from sync.publish import git as git_module
from sync.publish.ftp import FtpStore
from sync.publish.ftp_session import FtpTrust
from sync.publish.git import GitTarget
from sync.publish.last_seen import LastSeenFile
from sync.publish.open_target import folder_target
from sync.publish.publisher import Retries, StoreTarget
from sync.publish.s3 import S3Access, S3Store
from sync.publish.sftp import SftpStore
from sync.publish.ssh import SshTrust
from sync.publish.target import Target
from sync.settings.target_address import read_address
from tests.faults import Crash, Faulty, FaultyRunner, Line
from tests.ftp_server import PASSWORD, USER, FtpServer
from tests.servers import Ssh
from tests.visitors import Page, Round, nginx, over_http

ONCE = Retries(tries=1)
TAKEN = (".dip-staging", ".dip-staging/isi", ".dip-journal.json/isi", ".dip-journal.json.new/isi")
"""Something of somebody else under a name that a publish needs for itself."""
READABLE = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}


class Place(Protocol):
    """`aside` is where files wait before they are moved, empty if they need not."""

    aside: str

    def target(self, retries: Retries = ONCE) -> Target:
        """A new target, as a new run opens it."""

    def everything(self) -> dict[str, bytes]:
        """What lies there, our own hidden files too."""

    def put(self, path: str, data: bytes) -> None:
        """What somebody else does."""

    def remove(self, path: str) -> None:
        """What somebody else does."""

    def reset(self, files: Mapping[str, bytes]) -> None:
        """Exactly these files and nothing remembered."""

    def cut(self, share: float) -> Any:
        """A context in which a publish is cut when this share of a whole one is through; at 0 it is not, but
        measured."""

    def visited(self) -> AbstractContextManager[Round]:
        """Shown to visitors, as an office's server would."""


class Disk:
    """What lies on this machine's disk, whoever serves it."""

    aside = ".dip-staging"

    def __init__(self, base: Path) -> None:
        self.base, self.root, self.memory = base, base / "site", base / "dip-target.json"
        self.root.mkdir(parents=True)

    def visited(self) -> AbstractContextManager[Round]:
        return nginx(self.root, self.base / "nginx")

    def everything(self) -> dict[str, bytes]:
        return {p.relative_to(self.root).as_posix(): p.read_bytes() for p in self.root.rglob("*") if p.is_file()}

    def put(self, path: str, data: bytes) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(data)

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    def reset(self, files: Mapping[str, bytes]) -> None:
        shutil.rmtree(self.root)
        self.root.mkdir()
        self.memory.unlink(missing_ok=True)
        for path, data in files.items():
            self.put(path, data)


class FolderPlace(Disk):
    """A folder; the machine goes off."""

    whole = 0

    def target(self, retries: Retries = ONCE) -> Target:
        return folder_target(self.root, LastSeenFile(self.memory, str(self.root)))

    @contextmanager
    def cut(self, share: float) -> Iterator[None]:
        system = Faulty(int(share * self.whole) if share else -1, half=share * 1000 % 2 < 1)
        patch = pytest.MonkeyPatch()
        patch.setattr(folder, "os", system)
        try:
            yield
        except Crash:
            raise TargetError("cut") from None
        finally:
            patch.undo()
            self.whole = self.whole if share else system.count


class SftpPlace(Disk):
    """OpenSSH; the line breaks in the middle of a packet."""

    whole = 0

    def __init__(self, base: Path, server: Ssh, line: Line) -> None:
        super().__init__(base)
        self.line = line
        self.trust = SshTrust(server.fingerprint, key_file=server.key)
        self.address = read_address(f"sftp://{server.user}@127.0.0.1:{line.port}{self.root}")

    def target(self, retries: Retries = ONCE) -> Target:
        last_seen = LastSeenFile(self.memory, self.address.location)
        return StoreTarget(SftpStore(self.address, self.trust), last_seen, retries)

    @contextmanager
    def cut(self, share: float) -> Iterator[None]:
        with self.line.counting(int(share * self.whole) or None) as meter:
            yield
        self.whole = self.whole if share else meter.count


class FtpPlace(Disk):
    """A real FTP server; every connection breaks in the middle of a transfer or between two commands."""

    whole = 0

    def __init__(self, base: Path, scheme: str, server: FtpServer) -> None:
        super().__init__(base)
        self.server = server
        self.trust = FtpTrust(PASSWORD, server.certificate)
        path = self.root.relative_to(server.root).as_posix()
        self.address = read_address(f"{scheme}://{USER}@127.0.0.1:{server.port}/{path}")

    def target(self, retries: Retries = ONCE) -> Target:
        last_seen = LastSeenFile(self.memory, self.address.location)
        return StoreTarget(FtpStore(self.address, self.trust), last_seen, retries)

    @contextmanager
    def cut(self, share: float) -> Iterator[None]:
        with self.server.meter.counting(int(share * self.whole) or None) as meter:
            yield
        self.whole = self.whole if share else meter.count


class DaemonPlace(Disk):
    """An FTP server of the kinds that hosting has."""

    def at(self, url: str, trust: FtpTrust) -> DaemonPlace:
        """The same, reached there."""
        self.address, self.trust = read_address(url), trust
        return self

    def target(self, retries: Retries = ONCE) -> Target:
        last_seen = LastSeenFile(self.memory, self.address.location)
        return StoreTarget(FtpStore(self.address, self.trust), last_seen, retries)


class S3Place:
    """A bucket; the line breaks in the middle of a request."""

    aside = ""
    whole = 0

    def __init__(self, base: Path, client: Any, line: Line) -> None:
        self.client, self.line, self.memory = client, line, base / "dip-target.json"
        self.bucket, self.key_file = f"kantor-{uuid.uuid4().hex}", base / "kredensial"
        self.key_file.write_text("[default]\naws_access_key_id = kunci\naws_secret_access_key = rahasia\n")
        client.create_bucket(Bucket=self.bucket)
        client.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps({"Statement": [READABLE]}))
        self.address = read_address(f"s3://{self.bucket}/dip")
        self.store = self.open_store()
        self._contents: dict[str, bytes] = {}

    def open_store(self) -> S3Store:
        """As a new run opens it."""
        return S3Store(self.address, S3Access(f"http://127.0.0.1:{self.line.port}", self.key_file))

    def target(self, retries: Retries = ONCE) -> Target:
        self.store.close()
        self.store = self.open_store()
        return StoreTarget(self.store, LastSeenFile(self.memory, self.address.location), retries)

    def everything(self) -> dict[str, bytes]:
        objects = self.client.list_objects_v2(Bucket=self.bucket).get("Contents", ())
        assert all(item["Key"].startswith("dip/") for item in objects)
        return {item["Key"][4:]: self._content(item["Key"], item["ETag"]) for item in objects}

    def _content(self, key: str, tag: str) -> bytes:
        """The tag is the content's hash: of the one that is there when it is read."""
        if tag not in self._contents:
            answer = self.client.get_object(Bucket=self.bucket, Key=key)
            data: bytes = answer["Body"].read()
            self._contents[answer["ETag"]] = data
            return data
        return self._contents[tag]

    def put(self, path: str, data: bytes) -> None:
        """A key is UTF-8: a provider that is given other bytes keeps a mark for them."""
        self.client.put_object(Bucket=self.bucket, Key=f"dip/{os.fsencode(path).decode(errors='replace')}", Body=data)

    def remove(self, path: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=f"dip/{path}")

    def reset(self, files: Mapping[str, bytes]) -> None:
        self.memory.unlink(missing_ok=True)
        for path in self.everything().keys() - files.keys():
            self.remove(path)
        for path, data in files.items():
            self.put(path, data)

    @contextmanager
    def cut(self, share: float) -> Iterator[None]:
        with self.line.counting(int(share * self.whole) or None) as meter:
            yield
        self.whole = self.whole if share else meter.count

    def visited(self) -> AbstractContextManager[Round]:
        return over_http(self.line.goal, f"/{self.bucket}/dip/")


class GitPlace:
    """A bare repository served by git itself, here (`line` is None) or over ssh."""

    aside = ""
    whole = 0

    def __init__(self, base: Path, server: Ssh | None = None, line: Line | None = None) -> None:
        self.repository, self.cache, self.memory = base / "situs.git", base / "dip-git", base / "dip-target.json"
        self.line = line
        git("init", "-q", "--bare", str(self.repository))
        url = f"git+ssh://{server.user}@127.0.0.1:{line.port}" if server and line else "git+file://"
        self.address = read_address(f"{url}{self.repository}#pages")
        hosts = base / "known_hosts"
        if server and line:
            hosts.write_text(f"[127.0.0.1]:{line.port} {server.host_key.read_text()}")
        self.trust = SshTrust("", hosts, server.key if server else None)

    def target(self, retries: Retries = ONCE) -> Target:
        return GitTarget(self.address, self.cache, LastSeenFile(self.memory, self.address.location), self.trust)

    def everything(self) -> dict[str, bytes]:
        if not git("--git-dir", str(self.repository), "branch", "--list", "pages"):
            return {}
        archive = git("--git-dir", str(self.repository), "archive", "--format=tar", "pages")
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            return {m.name: tar.extractfile(m).read() for m in tar.getmembers() if m.isfile()}  # type: ignore[union-attr]

    def put(self, path: str, data: bytes) -> None:
        self._write({**self.everything(), path: data}, on_top=False)

    def remove(self, path: str) -> None:
        self._write({name: data for name, data in self.everything().items() if name != path}, on_top=True)

    def reset(self, files: Mapping[str, bytes]) -> None:
        shutil.rmtree(self.cache, ignore_errors=True)
        self.memory.unlink(missing_ok=True)
        git("--git-dir", str(self.repository), "update-ref", "-d", "refs/heads/pages")
        self._write(files, on_top=False)

    def _write(self, files: Mapping[str, bytes], *, on_top: bool) -> None:
        """Somebody's commit, alone or on top of the last."""
        stream = [b"commit refs/heads/pages\ncommitter Orang <orang@kantor.example> 1 +0000\ndata 0\n"]
        if on_top:
            stream.append(b"from refs/heads/pages^0\n")
        stream.append(b"deleteall\n")
        for path, data in files.items():
            stream.append(os.fsencode(f'M 100644 inline "{path}"\ndata {len(data)}\n') + data + b"\n")
        git("--git-dir", str(self.repository), "fast-import", "--quiet", "--force", given=b"".join(stream))

    @contextmanager
    def visited(self) -> Iterator[Round]:
        """A host shows the commit that the branch names, whole."""
        shown: dict[bytes, Mapping[str, bytes]] = {}
        name = self.repository / "refs/heads/pages"

        def begin() -> Page:
            tip = name.read_bytes()
            if tip not in shown:
                shown[tip] = self.everything()
            return shown[tip].get

        yield begin

    @contextmanager
    def cut(self, share: float) -> Iterator[None]:
        """Over ssh the line breaks; here the machine goes off while git is at work."""
        if self.line:
            with self.line.counting(int(share * self.whole) or None) as meter:
                yield
            self.whole = self.whole if share else meter.count
            return
        runner = FaultyRunner(share * self.whole if share else -1)
        patch = pytest.MonkeyPatch()
        for module in (git_module, patient_process):
            patch.setattr(module, "subprocess", runner)
        try:
            yield
        except Crash:
            raise TargetError("cut") from None
        finally:
            patch.undo()
            self.whole = self.whole if share else runner.count


def git(*words: str, given: bytes = b"") -> bytes:
    """Run git as somebody else would."""
    return subprocess.run(["git", *words], input=given, check=True, capture_output=True).stdout
