"""Which adapter the address in `dip.toml` opens, with its secrets, host keys and certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.certificates import fault_of
from sync.errors import TargetError
from sync.message import say
from sync.publish.target import Progress, Target, nothing
from sync.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sync.model import PublishResult, TargetState
    from sync.publish.last_seen import LastSeenFile
    from sync.publish.ours import Evidence
    from sync.publish.ssh import SshTrust
    from sync.publish.store import Store


class ClosedTarget:
    """A target that cannot be opened: every verb raises why."""

    def __init__(self, location: str, reason: TargetError) -> None:
        self.location = location
        self._reason = reason

    def read(self, evidence: Evidence | None = None) -> TargetState:  # noqa: ARG002  as `Target` has them
        raise self._reason

    def fetch(self, path: str) -> bytes | None:  # noqa: ARG002
        raise self._reason

    def publish(
        self, site: Mapping[str, bytes], current: TargetState, progress: Progress, begin: Callable[[], None] = nothing
    ) -> PublishResult:
        del site, current, progress, begin
        raise self._reason


def open_target(settings: Settings, around: Callable[[Store], Store] = lambda store: store) -> Target:
    """The target that `[publish] to` names, read back at `[publish] url`; no connection is made yet. Secrets come
    from the environment or from `key_file`; with one that cannot be used, the target refuses whatever it is asked.
    `around` may set something between the target and its store."""
    from sync.publish.read_back import CheckedTarget

    publish = settings.publish
    try:
        target = _target(settings, around)
    except TargetError as error:
        return ClosedTarget(publish.to, error)
    return CheckedTarget(target, publish.url, settings.ca_path) if _is_read_back(settings) else target


def _is_read_back(settings: Settings) -> bool:
    """Whether each publish is followed by a look at the public address."""
    from sync.publish.read_back import is_public

    return settings.publish.check_url and is_public(settings.publish.url)


def only_here(settings: Settings) -> str:
    """That no citizen sees by itself a folder beside `dip.toml`, which no web server is known to show; empty for any
    other target, and where the site is read back at its public address."""
    path, home = settings.target_path.resolve(), settings.folder.resolve()
    if settings.publish.address.scheme or not path.is_relative_to(home) or _is_read_back(settings):
        return ""
    return say(
        "%(folder)s is a folder of this computer: citizens see it once the web server shows it, or after each change "
        "is copied there",
        folder=settings.publish.to,
    )


def folder_target(
    path: Path, last_seen: LastSeenFile | None = None, around: Callable[[Store], Store] = lambda store: store
) -> Target:
    """A folder of this machine as target, made when it is missing."""
    from sync.publish.folder import FolderStore
    from sync.publish.last_seen import LastSeenFile
    from sync.publish.publisher import StoreTarget

    return StoreTarget(around(FolderStore(path)), last_seen or LastSeenFile(None, str(path)))


def _target(settings: Settings, around: Callable[[Store], Store]) -> Target:
    from sync.publish.last_seen import LastSeenFile

    address = settings.publish.address
    last_seen = LastSeenFile(settings.seen_path, address.location if address.scheme else settings.publish.to)
    if not address.scheme:
        return folder_target(settings.target_path, last_seen, around)
    if address.scheme.startswith("git"):
        from sync.publish.git import GitTarget

        return GitTarget(address, settings.git_folder, last_seen, _ssh_trust(settings))
    from sync.publish.publisher import StoreTarget

    return StoreTarget(around(_store(settings)), last_seen)


def _store(settings: Settings) -> Store:
    address = settings.publish.address
    if address.scheme == "sftp":
        from sync.publish.sftp import SftpStore

        return SftpStore(address, _ssh_trust(settings))
    ca_file = _verified(settings.path(settings.publish.ca_file) if settings.publish.ca_file else None)
    network = _verified(settings.ca_path)
    if address.scheme == "s3":
        from sync.publish.s3 import S3Access, S3Store

        _secret(settings)
        key_file = settings.path(settings.publish.key_file) if settings.publish.key_file else None
        return S3Store(address, S3Access(settings.publish.endpoint, key_file, ca_file, network))
    from sync.publish.ftp import FtpStore
    from sync.publish.ftp_session import FtpTrust
    from sync.publish.secret import password_given, password_of

    password = password_given() or password_of(_secret(settings), settings.publish.key_file)
    return FtpStore(address, FtpTrust(password, ca_file, network))


def _verified(path: Path | None) -> Path | None:
    """A file of certificates. Raises `TargetError` if it holds none."""
    if path and (fault := fault_of(path)):
        raise TargetError(fault)
    return path


def _ssh_trust(settings: Settings) -> SshTrust:
    """How an SSH server and we are authenticated, by `[publish]` and the environment."""
    from sync.publish.secret import is_private_key, password_given, password_of
    from sync.publish.ssh import SshTrust

    publish = settings.publish
    secret = _secret(settings)
    is_key = is_private_key(secret, publish.key_file)
    return SshTrust(
        publish.host_key,
        settings.path(publish.known_hosts) if publish.known_hosts else None,
        settings.path(publish.key_file) if is_key else None,
        password_given() or ("" if is_key else password_of(secret, publish.key_file)),
    )


def _secret(settings: Settings) -> str:
    """The text of `key_file`, empty if there is none."""
    from sync.publish.secret import read_secret

    return read_secret(settings.path(settings.publish.key_file)) if settings.publish.key_file else ""
