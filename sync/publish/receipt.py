"""The receipt, kept beside `dip.toml`: which manifests were begun at the target and which was completed there.

It says what at the target is ours when the manifest there does not, and it is a witness: a ledger that knows less than
the receipt is an older one that was put back. The file carries a seal of the ledger's secret.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sync.errors import TargetError, reason_of
from sync.message import say
from sync.model import Manifest, TargetState
from sync.private_files import write_private
from sync.publish.ours import Evidence
from sync.site.manifest import MANIFEST, document_of, manifest_of
from sync.site.page_paths import entry_path


@dataclass(frozen=True)
class Receipt:
    """What was put where.

    `address`: the target as `dip.toml` names it; empty if it is not known where the files are.
    `run`, `head`: the ledger's run and the head of its chain when this was written.
    `begun`: every manifest that was begun since the last one completed.
    `completed`: the last one that was read back whole; None before the first.
    `elsewhere`: the one completed at the address before, until one is completed here.
    `former`: addresses the site had before, each with the release it showed last, until somebody says it is gone.
    """

    address: str
    run: int
    head: str
    begun: tuple[Manifest, ...] = ()
    completed: Manifest | None = None
    elsewhere: Manifest | None = None
    former: tuple[tuple[str, int], ...] = ()

    @cached_property
    def _here(self) -> tuple[Manifest, ...]:
        return (*self.begun, *([self.completed] if self.completed else []))

    @property
    def _whole(self) -> tuple[Manifest, ...]:
        return (*self._here, *([self.elsewhere] if self.elsewhere else []))

    def evidence(self, secret: str, address: str) -> Evidence:
        """What of this counts at the target with this address."""
        here = bool(address) and address == self.address
        digests: dict[str, set[str]] = {}
        for manifest in self._whole:
            for path, digest in manifest.files.items():
                digests.setdefault(path, set()).add(digest)
        paths = frozenset(path for manifest in self._here for path in manifest.files) if here else frozenset()
        completed = self.completed.files if here and self.completed else None
        missing = frozenset(path for path in completed or () if any(path not in each.files for each in self.begun))
        sealed = bool(here and self.completed and self.completed.seal)
        return Evidence(secret, digests, here, paths, completed, sealed, missing)

    @property
    def oldest(self) -> int | None:
        """The earliest release of which something may stand there."""
        return min((manifest.release for manifest in self._whole), default=None)

    def may_show(self, page: str) -> bool:
        """Whether the page may stand there, and be no notice."""
        return any(page in manifest.files and page not in manifest.withdrawn for manifest in self._whole)

    def begin(self, manifest: Manifest, address: str, run: int, head: str) -> Receipt:
        """Written before the first byte of a publish."""
        if address == self.address:
            begun = (*(each for each in self.begun if each != manifest), manifest)
            return replace(self, run=run, head=head, begun=begun, former=self.left(address))
        last = self.completed or self.elsewhere
        return Receipt(address, run, head, (manifest,), None, last, self.left(address))

    def complete(self, manifest: Manifest, address: str, run: int, head: str) -> Receipt:
        """Written when what was sent has been read back."""
        return Receipt(address, run, head, (), manifest, None, self.left(address))

    def left(self, address: str) -> tuple[tuple[str, int], ...]:
        """Where the site still is, and the release it shows there, when the target is at this address."""
        former = dict(self.former)
        if self.address and self._here:
            former[self.address] = max(manifest.release for manifest in self._here)
        former.pop(address, None)
        return tuple(sorted(former.items()))


class ReceiptFile:
    """The file. Without a path nothing is kept. `address` is the target's, as `dip.toml` names it now."""

    def __init__(self, path: Path | None, address: str = "") -> None:
        self.path, self.address = path, address
        self._last: tuple[tuple[str, bytes], Receipt | None] | None = None

    def read(self, secret: str) -> Receipt | None:
        """The receipt, if this ledger's secret sealed it; None if it is lost or altered, or was never made."""
        data = self.load()
        if self._last is None or self._last[0] != (secret, data):
            head, _, body = data.partition(b"\n")
            sealed = bool(secret) and hmac.compare_digest(head, _first_line(body, secret))
            self._last = (secret, data), _parsed(data) if sealed else None
        return self._last[1]

    def claimed(self) -> Receipt | None:
        """What the file says, whoever sealed it: for where there is no ledger, or one that never had a secret."""
        return _parsed(self.load())

    def write(self, receipt: Receipt, secret: str) -> None:
        """Keep it, whole or not at all, durably, for this account alone. Raises `TargetError`."""
        document = {
            "address": receipt.address,
            "run": receipt.run,
            "head": receipt.head,
            "begun": [document_of(manifest) for manifest in receipt.begun],
            "completed": document_of(receipt.completed) if receipt.completed else None,
            "elsewhere": document_of(receipt.elsewhere) if receipt.elsewhere else None,
            "former": [list(pair) for pair in receipt.former],
        }
        body = json.dumps(document, separators=(",", ":"))[1:].encode() + b"\n"
        self.store(_first_line(body, secret) + b"\n" + body)

    def load(self) -> bytes:
        """The bytes of the file, empty if it is missing or cannot be read."""
        try:
            return self.path.read_bytes() if self.path else b""
        except OSError:
            return b""

    def store(self, data: bytes) -> None:
        """Replace the bytes of the file."""
        if self.path is None:
            return
        try:
            write_private(self.path, data, durable=True)
        except OSError as error:
            raise TargetError(
                say(
                    "cannot write %(name)s: %(strerror)s. Put it right and run again: nothing is lost",
                    name=self.path.name, strerror=reason_of(error),
                )
            ) from error  # fmt: skip


def _first_line(body: bytes, secret: str) -> bytes:
    """The line with the seal over everything after it; both together are one JSON document."""
    seal = hmac.new(secret.encode(), b"receipt\n" + body, hashlib.sha256).hexdigest()
    return f'{{"seal": "{seal}",'.encode()


def _parsed(data: bytes) -> Receipt | None:
    try:
        document: Any = json.loads(data)
        begun = tuple(manifest_of(each) for each in document["begun"])
        former = tuple((str(address), int(release)) for address, release in document["former"])
        return Receipt(
            str(document["address"]), int(document["run"]), str(document["head"]), begun,
            _manifest(document["completed"]), _manifest(document["elsewhere"]), former,
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _manifest(document: Mapping[str, object] | None) -> Manifest | None:
    return None if document is None else manifest_of(document)


def manifest_in(site: Mapping[str, bytes]) -> Manifest:
    """The manifest of a site of ours."""
    return manifest_of(json.loads(site[MANIFEST]))


def has_to_go(
    site: Mapping[str, bytes],
    target_state: TargetState,
    receipt: Receipt | None,
    address: str,
    taken_back: Collection[str],
) -> bool:
    """Whether something may stand at the target that must not: what was taken back since the last site that was
    completed there, be it given again (`taken_back`: IDs), or what somebody put back."""
    manifest = manifest_in(site)
    if receipt and any(receipt.may_show(entry_path(id)) for id in taken_back):
        return True
    completed = receipt.completed if receipt and receipt.address == address else None
    if completed is None or not target_state.sealed or target_state.altered:
        return bool(manifest.withdrawn or target_state.doubtful)
    return bool(manifest.withdrawn - completed.withdrawn) or _exclusions(manifest) != _exclusions(completed)


def _exclusions(manifest: Manifest) -> list[tuple[str, str]]:
    """The pages with the list of exclusions: what is taken back there goes at once, too."""
    return sorted((path, digest) for path, digest in manifest.files.items() if path.endswith("dik/index.html"))
