"""What lies beside `dip.toml`: the files that runs keep, by name."""

from __future__ import annotations

from pathlib import Path


class OfficeFiles:
    """Paths of what runs keep in the office's folder."""

    folder: Path

    @property
    def seen_path(self) -> Path:
        """What the last run saw at the target."""
        return self.folder / "dip-target.json"

    @property
    def receipt_path(self) -> Path:
        """What was last begun and completed at the target."""
        return self.folder / "dip-receipt.json"

    @property
    def ledger_path(self) -> Path:
        """Where decisions live."""
        return self.folder / "dip-ledger.sqlite"

    @property
    def backup_folder(self) -> Path:
        """Copies of workbook and ledger from before each run that wrote."""
        return self.folder / "dip-backup"

    @property
    def runs_path(self) -> Path:
        """One line a run."""
        return self.folder / "dip-runs.jsonl"

    @property
    def status_path(self) -> Path:
        """How the office stands, for a browser."""
        return self.folder / "status.html"

    @property
    def links_path(self) -> Path:
        """What is known of links."""
        return self.folder / "dip-links.sqlite"

    @property
    def links_lock_path(self) -> Path:
        """Held while links are asked for."""
        return self.folder / "dip-links.lock"

    @property
    def imports_path(self) -> Path:
        """Which rows of lists were brought in."""
        return self.folder / "dip-import.jsonl"

    @property
    def mapping_path(self) -> Path:
        """Which column of such a list is which of ours, as the operator said."""
        return self.folder / "dip-import.toml"

    @property
    def decree_folder(self) -> Path:
        """The signed decrees that came back."""
        return self.folder / "dip-keputusan"

    @property
    def git_folder(self) -> Path:
        """What is known of a git branch that is the target."""
        return self.folder / "dip-git"

    @property
    def private_paths(self) -> tuple[Path, ...]:
        """What runs keep beside `dip.toml`, for this account alone."""
        kept = (self.ledger_path, self.backup_folder, self.runs_path, self.imports_path, self.mapping_path)
        beside = (self.lock_path, self.seen_path, self.receipt_path, self.git_folder, self.decree_folder)
        locks = (self.messages_lock_path, self.links_lock_path)
        return (*kept, *beside, self.status_path, self.messages_path, self.links_path, *locks)

    @property
    def messages_path(self) -> Path:
        """What was sent to whom."""
        return self.folder / "dip-messages.json"

    @property
    def messages_lock_path(self) -> Path:
        """Held while messages are sent."""
        return self.folder / "dip-messages.lock"

    @property
    def messages_secret_path(self) -> Path:
        """What opens the mail server, and the services of messages."""
        return self.folder / "dip-messages.secret"

    @property
    def fleet_mark_path(self) -> Path:
        """Says that the ledger is kept in the database of a fleet, and in which; missing for an office of its own."""
        return self.folder / "dip-fleet.toml"

    @property
    def lock_path(self) -> Path:
        """Held while a run is under way."""
        return self.folder / "dip.lock"
