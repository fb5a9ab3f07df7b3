"""Which adapter the address in `dip.toml` opens, with its secrets, host keys and certificates."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sync.errors import TargetError
from sync.publish.target import Progress, Target, nothing
from sync.settings.settings import Settings
from sync.settings.target_address import PASSWORD_VARIABLE

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


def open_target(settings: Settings) -> Target:
    """The target that `[publish] to` names, read back at `[publish] url`; no connection is made yet. Secrets come
    from the environment or from `key_file`; with one that cannot be used, the target refuses whatever it is asked."""
    from sync.publish.read_back import CheckedTarget, is_public

    publish = settings.publish
    try:
        target = _target(settings)
    except TargetError as error:
        return ClosedTarget(publish.to, error)
    return CheckedTarget(target, publish.url) if publish.check_url and is_public(publish.url) else target


def folder_target(path: Path, last_seen: LastSeenFile | None = None) -> Target:
    """A folder of this machine as target, made when it is missing."""
    from sync.publish.folder import FolderStore
    from sync.publish.last_seen import LastSeenFile
    from sync.publish.publisher import StoreTarget

    return StoreTarget(FolderStore(path), last_seen or LastSeenFile(None, str(path)))


def _target(settings: Settings) -> Target:
    from sync.publish.last_seen import LastSeenFile

    address = settings.publish.address
    last_seen = LastSeenFile(settings.seen_path, address.location if address.scheme else settings.publish.to)
    if not address.scheme:
        return folder_target(settings.target_path, last_seen)
    if address.scheme.startswith("git"):
        from sync.publish.git import GitTarget

        return GitTarget(address, settings.git_folder, last_seen, _ssh_trust(settings))
    from sync.publish.publisher import StoreTarget

    return StoreTarget(_store(settings), last_seen)


def _store(settings: Settings) -> Store:
    address = settings.publish.address
    if address.scheme == "sftp":
        from sync.publish.sftp import SftpStore

        return SftpStore(address, _ssh_trust(settings))
    ca_file = settings.path(settings.publish.ca_file) if settings.publish.ca_file else None
    if address.scheme == "s3":
        from sync.publish.s3 import S3Access, S3Store

        key_file = settings.path(settings.publish.key_file) if _secret(settings) else None
        return S3Store(address, S3Access(settings.publish.endpoint, key_file, ca_file))
    from sync.publish.ftp import FtpStore, FtpTrust

    return FtpStore(address, FtpTrust(os.environ.get(PASSWORD_VARIABLE, "") or _secret(settings), ca_file))


def _ssh_trust(settings: Settings) -> SshTrust:
    """How an SSH server and we are authenticated, by `[publish]` and the environment."""
    from sync.publish.ssh import SshTrust

    publish = settings.publish
    secret = _secret(settings)
    is_key = secret.startswith("-----BEGIN ")
    return SshTrust(
        publish.host_key,
        settings.path(publish.known_hosts) if publish.known_hosts else None,
        settings.path(publish.key_file) if is_key else None,
        os.environ.get(PASSWORD_VARIABLE, "") or ("" if is_key else secret),
    )


def _secret(settings: Settings) -> str:
    """The first line of `key_file`, empty if there is none. Raises `TargetError` if it cannot be read, or if others may
    read it."""
    if not settings.publish.key_file:
        return ""
    path = settings.path(settings.publish.key_file)
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise TargetError(f"key_file {path.name} can be read by other users of this machine: chmod 600 {path.name}")
        return path.read_text("utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise TargetError(f"key_file {path.name} cannot be read: {reason}") from None
