"""What a database keeps of an office, in memory, with a clock that the test sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sync.errors import TryLater
from sync.fence.ledger_table import LedgerHead


@dataclass
class Clock:
    """Seconds, as they pass at the database and on every machine."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class MemoryTable:
    """A `LedgerTable`. `down` makes it answer nothing; `before` and `after` are called with the name of each verb."""

    clock: Clock = field(default_factory=Clock)
    kept: LedgerHead = field(default_factory=LedgerHead)
    blob: bytes = b""
    kept_files: dict[str, bytes] = field(default_factory=dict)
    holder: str = ""
    until: float = 0.0
    down: bool = False
    asked: list[str] = field(default_factory=list)
    before: Callable[[str], None] = lambda _: None
    after: Callable[[str], None] = lambda _: None

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        self.before(what)
        if self.down:
            raise TryLater("the database does not answer")

    def _ours(self, holder: str, head: str) -> bool:
        return bool(holder) and (self.holder, self.kept.head) == (holder, head) and self.until > self.clock()

    def take(self, holder: str, seconds: float) -> LedgerHead | None:
        self._ask("take")
        if self.holder not in ("", holder) and self.until >= self.clock():
            return None
        self.holder, self.until = holder, self.clock() + seconds
        return self.kept

    def hold(self, holder: str, head: str, seconds: float) -> bool:
        self._ask("hold")
        if ours := self._ours(holder, head):
            self.until = self.clock() + seconds
        return ours

    def replace(self, holder: str, before: str, kept: LedgerHead, blob: bytes, seconds: float) -> bool:
        self._ask("replace")
        fits = self.kept.format <= kept.format and self.kept.identity in ("", kept.identity)
        if ours := self._ours(holder, before) and fits:
            self.kept, self.blob, self.until = kept, blob, self.clock() + seconds
        self.after("replace")
        return ours

    def load(self) -> bytes:
        self._ask("load")
        return self.blob

    def keep_file(self, holder: str, head: str, name: str, data: bytes) -> bool:
        self._ask("keep_file")
        if ours := self._ours(holder, head):
            self.kept_files[name] = data
        return ours

    def files(self) -> dict[str, bytes]:
        self._ask("files")
        return dict(self.kept_files)

    def free(self, holder: str) -> None:
        self._ask("free")
        if self.holder == holder:
            self.holder = ""
