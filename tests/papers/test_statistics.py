"""Counts from the ledger: what they say of an office, and that they agree with the ledger whatever happened in it."""

from __future__ import annotations

import statistics as naive
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.cells.period import period_days
from sync.papers.sources import Sources
from sync.papers.statistics import WAITS, statistics
from sync.papers.words import print_templates
from sync.plan.office_clock import office_day
from sync.settings.units import Unit
from tests.office import BERKALA, SETIAP_SAAT, TEMPLATE, Office
from tests.people import ACTIONS, lived

TODAY = "2026-12-01"
KUL = "Subbagian Keuangan, Umum, dan Logistik"
TEK = "Subbagian Teknis Penyelenggaraan Pemilu dan Hukum"


def counted(office: Office) -> dict[str, dict[str, dict[str, Any]]]:
    """Each table: name → measures."""
    sources = Sources(office.settings, TEMPLATE, office.known(), print_templates(None), TODAY)
    tables = statistics(sources, office.recorded())
    return {name: _rows(frame) for name, frame in tables.items()}


def _rows(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {str(row): {str(key): value for key, value in each.items()} for row, each in frame.to_dict("index").items()}


def test_entries_are_counted_as_shown_and_as_the_public_sees_them(office: Office) -> None:
    """An entry that waits under another class is public under the one before."""
    office.add(waktu="2024")
    office.add(waktu="2020–2024", bentuk="Softcopy", tautan="https://kpu.example/a.pdf")
    office.add("TEK", waktu="", usulan="", bentuk="")
    office.approved("KUL-0001")
    office.type("KUL-0001", "klasifikasi", BERKALA)
    office.sync()
    found = counted(office)
    assert found["class"] == {
        BERKALA: {"entries": 1, "public": 0},
        SETIAP_SAAT: {"entries": 1, "public": 1},
        "none": {"entries": 1, "public": 0},
    }
    assert found["unit"] == {KUL: {"entries": 2, "public": 1}, TEK: {"entries": 1, "public": 0}}
    assert list(found["form"]) == ["Softcopy", "Hardcopy", "none"]
    assert found["year"] == {
        "2020": {"entries": 1, "public": 0}, "2024": {"entries": 1, "public": 1}, "none": {"entries": 1, "public": 0},
    }  # fmt: skip


def test_the_way_to_the_public_is_measured_from_the_first_run_to_the_first_release(office: Office) -> None:
    """A later version begins no new way."""
    office.add()
    office.add(judul="Lain")
    office.sync()
    office.now += timedelta(days=2)
    office.approved("KUL-0001")
    office.now += timedelta(days=4)
    office.approved("KUL-0002")
    office.type_unit("KUL-0001", "tempat", "Serang")
    office.approved("KUL-0001")
    assert counted(office)["to_public"]["all"] == {"entries": 2, "median": 4.0, "shortest": 2.0, "longest": 6.0}


def test_what_waits_is_told_with_its_oldest(office: Office) -> None:
    office.add(usulan="")
    office.sync()
    office.now += timedelta(days=3)
    office.add(judul="Lain")
    office.add(judul="Tanpa retensi", retensi="")
    office.sync()
    assert counted(office)["waiting"] == {
        "Perlu diperbaiki": {"entries": 1, "oldest": "2026-11-26", "days": 5},
        "Menunggu klasifikasi": {"entries": 1, "oldest": "2026-11-23", "days": 8},
        "Menunggu persetujuan": {"entries": 1, "oldest": "2026-11-26", "days": 5},
    }


def test_a_row_is_right_at_once_if_its_first_version_could_be_read(office: Office) -> None:
    """Mending it later changes nothing in that."""
    office.add()
    office.add(judul="Tanpa retensi", retensi="")
    office.add("TEK")
    office.sync()
    office.type_unit("KUL-0002", "retensi", "5 tahun")
    office.sync()
    assert counted(office)["first_try"] == {
        "all": {"rows": 3, "right": 2, "share": 0.667},
        KUL: {"rows": 2, "right": 1, "share": 0.5},
        TEK: {"rows": 1, "right": 1, "share": 1.0},
    }


def test_an_office_without_entries_has_empty_tables(office: Office) -> None:
    office.sync()
    assert set(map(str, counted(office).values())) == {"{}"}


def test_a_unit_that_has_another_code_today_is_counted_once(office: Office) -> None:
    office.add()
    office.approved("KUL-0001")
    unit = Unit("UMU", KUL, "Keuangan, Umum, Logistik", ("KUL",), former=("KUL",))
    office.settings = replace(office.settings, units=(unit, *office.settings.units[1:]))
    office.doors()
    assert counted(office)["unit"] == {KUL: {"entries": 1, "public": 1}}


@pytest.mark.slow
@given(acts=st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 30), st.integers(0, 40)), max_size=25))
@settings(max_examples=20)
def test_the_numbers_agree_with_the_ledger(acts: list[tuple[Any, int, int]]) -> None:
    """Whatever people did, and however long they took: each number is what counting one by one finds."""
    with lived([(action, number, timedelta(hours=hours)) for action, number, hours in acts]) as office:
        if office.known().exists:
            assert counted(office) == counted_one_by_one(office)


def counted_one_by_one(office: Office) -> dict[str, dict[str, dict[str, Any]]]:
    ledger, events = office.known(), office.recorded()
    units = {unit.code: unit.name for unit in office.settings.units}
    states = [state for state in ledger.entries.values() if not state.removed]
    shown = [ledger.versions[state.id][state.version].content for state in states]
    public = [ledger.versions[id][version].content for id, version in ledger.items.items()]
    classes = {choice.value for choice in TEMPLATE.choices["klasifikasi"]}
    forms = {choice.value for choice in TEMPLATE.choices["bentuk"]}

    def by(value) -> dict[str, dict[str, Any]]:
        names = {value(content) for content in [*shown, *public]}
        return {
            name: {"entries": sum(value(c) == name for c in shown), "public": sum(value(c) == name for c in public)}
            for name in names
        }

    days: dict[str, list[float]] = {}
    for state in ledger.entries.values():
        own = [event for event in events if event.id == state.id]
        typed = [datetime.fromisoformat(event.at) for event in own if event.event == "added"]
        out = [datetime.fromisoformat(event.at) for event in own if event.event == "published"]
        if typed and out:
            for name in ("all", units[state.unit]):
                days.setdefault(name, []).append((min(out) - min(typed)).total_seconds() / 86400)
    took = {
        name: {
            "entries": len(each), "median": round(naive.median(each), 1), "shortest": round(min(each), 1),
            "longest": round(max(each), 1),
        }
        for name, each in days.items()
    }  # fmt: skip
    waits: dict[str, list[str]] = {}
    for state in states:
        if TEMPLATE.status_role(state.status) in WAITS:
            last = [event.at for event in events if event.id == state.id and event.event != "published"][-1]
            waits.setdefault(state.status, []).append(office_day(last, office.settings.office.zone))
    waiting = {
        name: {
            "entries": len(each), "oldest": min(each),
            "days": (datetime.fromisoformat(TODAY) - datetime.fromisoformat(min(each))).days,
        }
        for name, each in waits.items()
    }  # fmt: skip
    right: dict[str, list[bool]] = {}
    for state in states:
        for name in ("all", units[state.unit]):
            right.setdefault(name, []).append(ledger.versions[state.id][1].valid)
    return {
        "class": by(lambda content: each if (each := content.get("klasifikasi")) in classes else "none"),
        "unit": by(lambda content: units[content["unit"]]),
        "form": by(lambda content: each if (each := content.get("bentuk")) in forms else "none"),
        "year": by(lambda content: period_days(content.get("waktu", ""))[0][:4] or "none"),
        "to_public": took,
        "waiting": waiting,
        "first_try": {
            name: {"rows": len(each), "right": sum(each), "share": round(sum(each) / len(each), 3)}
            for name, each in right.items()
        },
    }  # fmt: skip
