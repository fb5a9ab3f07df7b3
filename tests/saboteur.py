"""Somebody who can write at the target, as one short action each: he removes, cuts off, raises, replaces, puts back and
adds files. Numbers choose among what is there.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from sync.site.manifest import MANIFEST
from tests.office import Office


class Saboteur:
    """`added` are the files that were never ours: whatever happens, they keep their bytes. `dirty`: he has been there
    since the last run that came to an end."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.added: dict[str, bytes] = {}
        self.kept: list[dict[str, bytes]] = []
        self.dirty = False

    @property
    def files(self) -> dict[str, bytes]:
        return self.office.target.files

    def _ours(self, n: int) -> str:
        """One of the files that he did not add; the manifest is as likely as all others together."""
        paths = sorted(self.files.keys() - self.added.keys())
        if not paths:
            return ""
        return MANIFEST if n % 2 and MANIFEST in paths else paths[n // 2 % len(paths)]

    def remove(self, n: int) -> None:
        self.files.pop(self._ours(n), None)

    def remove_many(self, n: int) -> None:
        """Every other file, or all."""
        for path in sorted(self.files.keys() - self.added.keys())[:: 1 + n % 3]:
            del self.files[path]

    def cut_off(self, n: int) -> None:
        if path := self._ours(n):
            self.files[path] = self.files[path][: len(self.files[path]) * (n % 5) // 5]

    def raise_release(self, n: int) -> None:
        """Or lower it."""
        try:
            document = json.loads(self.files[MANIFEST])
            self.files[MANIFEST] = json.dumps({**document, "release": document["release"] + n - 3}).encode()
        except (KeyError, ValueError, TypeError):
            return

    def strip_seal(self, n: int) -> None:
        try:
            document = json.loads(self.files[MANIFEST])
            self.files[MANIFEST] = json.dumps({"release": document["release"], "files": document["files"]}).encode()
        except (KeyError, ValueError, TypeError):
            return

    def deface(self, n: int) -> None:
        if path := self._ours(n):
            self.files[path] = f"<h1>judi online {n}</h1> KUL-000{n % 9}".encode()

    def keep(self, n: int) -> None:
        """He keeps a copy for later."""
        self.kept.append({path: data for path, data in self.files.items() if path not in self.added})

    def put_back(self, n: int) -> None:
        """One of our files as it was once, or all of them: in places that are ours."""
        if not self.kept:
            return
        old = self.kept[n % len(self.kept)]
        ours = {*self._receipt_paths(), MANIFEST}
        paths = sorted(path for path in old if path in ours and not self._is_taken(path))
        for path in paths if n % 2 else paths[n // 2 % len(paths) :][:1] if paths else []:
            self.files[path] = old[path]

    def add(self, n: int) -> None:
        """A file of his own, in a place that is nobody's or that we shall need."""
        ids = [f"KUL-{number:04}" for number in range(1, 9)] + [f"TEK-{number:04}" for number in range(1, 9)]
        id = ids[n % len(ids)]
        page = f"informasi/{id}"
        names = ("catatan.txt", ".htaccess", f"{page}/index.html", page, f"{page}/foto.jpg", f"{page}/index.html/x",
                 "assets/dip.css/x", "data/cari", "pemutakhiran/lain.html")  # fmt: skip
        path = names[n // 2 % len(names)]
        if path in self.files or path in self._receipt_paths() or self._is_taken(path):
            return
        for below in [each for each in self.files if each.startswith(f"{path}/") and each not in self.added]:
            del self.files[below]
        self.added[path] = self.files[path] = f"milik orang lain, tentang {id}".encode()

    def move_away(self, n: int) -> None:
        """The operator moves what is foreign away."""
        if self.added:
            path = sorted(self.added)[n % len(self.added)]
            del self.added[path], self.files[path]

    def lose_receipt(self, n: int) -> None:
        """Lost, or altered."""
        data = self.office.receipts.data
        self.office.receipts.data = b"" if n % 2 else data[:-1] + b" "

    def _is_taken(self, path: str) -> bool:
        """Whether a file stands above it, or one of his below."""
        above = any(path.startswith(f"{each}/") for each in self.files)
        return above or any(each.startswith(f"{path}/") for each in self.added)

    def _receipt_paths(self) -> set[str]:
        receipt = self.office.receipts.claimed()
        kept = {path for old in self.kept for path in old}
        return set(receipt.evidence("", "memory").digests) | kept if receipt else kept


SABOTAGE: tuple[Callable[[Saboteur, int], None], ...] = tuple(
    action for name, action in vars(Saboteur).items() if not name.startswith("_") and name != "files"
)
