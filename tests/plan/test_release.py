"""What the public gets, as values: which list each order makes of what stands approved, and what a release holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sync.ledger.state import Approval, EntryState, LedgerState, OfficeState, Version
from sync.model import UploadOrder
from sync.plan.office_clock import office_day, office_minute
from sync.plan.what_stays_public import dated, decide_release, leaving, release_of, shown_on_site
from sync.release import Change, Exclusion, ReleasedEntry, Withdrawal
from sync.settings.target_address import Publish
from sync.tabs.control_tab import Control
from tests.office import BASIS, BERKALA, DIKECUALIKAN, TEMPLATE

ALWAYS, ONCE, HOLD = UploadOrder.ALWAYS, UploadOrder.ONCE, UploadOrder.HOLD
KEEP = Publish("site/")
JAKARTA = ZoneInfo("Asia/Jakarta")
EVENING = "2026-11-20T17:30:00+00:00"
"""Half past midnight of the 21st in Jakarta."""


def entry(id: str, **fields: Any) -> EntryState:
    return EntryState(id, "KUL", (), 1)._replace(**fields)


def version(id: str, number: int, klasifikasi: str = BERKALA, **content: str) -> Version:
    whole = {"unit": "KUL", "judul": f"{id} {number}", "klasifikasi": klasifikasi, **content}
    return Version(id, number, f"{id}{number}", whole, True)


def ledger(*entries: EntryState, items: dict[str, int] | None = None, **office: Any) -> LedgerState:
    """Every entry has three public versions."""
    versions = {state.id: {number: version(state.id, number) for number in (1, 2, 3)} for state in entries}
    facts = replace(OfficeState("kantor", release=4, establishment=("45", "2026-11-20")), **office)
    return LedgerState(facts, {state.id: state for state in entries}, versions, {}, items or {})


NEW, STANDS, GONE = entry("KUL-0001", approved=1), entry("KUL-0002", approved=1), entry("KUL-0003", withdrawn=1)
EVERYTHING, KEPT = {"KUL-0001": 1, "KUL-0002": 1}, {"KUL-0002": 1}


@pytest.mark.parametrize(
    ("order", "before", "shown", "after"),
    [
        (ALWAYS, {}, EVERYTHING, {"order": ALWAYS}),
        (ALWAYS, {"once_done": True, "ordered": 3, "order": HOLD}, EVERYTHING, {"order": ALWAYS}),
        (HOLD, {}, KEPT, {"order": HOLD}),
        (HOLD, {"once_done": True, "ordered": 3}, KEPT, {"order": HOLD}),
        (ONCE, {}, EVERYTHING, {"order": HOLD, "ordered": 5}),
        (ONCE, {"once_done": True}, KEPT, {"order": HOLD, "once_done": True}),
        (ONCE, {"ordered": 3}, KEPT, {"order": HOLD, "ordered": 3}),
        (ALWAYS, {"rollback": 2, "order": ALWAYS}, KEPT, {"order": ALWAYS, "rollback": 2}),
        (ALWAYS, {"rollback": 2}, KEPT, {"order": ALWAYS, "rollback": 2}),
        (ALWAYS, {"rollback": 2, "order": HOLD}, EVERYTHING, {"order": ALWAYS}),
        (ONCE, {"rollback": 2, "order": HOLD}, EVERYTHING, {"order": HOLD, "ordered": 5}),
        (HOLD, {"rollback": 2, "order": ALWAYS}, KEPT, {"order": HOLD}),
    ],
)  # fmt: skip
def test_what_each_order_makes_of_what_is_approved(
    order: UploadOrder, before: dict[str, Any], shown: dict[str, int], after: dict[str, Any]
) -> None:
    """One entry is new, one stands, one was withdrawn. Whatever the order, what was withdrawn goes; a rollback holds
    until the order is another; a `Sekali` releases until it is done or has ordered a release."""
    state = ledger(NEW, STANDS, GONE, items={"KUL-0002": 1, "KUL-0003": 1}, **before)
    decided = decide_release(state, Control(order, None), KEEP, TEMPLATE)
    untouched: dict[str, object] = {"once_done": False, "ordered": 0, "rollback": 0, "order": None, "exclusions": {}}
    released = shown == EVERYTHING
    facts = {"release": 5, "establishment": ("", "") if released else ("45", "2026-11-20")}
    assert decided.items == shown
    assert decided.office == replace(state.office, **{**untouched, **after, **facts})


@pytest.mark.parametrize("typed", ["Otomatiss", "#REF!", "", "Otomatis / Tahan"])
def test_an_order_that_cannot_be_read_ends_no_rollback(typed: str) -> None:
    """Nor does the order before it, once that can be read again."""
    state = ledger(NEW, STANDS, items=KEPT, rollback=2, order=ALWAYS)
    decided = decide_release(state, Control(HOLD, typed), KEEP, TEMPLATE)
    assert (decided.items, decided.office.rollback, decided.office.order) == (KEPT, 2, ALWAYS)
    decided = decide_release(decided, Control(ALWAYS, None), KEEP, TEMPLATE)
    assert (decided.items, decided.office.rollback) == (KEPT, 2)
    assert decide_release(decided, Control(HOLD, None), KEEP, TEMPLATE).office.rollback == 0


@pytest.mark.parametrize(("items", "release", "number"), [(KEPT, 4, 4), ({}, 4, 5), (EVERYTHING, 4, 5), (KEPT, 0, 1)])
def test_a_release_has_a_new_number_if_its_list_is_another(items: dict[str, int], release: int, number: int) -> None:
    control = Control(ALWAYS, None, {"nomor_penetapan": "45", "tanggal_penetapan": "20 November 2026"})
    decided = decide_release(ledger(STANDS, items=items, release=release), control, KEEP, TEMPLATE)
    assert (decided.items, decided.office.release) == (KEPT, number)


def test_a_release_has_a_new_number_if_its_establishment_is_another() -> None:
    """Which is released with the list, not before."""
    control = {"nomor_penetapan": "46", "tanggal_penetapan": "20 November 2026"}
    for order, number, official in ((ALWAYS, 5, ("46", "2026-11-20")), (HOLD, 4, ("45", "2026-11-20"))):
        office = decide_release(ledger(STANDS, items=KEPT), Control(order, None, control), KEEP, TEMPLATE).office
        assert (office.release, office.establishment) == (number, official)


def test_what_waits_for_reapproval_is_shown_or_not_as_the_office_says() -> None:
    """Its approved version, or nothing."""
    state = ledger(STANDS, entry("KUL-0004", version=3, approved=2))
    assert shown_on_site(state, TEMPLATE, "keep") == {"KUL-0002": 1, "KUL-0004": 2}
    assert shown_on_site(state, TEMPLATE, "withdraw") == {"KUL-0002": 1}


def test_an_approved_exclusion_is_not_shown() -> None:
    state = ledger(STANDS, entry("KUL-0004", approved=1))
    state.versions["KUL-0004"][1] = version("KUL-0004", 1, DIKECUALIKAN)  # type: ignore[index]
    assert shown_on_site(state, TEMPLATE, "keep") == {"KUL-0002": 1}


def test_the_day_an_entry_leaves_and_that_it_was_there() -> None:
    """What stays as it was is not kept anew."""
    back, first = entry("KUL-0001", approved=1, public=True, left="2026-11-01"), entry("KUL-0002", approved=1)
    same, gone = entry("KUL-0003", approved=1, public=True), entry("KUL-0004", public=True)
    never = entry("KUL-0005")
    after = ledger(back, first, same, gone, never, items={"KUL-0001": 1, "KUL-0002": 1, "KUL-0003": 1})
    assert dated(after, {"KUL-0003": 1, "KUL-0004": 1}, "2026-11-21") == {
        "KUL-0001": back._replace(left=""), "KUL-0002": first._replace(public=True),
        "KUL-0004": gone._replace(left="2026-11-21"),
    }  # fmt: skip


def test_an_entry_shows_its_approvals_up_to_the_version_shown() -> None:
    """Established with the first, updated with each later one; what was approved beyond it is not public yet. Approved
    twice, a version has the day of the last time."""
    history = (
        Approval("2026-11-01T01:00:00+00:00", 1), Approval(EVENING, 2, ("judul",)),
        Approval("2026-11-25T01:00:00+00:00", 2, ("ringkasan",)), Approval("2026-11-26T01:00:00+00:00", 3, ("tempat",)),
    )  # fmt: skip
    state = ledger(entry("KUL-0001", version=3, approved=3, history=history), items={"KUL-0001": 2})
    (shown,) = release_of(state, TEMPLATE, JAKARTA).entries
    assert shown == ReleasedEntry(
        "KUL-0001", 2, "KUL", {"judul": "KUL-0001 2", "klasifikasi": BERKALA}, "2026-11-01", "2026-11-25",
        (Change("2026-11-01", "established"), Change("2026-11-21", "updated", ("judul",)),
         Change("2026-11-25", "updated", ("ringkasan",))),
    )  # fmt: skip


def test_a_release_holds_entries_and_notices_by_id_and_the_newest_day() -> None:
    """An entry that is back has no notice, one that never left has none; `updated` is the newest approval or the newest
    day on which one left."""
    approved = {"approved": 1, "history": (Approval(EVENING, 1),)}
    second, first = entry("KUL-0002", **approved), entry("KUL-0001", **approved, left="2026-11-22")
    gone, earlier, never = entry("KUL-0004", left="2026-11-02"), entry("KUL-0003", left="2026-11-03"), entry("KUL-0005")
    state = ledger(second, first, gone, earlier, never, items={"KUL-0002": 1, "KUL-0001": 1})
    made = release_of(state, TEMPLATE, JAKARTA)
    assert [shown.id for shown in made.entries] == ["KUL-0001", "KUL-0002"]
    assert made.withdrawn == (Withdrawal("KUL-0003", "2026-11-03"), Withdrawal("KUL-0004", "2026-11-02"))
    assert (made.number, made.updated, made.establishment) == (4, "2026-11-21", ("45", "2026-11-20"))
    later = ledger(second, gone._replace(left="2026-11-30"), items={"KUL-0002": 1})
    assert release_of(later, TEMPLATE, JAKARTA).updated == "2026-11-30"
    assert release_of(ledger(), TEMPLATE, JAKARTA).updated == ""


def test_an_exclusion_is_one_while_its_approval_stands_for_what_is_shown() -> None:
    """Not before its tick, not while another version is shown, not while the PPID is asked again."""
    states = (
        entry("KUL-0001", approved=1), entry("KUL-0002"), entry("KUL-0003", version=2, approved=1),
        entry("KUL-0004", approved=1, unconfirmed=True), entry("KUL-0005", approved=1),
    )  # fmt: skip
    state = ledger(*states)
    for id in ("KUL-0001", "KUL-0002", "KUL-0003", "KUL-0004"):
        state.versions[id][1] = version(id, 1, DIKECUALIKAN, **BASIS)  # type: ignore[index]
    made = release_of(state, TEMPLATE, JAKARTA)
    assert made.excluded == (Exclusion("KUL-0001", "KUL", BASIS),)
    state.versions["KUL-0001"][1] = version("KUL-0001", 1, DIKECUALIKAN, nomor_uji="002")  # type: ignore[index]
    (bare,) = release_of(state, TEMPLATE, JAKARTA).excluded
    assert bare.content == dict.fromkeys(TEMPLATE.required_basis_roles, "") | {"nomor_uji": "002"}


def test_days_and_minutes_are_the_offices() -> None:
    assert (office_day(EVENING, JAKARTA), office_minute(EVENING, JAKARTA)) == ("2026-11-21", "2026-11-21 00:30")


def test_of_what_was_given_again_only_the_other_titles_must_go() -> None:
    """Its ID and the title it has now stand on the site for good reason."""
    twice = (Approval(EVENING, 1), Approval(EVENING, 2))
    state = ledger(entry("KUL-0001", version=2, approved=2, public=True, history=twice), items={"KUL-0001": 2})
    assert leaving(state, {"KUL-0001"}) == ("KUL-0001 1",)


@pytest.mark.parametrize("before", [{"ordered": 4}, {"once_done": True}])
def test_a_sekali_that_could_not_be_read_for_a_while_releases_no_second_time(before: dict[str, Any]) -> None:
    """Rule 8: once. The cell says the same as before; that a merge covered it is no new order."""
    state = ledger(NEW, STANDS, items={"KUL-0002": 1}, order=ONCE, **before)
    unread = decide_release(state, Control(HOLD, ""), KEEP, TEMPLATE)
    again = decide_release(unread, Control(ONCE, None), KEEP, TEMPLATE)
    assert (again.items, again.office.release) == (KEPT, 4)
