"""A plan kept in a file: `dip plan --out FILE`, then `dip sync --plan FILE` does exactly that or nothing.

The file is the document of `dip plan --json` with two more keys: the digest of everything the plan would do, and the
moment it was made for. The plan made now is compared as if it were made at that moment, so that the clock alone makes
no plan stale.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sync.errors import ArgumentError, DipError, StalePlan, reason_of
from sync.message import say
from sync.plain_text import to_json
from sync.plan.gather import Snapshot
from sync.plan.make_plan import make_plan
from sync.plan.plan import Plan
from sync.private_files import write_private
from sync.settings.settings import Settings
from sync.site.build import SiteBuild
from sync.template.template import Template


@dataclass(frozen=True)
class SavedPlan:
    """What is compared with the plan made now. `identity` is that of the ledger the first run is going to make."""

    digest: str
    at: datetime
    identity: str
    allow_removals: int
    allow_withdrawals: int = 0

    def expect(self, snapshot: Snapshot, settings: Settings, template: Template) -> None:
        """Raises `StalePlan` if the plan made of `snapshot` is not the saved one."""
        ledger = snapshot.ledger
        if not ledger.exists:
            ledger = replace(ledger, office=replace(ledger.office, identity=self.identity))
        then = replace(snapshot, now=self.at, ledger=ledger)
        try:
            made = make_plan(
                then, settings, template, allow_removals=self.allow_removals, allow_withdrawals=self.allow_withdrawals
            )
            same = digest_of(made) == self.digest
        except StalePlan:
            raise
        except DipError as error:
            raise StalePlan(say("the saved plan cannot be made any more: %(error)s", error=error)) from error
        if not same:
            raise StalePlan(
                say(
                    "something changed since the plan was saved: the plan made now is not the same. Nothing was "
                    "written. "
                    "Make it again and look at it: dip plan --out FILE"
                )
            )


def digest_of(plan: Plan) -> str:
    """The SHA-256 of everything a plan would record, write and publish."""
    parts = (
        plan.mode, plan.record, plan.batch, plan.after_receipt, plan.after_failure, _site(plan.site), plan.hold,
        plan.busy,
    )  # fmt: skip
    digest = hashlib.sha256()
    _feed(digest, parts)
    return digest.hexdigest()


def _site(build: SiteBuild) -> object:
    """The site but the seal of its manifest: the key and the SHA-256 of every file, rendered or not."""
    keys = {path: file.key for path, file in build.site.files.items()}
    return build.site.release, build.site.withdrawn, keys, build.contents


def _feed(digest: Any, value: object) -> None:
    """Update the digest with a value. Equal values give equal digests: the order of keys and sets does not count."""
    if dataclasses.is_dataclass(value):
        _feed(digest, tuple(getattr(value, field.name) for field in dataclasses.fields(value)))
    elif isinstance(value, Mapping):
        for key in sorted(value, key=repr):
            _feed(digest, (key, value[key]))
        digest.update(b"}")
    elif isinstance(value, (tuple, list)):
        for item in value:
            _feed(digest, item)
        digest.update(b")")
    elif isinstance(value, (set, frozenset)):
        _feed(digest, sorted(value, key=repr))
    else:
        digest.update(repr(value).encode("utf-8", "surrogatepass") + b",")


def verify_place(path: Path, settings: Settings) -> None:
    """Whether a plan may be saved here: in a new file, or over an earlier plan. Raises `ArgumentError`."""
    settings.verify_free(path)
    if not path.exists():
        return
    try:
        load_plan(path)
    except ArgumentError as error:
        raise ArgumentError(
            say("%(path)s is there already and is not a saved plan. Choose another name.", path=path)
        ) from error


def save_plan(
    path: Path,
    document: Mapping[str, Any],
    plan: Plan,
    snapshot: Snapshot,
    allow_removals: int,
    allow_withdrawals: int = 0,
) -> None:
    """Write the file, for the owner alone: it holds what is not public yet."""
    saved = {
        **document, "digest": digest_of(plan), "made": plan.at, "ledger": snapshot.ledger.office.identity,
        "allow_removals": allow_removals, "allow_withdrawals": allow_withdrawals,
    }  # fmt: skip
    write_private(path, f"{to_json(saved, indent=2)}\n".encode())


def load_plan(path: Path) -> SavedPlan:
    """Read the file. Raises `ArgumentError` if it is none of ours."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        made = datetime.fromisoformat(raw["made"])
        consents = int(raw["allow_removals"]), int(raw.get("allow_withdrawals", 0))
        return SavedPlan(str(raw["digest"]), made, str(raw["ledger"]), *consents)
    except OSError as error:
        raise ArgumentError(
            say("%(path)s cannot be read: %(strerror)s", path=path, strerror=reason_of(error))
        ) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ArgumentError(
            say("%(path)s is not a saved plan. Make one: dip plan --out %(path)s", path=path)
        ) from error
