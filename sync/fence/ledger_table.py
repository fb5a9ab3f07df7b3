"""What a database keeps of one office, as a Protocol: its ledger as one blob, who is at work for it, and the files that
go with the ledger. Every verb is one statement that happens wholly or not at all.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol


class LedgerHead(NamedTuple):
    """A ledger without its bytes: whose it is, the edition of its tables, its last run, the head of its chain. Empty
    where none was kept yet."""

    identity: str = ""
    format: int = 0
    run: int = 0
    head: str = ""


class LedgerTable(Protocol):
    """The rows of one office. `holder` is a name that no other run has. A database that does not answer is `TryLater`:
    whatever was asked may have happened."""

    def take(self, holder: str, seconds: float) -> LedgerHead | None:
        """Take the lease of the office for so long; None while another run has it."""

    def hold(self, holder: str, head: str, seconds: float) -> bool:
        """Prolong the lease; false where it is over, or the ledger has another head by now."""

    def replace(self, holder: str, before: str, kept: LedgerHead, blob: bytes, seconds: float) -> bool:
        """Keep this ledger in the place of the one with the head `before`, and prolong the lease; false, and nothing is
        changed, where that is not the head any more, the lease is over, or a newer `dip` wrote the ledger."""

    def load(self) -> bytes:
        """The blob that is kept."""

    def keep_file(self, holder: str, head: str, name: str, data: bytes) -> bool:
        """Keep a file beside the ledger; false where `hold` would be."""

    def files(self) -> dict[str, bytes]:
        """The files that are kept, by name."""

    def free(self, holder: str) -> None:
        """Give the lease back, if it is still this run's, and close the connection."""
