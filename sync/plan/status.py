"""What people read in the sheets: an entry's status, what to do about it, and what changed since it was approved.

Statuses are tried in the order of docs/reference.md; the first that applies stands in both tabs. What is said here is
for staff and therefore Indonesian; sentences about problems come from `sync.tabs.clerk_sentences`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sync.ledger.state import EntryState, Event
from sync.tabs.approval_sentences import APPROVAL_SENTENCES, CONTROL_SENTENCES, MASTER_NOTES
from sync.tabs.clerk_sentences import HEADER_SENTENCES
from sync.tabs.problem import Problem, shorten
from sync.template.template import Template

EVENT_WORDS = {
    "added": "Masuk ke daftar",
    "changed": "Isi berubah",
    "approved": "Disetujui",
    "lapsed": "Persetujuan gugur, menunggu centang ulang",
    "returned": "Dikembalikan dengan catatan",
    "withdrawn": "Ditarik dari situs",
    "excluded": "Ditetapkan dikecualikan",
    "missing": "Tidak ada lagi di tab sub bagian",
    "restored": "Kembali ada di tab sub bagian",
    "published": "Terbit di situs",
    "removed": "Dihapus dari Induk, belum pernah disetujui",
    "recovered": "Catatan dipulihkan",
}
OF_DESK = "Desk masih melengkapi klasifikasi atau dasar pengecualian baris ini; Anda tidak perlu berbuat apa-apa."
"""What the unit reads where nothing of what is wrong is for it to mend."""
TIDIED = "Merapikan tampilan"
"""What a run did that changed cells and nothing else."""


def status_role(state: EntryState, *, excluded: bool, error: bool, classified: bool, released: bool) -> str:
    """The role of an entry's status. `excluded`: its class is the excluded one; `error`: in what the master now shows;
    `classified`: it has a class; `released`: the version shown is in the release this run decided."""
    if state.is_withdrawn:
        return "withdrawn"
    if state.missing:
        return "missing"
    if excluded and not error and state.stands:
        return "excluded"
    if error:
        return "invalid"
    if not classified:
        return "unclassified"
    if state.note and state.note_version == state.version and not state.setuju:
        return "returned"
    return _approval_role(state, released)


def _approval_role(state: EntryState, released: bool) -> str:
    if not state.approved:
        return "waiting"
    if not state.stands:
        return "reapproval"
    return "released" if released else "approved"


def unit_note(state: EntryState, role: str, problems: Iterable[Problem], *, for_desk: bool) -> str:
    """`Catatan` in the unit's own tab: its problems, the PPID's note, that what is wrong is the desk's alone to mend
    (`for_desk`), or what became of the row."""
    lines = [problem.message for problem in problems]
    if role == "returned":
        lines.insert(0, f"Catatan PPID: {state.note}")
    if role == "invalid" and for_desk:
        lines.insert(0, OF_DESK)
    if (reason := _slug(state)) in _TO_UNIT:
        lines.append(APPROVAL_SENTENCES[reason][1])
    return "\n".join(lines)


def _slug(state: EntryState) -> str:
    """Why, without the ID it is about."""
    return state.reason.partition(":")[0]


def master_note(state: EntryState, role: str, on_change: str = "keep", *, on_site: bool = False, lost: str = "") -> str:
    """`Catatan` in `Induk`: what the desk or the PPID should do; the unit's problems follow. `on_change` is
    what the site shows of an entry whose approval lapsed; `on_site`: it still stands there. `lost` are columns that are
    gone."""
    reason = "" if state.reason == "centang-kolom" and not lost else _slug(state)
    lines = [APPROVAL_SENTENCES[reason][1].format(columns=shorten(lost, 40))] if reason else []
    if role in MASTER_NOTES and not (reason and role in ("waiting", "reapproval")):
        lines.append(_role_note(state, role, on_change, on_site=on_site))
    return "\n".join(lines)


def _role_note(state: EntryState, role: str, on_change: str, *, on_site: bool) -> str:
    if role == "reapproval":
        return _lapse_note(state, on_change, on_site=on_site)
    if state.missing and not state.ever_approved:
        return MASTER_NOTES["mistake"]
    return MASTER_NOTES["gone" if role == "withdrawn" and state.missing else role]


def _lapse_note(state: EntryState, on_change: str, *, on_site: bool) -> str:
    if state.approved == state.version:
        return MASTER_NOTES["back_public" if on_site else "back"]
    if on_change == "keep":
        return MASTER_NOTES["reapproval"]
    return MASTER_NOTES["held" if on_site else "dropped"]


def changes_since(
    approved: Mapping[str, str], shown: Mapping[str, str], template: Template, names: Mapping[str, str]
) -> str:
    """`Perubahan`: one line a field that differs, before → after. Both are contents of versions; `names` are the
    units', by code."""
    induk = template.tab("induk")
    lines = []
    for role in ("unit", *template.public_roles, "klasifikasi", *template.basis_roles):
        before, after = approved.get(role, ""), shown.get(role, "")
        if before != after:
            header = induk.column("sub_bagian" if role == "unit" else role).header
            before, after = (names.get(text, text) if role == "unit" else text for text in (before, after))
            lines.append(f"{header}: {_short(before)} → {_short(after)}")
    return "\n".join(lines)


def changed_elements(before: Mapping[str, str], after: Mapping[str, str], template: Template) -> tuple[str, ...]:
    """The roles of the elements the public may know to have changed. Never what they were."""
    roles = ("unit", *template.public_roles, "klasifikasi")
    return tuple("penguasa" if role == "unit" else role for role in roles if before.get(role) != after.get(role))


def tab_line(count: int, errors: int, returned: int, warnings: int) -> str:
    """How many rows of a unit's tab need work, for `Kendali`."""
    if not errors and not returned and not warnings:
        return f"{count} baris, tidak ada yang perlu diperbaiki"
    parts = [f"{errors} baris perlu diperbaiki"] if errors else []
    parts += [f"{returned} baris dikembalikan PPID"] if returned else []
    parts += [f"{warnings} baris perlu dilihat"] if warnings else []
    return f"{count} baris, " + ", ".join(parts) + "; lihat kolom Catatan"


def is_tab_line(text: str) -> bool:
    """Whether what stands beside a unit's tab in `Kendali` may be what a run says there; else somebody typed it."""
    return not text or bool(_COUNT.match(text)) or text.startswith(_TAB_SENTENCES)


_COUNT = re.compile(r"\d+ baris\b")
_TAB_SENTENCES = tuple(
    begin
    for _, sentence in (*HEADER_SENTENCES.values(), *CONTROL_SENTENCES.values())
    if len(begin := sentence.partition("{")[0]) > 1
)


def report_line(events: Iterable[Event]) -> str:
    """What a run did, for `Kendali`: `Disetujui 3, Terbit di situs 3`."""
    counts: dict[str, int] = {}
    for event in events:
        counts[event.event] = counts.get(event.event, 0) + 1
    return ", ".join(f"{EVENT_WORDS[name]}: {counts[name]}" for name in EVENT_WORDS if name in counts) or TIDIED


def _short(text: str) -> str:
    line = " ".join(text.split())
    return "(kosong)" if not line else line if len(line) <= 300 else line[:299] + "…"


_TO_UNIT = frozenset({"id-ganda"})
