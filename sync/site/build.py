"""What a target should hold, with as little rendered as possible: a file is rendered if the target does not show that
it holds the very bytes.

It shows that if its manifest is sealed by our ledger and of the ledger's release, names the file's key, and the file
there has the digest that the manifest gives it. In every other case the file is rendered and its bytes are compared.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from sync.errors import TemplateError
from sync.model import Manifest, TargetState
from sync.site.keys import SiteFile
from sync.site.manifest import MANIFEST, is_sealed, parse_manifest, write_manifest

OWN_PAGE = re.compile(r"informasi/(?P<id>[^/]+)/")
ENTRY_PAGE = re.compile(r"(?:[a-z]+/)?informasi/(?P<id>[^/]+)/")
"""The beginning of the path of an entry's page: in the office's own language, and in any."""


@dataclass(frozen=True)
class Site:
    """A release as files: path → how it is made. `withdrawn` are the pages that are notices of withdrawal,
    `leaving` the IDs and titles that no file there may hold. `render_without` makes the same release without some
    entries."""

    release: int
    withdrawn: tuple[str, ...]
    files: Mapping[str, SiteFile]
    leaving: tuple[str, ...] = ()
    render_without: Callable[[Collection[str]], Site] | None = field(default=None, compare=False)

    def without(self, ids: Collection[str]) -> Site:
        """The same release without these entries."""
        return replace(self.render_without(ids), leaving=self.leaving) if self.render_without else self


class SiteBuild(Mapping[str, bytes]):
    """Path → bytes of a site and its `manifest.json`; `digests` has the SHA-256 of each, `contents` without the
    manifest. What was not `rendered` is `kept` (path → SHA-256): its bytes are made only if somebody asks for them.
    Unless it is `named`, the site goes out without its manifest."""

    def __init__(
        self,
        site: Site,
        rendered: Mapping[str, bytes],
        kept: Mapping[str, str],
        secret: str = "",
        *,
        named: bool = True,
    ) -> None:
        self.site, self._rendered, self._kept = site, dict(rendered), kept
        made = {path: hashlib.sha256(data).hexdigest() for path, data in rendered.items()}
        self.contents: Mapping[str, str] = {path: made.get(path) or kept[path] for path in site.files}
        self._secret, self._keys = secret, {path: file.key for path, file in site.files.items()}
        self._manifest = write_manifest(site.release, self.contents, self._keys, site.withdrawn, secret)
        manifest = {MANIFEST: hashlib.sha256(self._manifest).hexdigest()} if named else {}
        self.digests: Mapping[str, str] = {**self.contents, **manifest}

    def sealed(self, secret: str) -> SiteBuild:
        """The same site under the seal of this secret."""
        return SiteBuild(self.site, self._rendered, self._kept, secret)

    def around(self, blocked: Collection[str]) -> SiteBuild:
        """The same release without these paths and what would lie below them, and without the entries whose pages
        these are: no list, feed or export may lead to a page that is not there. Raises `TemplateError`."""
        blocked = {_edition(place) for place in blocked}
        ids = {match["id"] for path in self.contents if _is_at(path, blocked) and (match := OWN_PAGE.match(path))}
        ids |= {match["id"] for place in blocked if (match := ENTRY_PAGE.match(f"{place}/"))}
        site = self.site.without(ids) if ids else self.site
        files = {path: file for path, file in site.files.items() if not _is_at(path, blocked)}
        site = replace(site, files=files, withdrawn=tuple(path for path in site.withdrawn if path in files))
        same = {path for path, file in files.items() if self._keys.get(path) == file.key}
        kept = {path: self.contents[path] for path in same if path not in self._rendered}
        made = files.keys() - kept.keys()
        rendered = {path: self._rendered[path] if path in same else files[path].render() for path in made}
        return SiteBuild(site, rendered, kept, self._secret, named=not _is_at(MANIFEST, blocked))

    def __getitem__(self, path: str) -> bytes:
        if path == MANIFEST:
            return self._manifest
        if path not in self._rendered:
            self._rendered[path] = self.site.files[path].render()
        return self._rendered[path]

    def __contains__(self, path: object) -> bool:
        return path in self.digests

    def __iter__(self) -> Iterator[str]:
        return iter(self.digests)

    def __len__(self) -> int:
        return len(self.digests)


def or_else(site: Site, other: Site) -> Site:
    """Every file as the first site makes it; as the other does where that fails. Their keys are other ones: what was
    made so is made anew by the first run without a mistake."""

    def render(path: str) -> bytes:
        try:
            return site.files[path].render()
        except TemplateError:
            return other.files[path].render()

    def without(ids: Collection[str]) -> Site:
        return or_else(site.without(ids), other.without(ids))

    files = {
        path: SiteFile(f"~{file.key}", partial(render, path)) if path in other.files else file
        for path, file in site.files.items()
    }
    return replace(site, files=files, render_without=without)


def build_all(site: Site) -> SiteBuild:
    """Every file rendered. Raises `TemplateError`."""
    return SiteBuild(site, {path: file.render() for path, file in site.files.items()}, {})


def build_for(site: Site, target: TargetState, release: int, secret: str) -> SiteBuild:
    """Rendered as far as the target needs it. `release` and `secret` are the ledger's. Raises `TemplateError`."""
    kept = _shown(site, target, target.manifest) if _counts(target.manifest, release, secret) else {}
    return SiteBuild(site, {path: file.render() for path, file in site.files.items() if path not in kept}, kept, secret)


def _counts(manifest: Manifest | None, release: int, secret: str) -> bool:
    return manifest is not None and manifest.release == release and is_sealed(manifest, secret)


def _shown(site: Site, target: TargetState, manifest: Manifest | None) -> dict[str, str]:
    """The files of which the target shows that it holds them: path → SHA-256."""
    keys, files = (manifest.keys, manifest.files) if manifest else ({}, {})
    return {
        path: files[path]
        for path, file in site.files.items()
        if keys.get(path) == file.key and path in files and files[path] == target.files.get(path)
    }


def changed_by_others(
    build: SiteBuild, target: TargetState, secret: str, completed: Manifest | None = None
) -> tuple[str, ...]:
    """What somebody else changed at the target: what differs from its manifest, a manifest that says it is ours and is
    not, and pages that were changed together with what the manifest says of them. `completed` is what the receipt says
    of the target."""
    manifest = target.manifest
    if manifest is None:
        return target.altered
    files = build.site.files.items()
    pages = {path for path, file in files if manifest.keys.get(path) == file.key and _differs(path, build, target)}
    forged = bool(secret and manifest.seal) and not is_sealed(manifest, secret) and not _outlived(manifest, completed)
    return tuple(sorted({*target.altered, *pages, *([MANIFEST] if forged else [])}))


def _outlived(manifest: Manifest, completed: Manifest | None) -> bool:
    """Whether the seal is that of a ledger that was lost, and the manifest says what it said then."""
    return completed is not None and completed == replace(manifest, seal="", keys={})


def _differs(path: str, build: SiteBuild, target: TargetState) -> bool:
    """Whether a file agrees with its manifest, and yet is not what its key promises."""
    there = target.files.get(path)
    named = target.manifest.files.get(path) if target.manifest else None
    return there is not None and there == named and there != build.contents[path]


def _is_at(path: str, places: Collection[str]) -> bool:
    """Whether a path is one of these, or below one."""
    return path in places or any(path.startswith(f"{place}/") for place in places)


def _edition(place: str) -> str:
    """The whole edition, where the folder of all its entries is blocked: its list would lead nowhere."""
    edition, _, rest = place.partition("/")
    return edition if rest == "informasi" else place


def notices_of(files: Mapping[str, bytes]) -> frozenset[str]:
    """The pages of a site that are notices of withdrawal."""
    if isinstance(files, SiteBuild):
        return frozenset(files.site.withdrawn)
    manifest = parse_manifest(files[MANIFEST]) if MANIFEST in files else None
    return manifest.withdrawn if manifest else frozenset()


def leaving_of(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The IDs and titles of what has to go; only a build knows them."""
    return files.site.leaving if isinstance(files, SiteBuild) else ()


def digests_of(files: Mapping[str, bytes]) -> Mapping[str, str]:
    """Path → SHA-256 of files; a build knows them without its bytes."""
    if isinstance(files, SiteBuild):
        return files.digests
    return {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
