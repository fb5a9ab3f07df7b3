"""`manifest.json`: which files at a target are ours, from what each is made, which pages are notices of withdrawal, and
the seal that says the office's own ledger wrote it.

Whoever can write at the target can change a page, its digest and anything else in the manifest; the seal they cannot
make. So digests and keys found there count only in a sealed manifest (`is_sealed`).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from sync.model import Manifest

MANIFEST = "manifest.json"

_STRANGE = re.compile(r"[\\\0\r\n:\ud800-\udfff]")
"""Half a surrogate pair, which JSON can spell, names no file anywhere."""
_LEAVING = frozenset({"", ".", ".."})
"""Parts of a path that lead elsewhere, or say the same in another way."""


def write_manifest(
    release: int, files: Mapping[str, str], keys: Mapping[str, str], withdrawn: tuple[str, ...], secret: str
) -> bytes:
    """The manifest of a site, one path a line. Without a secret there is no seal, and keys would not count."""
    document: dict[str, object] = {"release": release, "files": dict(sorted(files.items()))}
    if secret:
        document["keys"] = dict(sorted(keys.items()))
    document["withdrawn"] = sorted(withdrawn)
    if secret:
        document["seal"] = seal(Manifest(release, files, frozenset(withdrawn), keys), secret)
    return (json.dumps(document, separators=(",\n", ": ")) + "\n").encode()


def seal(manifest: Manifest, secret: str) -> str:
    """HMAC-SHA-256 over everything a manifest says."""
    what = [manifest.release, dict(manifest.files), dict(manifest.keys), sorted(manifest.withdrawn)]
    return hmac.new(secret.encode(), json.dumps(what, sort_keys=True).encode(), hashlib.sha256).hexdigest()


def is_sealed(manifest: Manifest, secret: str) -> bool:
    """Whether the ledger that holds this secret wrote the manifest as it is."""
    return bool(secret) and hmac.compare_digest(manifest.seal.encode(), seal(manifest, secret).encode())


def parse_manifest(data: bytes) -> Manifest | None:
    """What a manifest found at a target says; None if it is damaged or names a path outside the target."""
    try:
        return manifest_of(json.loads(data))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def manifest_of(document: Any) -> Manifest:
    """A manifest out of parsed JSON. Keys and a seal of a wrong kind are read as none: the seal then fits nothing.
    Raises `ValueError`, `KeyError` or `TypeError` for anything else."""
    files = read_paths(document["files"], dict)
    withdrawn = read_paths(document.get("withdrawn", []), list)
    release = document["release"]
    if type(release) is not int or not _all_texts(files.values()):
        raise ValueError("release or digest of a wrong kind")
    keys, sealed = document.get("keys"), document.get("seal")
    return Manifest(
        release, files, frozenset(withdrawn),
        keys if isinstance(keys, dict) and _all_texts(keys.values()) else {},
        sealed if isinstance(sealed, str) else "",
    )  # fmt: skip


def document_of(manifest: Manifest) -> dict[str, object]:
    """What `manifest_of` reads, for a file that keeps manifests."""
    return {
        "release": manifest.release, "files": dict(manifest.files), "keys": dict(manifest.keys),
        "withdrawn": sorted(manifest.withdrawn), "seal": manifest.seal,
    }  # fmt: skip


def is_inside(path: str) -> bool:
    """Whether a path is relative, plain and stays inside: what a manifest may name and a publish may touch."""
    return not _STRANGE.search(path) and _LEAVING.isdisjoint(path.split("/"))


def read_paths(value: Any, kind: type[Any]) -> Any:
    """A list of paths, or a mapping from them. Raises `ValueError` for anything else, and for a path that leaves the
    target."""
    if type(value) is not kind or not all(isinstance(path, str) and is_inside(path) for path in value):
        raise ValueError("paths of a wrong kind")
    return value


def _all_texts(values: Any) -> bool:
    return all(isinstance(value, str) for value in values)
