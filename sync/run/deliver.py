"""From a site to the target, for every command that publishes: what is known of the target before it is read, what is
sent, and the receipt of both.

A receipt is begun before the first byte is sent and completed when everything was read back. Where files that are not
ours stand in the way of a site from which something has to go, the site goes round them: whatever is not concerned is
put right, what is blocked is left out, and the run says so.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from sync.errors import DipError, TargetError, TargetUnreachable
from sync.ledger.ledger import Ledger
from sync.ledger.state import LedgerState, RunWitness
from sync.message import named, say
from sync.model import Manifest, PublishResult, TargetState
from sync.plan.what_stays_public import leaving, release_of
from sync.publish.ours import Evidence
from sync.publish.receipt import Receipt, ReceiptFile, has_to_go, manifest_in
from sync.publish.target import Progress, Target
from sync.run.run_log import RunLog
from sync.settings.settings import Settings
from sync.site.build import Site, SiteBuild, build_all
from sync.site.site_files import render_site
from sync.site.site_settings import site_settings
from sync.template.template import Template


@dataclass(frozen=True)
class Delivery:
    """What became of a site. `blocked` is why it is there without something."""

    result: PublishResult
    blocked: TargetError | None = None


def site_of(ledger: LedgerState, settings: Settings, template: Template) -> Site:
    """The site that a state of the ledger shows, with today's templates."""
    release = release_of(ledger, template, settings.office.zone)
    site = render_site(release, site_settings(settings, ledger.office.names), template)
    return replace(site, leaving=leaving(ledger))


def witnesses_of(ledger: LedgerState, receipts: ReceiptFile, runs: RunLog) -> tuple[RunWitness, ...]:
    """What receipt and runs say of the ledger. Where no secret can tell whether the receipt is ours, it counts as it
    stands: a ledger that has none is older than any receipt."""
    receipt = receipts.read(ledger.secret) if ledger.secret else receipts.claimed()
    witnesses = [RunWitness(say("the receipt"), receipt.run, receipt.head)] if receipt else []
    return (*witnesses, *([last] if (last := runs.last()) else []))


def read_target(
    target: Target, receipts: ReceiptFile, ledger: LedgerState, settings: Settings, template: Template
) -> tuple[TargetState, Receipt | None]:
    """The target, and the receipt by which it was read: made again if it was lost or altered, or never was. A target
    that refuses or does not answer is a state, too."""
    receipt = receipts.read(ledger.secret)
    try:
        if receipt is None and ledger.exists and ledger.office.release:
            receipt = _made_again(target, receipts.address, ledger, settings, template)
        evidence = receipt.evidence(ledger.secret, receipts.address) if receipt else Evidence(ledger.secret)
        return target.read(evidence), receipt
    except TargetError as error:
        return TargetState(None, unreachable=error.message, refused=not isinstance(error, TargetUnreachable)), receipt


def taken_back(ledger: Ledger, receipt: Receipt | None) -> frozenset[str]:
    """The IDs of what was taken back since the earliest release of which something may stand at the target."""
    oldest = receipt.oldest if receipt else None
    return frozenset() if oldest is None else ledger.taken_back_since(oldest)


def verify_read(target_state: TargetState) -> None:
    """Raise `TargetError` if the target could not be read."""
    if target_state.unreachable:
        raise (TargetError if target_state.refused else TargetUnreachable)(target_state.unreachable)


def _made_again(target: Target, address: str, ledger: LedgerState, settings: Settings, template: Template) -> Receipt:
    """From a manifest at the target that our ledger sealed; else from the last release as it is rendered today,
    together with a manifest there that is of its release and from before there were seals. What of it is there shows
    whether that is our target."""
    target_state = target.read(Evidence(ledger.secret))
    manifest, office = target_state.manifest, ledger.office
    if manifest and target_state.sealed:
        return Receipt(address, office.run, "", (), manifest)
    rendered: tuple[Manifest, ...] = ()
    with suppress(DipError):
        rendered = (manifest_in(build_all(site_of(ledger, settings, template))),)
    if manifest and not manifest.seal and manifest.release == office.release:
        return Receipt(address, office.run, "", rendered, manifest)
    receipt = Receipt("", office.run, "", rendered)
    proven = target.read(receipt.evidence(ledger.secret, address)).proven
    return replace(receipt, address=address) if proven else receipt


def deliver(  # noqa: PLR0913  one thing each
    site: SiteBuild, target_state: TargetState, receipt: Receipt | None, target: Target, receipts: ReceiptFile,
    ledger: Ledger, progress: Progress,
) -> Delivery:  # fmt: skip
    """Bring the target, as it was read by this `receipt`, to the site. Raises `TargetError`, with nothing
    written if foreign files are in the way and nothing has to go, or nothing there is ours."""
    verify_read(target_state)
    send = partial(_send, target_state, receipt, target, receipts, ledger, progress)
    try:
        return Delivery(send(site))
    except TargetError as error:
        if not (
            error.blocked
            and (target_state.proven or target_state.doubtful)
            and has_to_go(site, target_state, receipt, receipts.address, taken_back(ledger, receipt))
        ):
            raise
        return Delivery(send(site.around(error.blocked)), _went_round(error))


def _send(  # noqa: PLR0913  one thing each
    target_state: TargetState, receipt: Receipt | None, target: Target, receipts: ReceiptFile, ledger: Ledger,
    progress: Progress, site: SiteBuild,
) -> PublishResult:  # fmt: skip
    """Publish, with a receipt before and after. Nothing is written to it where it would say the same."""
    manifest, secret, (run, head) = manifest_in(site), ledger.secret(), ledger.head()
    kept = receipts.read(secret)
    base = kept or receipt or Receipt("", 0, "")
    begun = []

    def begin() -> None:
        begun.append(base.begin(manifest, receipts.address, run, head))
        with suppress(TargetError):  # a full disk here keeps nothing back; the write at the end tells it
            receipts.write(begun[-1], secret)

    result = target.publish(site, target_state, progress, begin)
    same_run = kept.head if kept and kept.run == run else head
    done = base.complete(manifest, receipts.address, run, same_run)
    if begun or done != kept:
        receipts.write(done, secret)
    return result


def _went_round(error: TargetError) -> TargetError:
    return TargetError(
        say(
            "what was withdrawn is off the site, but files that this program did not write stand in places the "
            "site needs: "
            "%(names)s. They were not touched, and what belongs there is not shown. Move them away and run again",
            names=named(error.blocked),
        ),
        error.blocked,
    )
