"""Rule 2: each distinct content of an entry is a version, kept for good, known by its fingerprint."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.cells.text import CellValue
from sync.ledger.state import NO_BASIS
from sync.plan.make_plan import make_plan
from sync.plan.version import content_of, fingerprint_of, reading_key
from sync.template.template import Template
from tests.office import BASIS, BERKALA, DIKECUALIKAN, SETIAP_SAAT, TEMPLATE, Office

TEXT = st.text(max_size=20)
CONTENT = st.dictionaries(st.sampled_from(["judul", "ringkasan", "klasifikasi", "unit"]), TEXT)


def public(judul: str) -> list[str]:
    """The public cells of an entry of which only the title is filled."""
    return [judul if role == "judul" else "" for role in TEMPLATE.public_roles]


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001, published."""
    office.add()
    office.approved("KUL-0001")
    return office


def version(office: Office, id: str = "KUL-0001") -> int:
    return office.entry(id).version


@pytest.mark.parametrize(
    ("role", "text"), [("judul", "Lain"), ("tempat", "Serang"), ("retensi", "10 tahun"), ("waktu", "2024")]
)
def test_what_the_public_would_see_is_content(one: Office, role: str, text: str) -> None:
    """A change in any public column makes a new version."""
    one.type_unit("KUL-0001", role, text)
    one.sync()
    assert version(one) == 2


def test_class_and_basis_are_content(one: Office) -> None:
    """The desk makes a new version, too, by another class or another basis."""
    one.type("KUL-0001", "klasifikasi", BERKALA)
    one.sync()
    one.exclude("KUL-0001")
    one.sync()
    one.type("KUL-0001", "nomor_uji", "003/UK/2026")
    one.sync()
    assert version(one) == 4


@pytest.mark.parametrize(("role", "text"), [("usulan", BERKALA), ("lokasi_arsip", "Rak 9")])
def test_what_the_unit_keeps_to_itself_is_not_content(one: Office, role: str, text: str) -> None:
    """`Usulan Klasifikasi` and `Lokasi Arsip Fisik` are not in it; `Induk` shows them all the same."""
    one.type_unit("KUL-0001", role, text)
    one.sync()
    assert (version(one), one.status("KUL-0001"), one.read("KUL-0001", role)) == (1, "Terbit", text)


@pytest.mark.parametrize("role", ["pertimbangan", "catatan_ppid"])
def test_notes_are_not_content(one: Office, role: str) -> None:
    """`Pertimbangan` and notes are not in it: a remark on a ticked row lapses nothing."""
    one.type("KUL-0001", role, "Sudah dibahas")
    one.sync()
    assert (version(one), one.status("KUL-0001")) == (1, "Terbit")


def test_each_distinct_content_is_a_version_kept_for_good(one: Office) -> None:
    """Versions 1, 2, 3 … per ID; the same content is the same version."""
    for judul in ("Dua", "Tiga", "Dua", "Laporan Keuangan 2025"):
        one.type_unit("KUL-0001", "judul", judul)
        one.sync()
    kept = one.known().versions["KUL-0001"]
    assert {number: item.content["judul"] for number, item in kept.items()} == {
        1: "Laporan Keuangan 2025", 2: "Dua", 3: "Tiga"}  # fmt: skip
    assert version(one) == 1


def test_the_fingerprint_is_the_sha_256_of_canonical_json() -> None:
    """SHA-256 (hex) of canonical JSON: NFC, blanks collapsed, sorted keys, empty fields left out."""
    content = content_of("KUL", public("Cafe\u0301  A"), SETIAP_SAAT, NO_BASIS, TEMPLATE)
    assert content == {"judul": "Cafe\u0301  A", "klasifikasi": SETIAP_SAAT, "unit": "KUL"}
    assert fingerprint_of(content) == "1af5963cad3c94c2fbf486d7be29d4956e62107e1c8e0bb6ac90fb400ed00baf"


def test_consequences_are_content_and_empty_ones_are_not(one: Office) -> None:
    """What follows if it is open, and if it is not, belongs to the basis: the PPID approves it with the rest. Empty it
    leaves fingerprint and reading as they were when the basis had three texts."""
    bases = ((*BASIS.values(), text, "") for text in ("", "x"))
    plain, said = (content_of("KUL", public("A"), DIKECUALIKAN, basis, TEMPLATE) for basis in bases)
    assert fingerprint_of(plain) != fingerprint_of(said)
    keys = [reading_key("KUL", ("A",), DIKECUALIKAN, (*BASIS.values(), *more)) for more in ((), ("", ""), ("", "x"))]
    assert keys[0] == keys[1] != keys[2]
    one.exclude("KUL-0001", konsekuensi_dibuka="", konsekuensi_ditutup="")
    one.approved("KUL-0001")
    assert one.status("KUL-0001") == "Dikecualikan"
    one.type("KUL-0001", "konsekuensi_dibuka", "Mengungkap data pelapor")
    one.sync()
    assert one.status("KUL-0001") == "Perlu persetujuan ulang"


def test_fingerprints_and_readings_are_those_that_ledgers_already_hold() -> None:
    """Quotes, backslashes, line breaks, control characters and signs that are none are written as `json` writes them;
    another way to write one would make a new version of every entry."""
    content = {"unit": "KUL", "judul": 'Kata "kutip" \\ é\u2028 \x01😀', "tautan": "a\nb", "kosong": ""}
    assert fingerprint_of(content) == "482f78dcd9cef5c915379bfeadfdc362faeef76557c3a952340821cf32cae916"
    half = fingerprint_of({"unit": "KUL", "judul": "\ud800"})
    assert half == "b4bb66c7fb46408ea7e42f3c6a05ff985a4fa43d045027f731172b98c8c207c8"
    key = reading_key("KUL", ("A", "", 'b\n"c"'), "Informasi Berkala", ("", "x", ""))
    assert key == "93e48ac481d0858229611976253be5ba"


def test_the_unit_is_known_by_its_code(one: Office) -> None:
    """A unit may get another name in `dip.toml` without lapsing an approval."""
    one.settings = replace(
        one.settings, units=(replace(one.settings.units[0], name="Subbagian Umum"), one.settings.units[1])
    )
    one.sync()
    assert (version(one), one.status("KUL-0001"), one.site()[0]["penguasa"]) == (1, "Terbit", "Subbagian Umum")


def test_a_basis_is_part_of_the_fingerprint() -> None:
    plain = content_of("KUL", public("A"), DIKECUALIKAN, NO_BASIS, TEMPLATE)
    with_basis = content_of("KUL", public("A"), DIKECUALIKAN, (*BASIS.values(), "", ""), TEMPLATE)
    assert fingerprint_of(plain) != fingerprint_of(with_basis)


@given(CONTENT)
def test_empty_fields_and_their_order_say_nothing(content: dict[str, str]) -> None:
    """Sorted keys, empty fields left out: so a column a newer template adds changes nothing while it is empty."""
    backwards = {role: content[role] for role in sorted(content, reverse=True)}
    assert fingerprint_of({**backwards, "baru": ""}) == fingerprint_of(content)


@given(CONTENT, st.sampled_from(["NFC", "NFD"]), st.sampled_from(["  ", "\n", " \t", "\u00a0"]))
def test_blanks_and_composition_say_nothing(content: dict[str, str], form: str, blank: str) -> None:
    """Texts that differ in runs of blanks or in Unicode composition alone have one fingerprint."""
    other = {role: f"{blank}{unicodedata.normalize(form, text).replace(' ', blank)}{blank}"  # type: ignore[arg-type]
             for role, text in content.items()}  # fmt: skip
    assert fingerprint_of(other) == fingerprint_of(content)


@given(CONTENT, CONTENT)
def test_other_words_are_another_fingerprint(one: dict[str, str], two: dict[str, str]) -> None:
    """Two contents have equal fingerprints only if their words are equal."""

    def words(content: dict[str, str]) -> dict[str, list[str]]:
        texts = {role: unicodedata.normalize("NFC", text).split() for role, text in content.items()}
        return {role: text for role, text in texts.items() if text}

    assert (fingerprint_of(one) == fingerprint_of(two)) == (words(one) == words(two))


@given(st.lists(TEXT, min_size=2, max_size=4), st.lists(TEXT, min_size=2, max_size=4))
def test_a_reading_is_known_by_exactly_what_was_typed(one: list[str], two: list[str]) -> None:
    """The typed text is kept with each version: no two texts are taken for one."""
    keys = [reading_key("KUL", typed, "", ("", "", "")) for typed in (one, two)]
    assert (keys[0] == keys[1]) == (one == two)


def test_other_spelling_of_the_same_meaning_is_no_new_version(one: Office) -> None:
    """Normalised public columns: `5 th` is `5 tahun`."""
    one.type_unit("KUL-0001", "retensi", "5 (lima) tahun")
    one.type_unit("KUL-0001", "judul", "Laporan  Keuangan\u00a02025 ")
    outcome = one.sync()
    assert (version(one), one.status("KUL-0001"), outcome.plan.events) == (1, "Terbit", ())


def newer(**columns: dict[str, object]) -> Template:
    """The template with some unit columns changed, as a newer release of the program might."""
    unit = TEMPLATE.tab("unit")
    changed = [replace(column, **columns.get(column.role, {})) for column in unit.columns]  # type: ignore[arg-type]
    return replace(TEMPLATE, tabs={**TEMPLATE.tabs, "unit": replace(unit, columns=tuple(changed))})


def test_a_newer_reader_makes_no_new_version_of_what_was_typed_before(one: Office) -> None:
    """While the typed text is unchanged, a newer reader or template makes no new version and lapses nothing."""
    one.type_unit("KUL-0001", "retensi", "5 th")
    one.sync()
    template = newer(retensi={"kind": "text"})
    plan = make_plan(one.snapshot(), one.settings, template)
    assert (plan.events, plan.record.versions) == ((), ())
    assert [entry.content["retensi"] for entry in plan.release.entries] == ["5 tahun"]


def test_the_approved_form_stays_until_the_unit_edits_the_row(one: Office) -> None:
    """A newer template reads an unchanged text as it was read when it was approved."""
    one.type_unit("KUL-0001", "retensi", "5 th")
    one.sync()
    one.type_unit("KUL-0001", "judul", "Lain")
    plan = make_plan(one.snapshot(), one.settings, newer(retensi={"kind": "text"}))
    assert [event.event for event in plan.events] == ["changed", "lapsed"]
    assert plan.record.versions[0].content["retensi"] == "5 th"


def test_a_stricter_check_never_withdraws_what_is_approved(one: Office) -> None:
    """The PPID is told that the approved text would not pass today."""
    template = newer(lokasi_arsip={"required": True})
    plan = make_plan(one.snapshot(), one.settings, template)
    assert [entry.id for entry in plan.release.entries] == ["KUL-0001"]
    assert dict(plan.by_status) == {"Perlu diperbaiki": 1}
    written = {tab.title: tab.cells for tab in plan.batch.tabs}["Induk"]
    assert "Lokasi Arsip Fisik: belum diisi. Tulis misalnya Rak 2, map biru." in written.values()


FORMER = {
    "5 th": "5 tahun",
    "2 th aktif + 3 th inaktif, musnah": "2 tahun aktif, 3 tahun inaktif, musnah",
    "5 tahun setelah MoU berakhir": "5 tahun setelah MoU berakhir",
    "5 tahun setelah pegawai tidak aktif": "5 tahun setelah pegawai tidak aktif",
    "2 th setelah diaudit, 3 tahun, musnah": "2 tahun setelah diaudit, 3 tahun, musnah",
    "5 tahun setelah idem": "5 tahun setelah idem",
    "5 tahun setelah diaudit atau 10 tahun": "5 tahun setelah diaudit atau 10 tahun",
}
"""What was typed, and what a release that took any words for a condition published."""


@pytest.fixture
def upgraded(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose lengths of time were read and approved by an earlier release."""
    with monkeypatch.context() as before:
        before.setattr("sync.cells.cell.read_retention", lambda text: CellValue(FORMER[text]))
        for number, text in enumerate(FORMER):
            office.add(judul=f"Laporan {number}", retensi=text)
        office.approved(*(f"KUL-{number:04}" for number in range(1, len(FORMER) + 1)))
        office.sync()
    return office


def test_lengths_that_are_read_in_their_parts_now_keep_their_approvals(upgraded: Office) -> None:
    """The typed text is unchanged: no version, no event, the approved form on the site. The PPID and the unit are told
    where it would not pass today."""
    outcome = upgraded.sync()
    assert (outcome.plan.events, outcome.plan.record.versions) == ((), ())
    assert [entry["retensi"] for entry in upgraded.site()] == list(FORMER.values())
    statuses = [upgraded.status(f"KUL-{number:04}") for number in range(1, len(FORMER) + 1)]
    assert statuses == ["Terbit"] * 5 + ["Perlu diperbaiki"] * 2
    assert "“5 tahun setelah idem”: setelah apa?" in upgraded.note("KUL-0006")
    assert "belum pasti" in upgraded.read("KUL-0007", "catatan", "KUL")


def test_the_run_after_an_upgrade_of_the_readers_finds_nothing_new(upgraded: Office) -> None:
    upgraded.sync()
    outcome = upgraded.sync()
    assert (outcome.plan.events, list(outcome.plan.batch.tabs), len(upgraded.site())) == ((), [], len(FORMER))


def test_an_edit_after_an_upgrade_shows_the_new_form_and_going_back_ends_the_lapse(upgraded: Office) -> None:
    """`Perubahan` names the length of time, too, for the PPID approves the whole as it is read today."""
    upgraded.type_unit("KUL-0005", "judul", "Laporan empat")
    upgraded.sync()
    assert upgraded.status("KUL-0005") == "Perlu persetujuan ulang"
    assert (
        "Jangka Waktu Penyimpanan: 2 tahun setelah diaudit, 3 tahun, musnah → "
        "2 tahun aktif setelah diaudit, 3 tahun inaktif, musnah"
    ) in upgraded.read("KUL-0005", "perubahan")
    upgraded.type_unit("KUL-0005", "judul", "Laporan 4")
    upgraded.sync()
    assert (version(upgraded, "KUL-0005"), upgraded.status("KUL-0005")) == (1, "Terbit")


def test_another_way_to_type_a_known_version_is_remembered(one: Office) -> None:
    """So that a newer reader finds the version by it, too (rule 2); once."""
    one.type_unit("KUL-0001", "retensi", "5 Tahun")
    one.sync()
    before = one.entry("KUL-0001").version
    one.type_unit("KUL-0001", "retensi", "5 (lima) tahun")
    one.sync()
    readings = one.known().readings["KUL-0001"]
    assert one.entry("KUL-0001").version == before
    assert list(readings.values()).count(before) >= 2


def test_an_entry_whose_title_says_nothing_is_called_nothing(office: Office) -> None:
    """By what the operator reads, too: no word stands in for it."""
    office.add(judul="")
    assert set(office.sync().plan.titles.values()) == {""}
    office.type_unit("KUL-0001", "ringkasan", "Diubah")
    assert set(office.sync().plan.titles.values()) == {""}
