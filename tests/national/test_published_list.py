"""What a site publishes is looked at before it is believed; what `dip` itself publishes is taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sync.national.published_list import (
    REFUSALS,
    NotTaken,
    PublishedList,
    read_published_list,
    read_site_manifest,
    trouble_words,
)
from tests.national.nation import document, manifest, record
from tests.releases import BILINGUAL, release, released, rendered

Records = list[dict[str, Any]]


def taken(data: bytes, code: str = "3602", **words: Any) -> PublishedList:
    return read_published_list(data, read_site_manifest(manifest(data, **words)), code)


@pytest.mark.slow
def test_the_site_that_dip_publishes_is_taken() -> None:
    """Not what a test believes a site to be, but what an office's site is."""
    whole = release(released("KUL-0001"), released("TEK-0007"), withdrawn=(("KUL-0002", "2026-11-25"),), number=3)
    site = rendered(whole, replace(BILINGUAL, code="3602"))
    said = read_site_manifest(site["manifest.json"])
    assert said.release == 3 and said.withdrawn == {"KUL-0002"}
    assert "sitemap-berkala.xml" in said.sitemaps and "sitemap.xml" in said.sitemaps
    offered = read_published_list(site["data/dip.json"], said, "3602")
    assert [entry.id for entry in offered.entries] == ["KUL-0001", "TEK-0007"]
    assert offered.entries[0].judul == "Laporan Keuangan Tahun 2025" and offered.updated == "2026-11-23"


def test_an_empty_list_is_a_list() -> None:
    assert taken(document([], "3602")).entries == ()


def test_keys_that_are_added_later_are_passed_over() -> None:
    (entry,) = taken(document([record(1, baru="x")], "3602")).entries
    assert entry.id == "KUL-0001"


def spoil(key: str, value: object) -> Callable[[Records], None]:
    return lambda records: records[0].update({key: value})


@pytest.mark.parametrize(
    "spoilt",
    [
        spoil("id", "kul-1"), spoil("id", 7), spoil("judul", None), spoil("nomor", 0), spoil("nomor", "1"),
        spoil("klasifikasi", "Informasi Dikecualikan"), spoil("dimutakhirkan", "kemarin"),
        spoil("dimutakhirkan", "2026-99-99"), spoil("ditetapkan", "2026-11-23\n"), spoil("ditetapkan", "٢٠٢٦-١١-٢٣"),
        spoil("id", "KUL-0001\n"), spoil("id", "KUL-" + "1" * 5000),
        spoil("tautan", [{"nama": "x", "url": "javascript:alert(1)"}]), spoil("tautan", "x"),
        lambda records: records[0].pop("ringkasan"), lambda records: records.append("teks"),
    ],
)  # fmt: skip
def test_a_list_that_does_not_fit_the_schema_is_not_taken(spoilt: Callable[[Records], None]) -> None:
    records = [record(1)]
    spoilt(records)
    refused("schema", lambda: taken(document(records, "3602")))


def test_texts_are_kept_as_lines_that_obey_nobody_and_fit_a_page() -> None:
    (entry,) = taken(document([record(1, "a\x00b\x1b[2Jc\u202ed\ue000e", ringkasan="x" * 1_000_000)], "3602")).entries
    assert entry.judul == "a b [2Jc d e" and len(entry.ringkasan) == 4000
    half = document([record(1)], "3602").replace(b"Laporan", b"\\ud800Laporan")
    (entry,) = taken(half).entries
    assert entry.judul.startswith(" Laporan") and entry.judul.encode()


def refused(reason: str, work: Callable[[], object]) -> None:
    with pytest.raises(NotTaken) as stopped:
        work()
    assert stopped.value.reason == reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[]", "schema"), (b"{", "schema"), (b"\xff\xfe", "schema"), (b"[" * 100_000, "schema"),
        (document([record(1)], "3603"), "code"), (document([record(1), record(1)], "3602"), "doubled"),
        (json.dumps({"office": "KPU", "updated": "", "entries": []}).encode(), "schema"),
    ],
)  # fmt: skip
def test_nonsense_is_not_taken(data: bytes, reason: str) -> None:
    refused(reason, lambda: taken(data))


def test_a_manifest_that_lies_is_found_out() -> None:
    data = document([record(1)], "3602")
    refused("hash", lambda: read_published_list(data + b" ", read_site_manifest(manifest(data)), "3602"))
    refused("html", lambda: read_published_list(b" <html>", read_site_manifest(manifest(data)), "3602"))
    refused("contradiction", lambda: taken(data, withdrawn=["KUL-0001"]))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<!doctype html><title>Masuk</title>", "html"), (b"", "manifest"), (b"{}", "manifest"),
        (b"[" * 99_999, "manifest"),
        (b'{"release": 1, "files": {}}', "no-list"), (b'{"release": "1", "files": {}}', "manifest"),
        (b'{"release": -5, "files": {"data/dip.json": "%s"}}' % (b"0" * 64), "no-list"),
        (b'{"release": 1, "files": {"data/dip.json": "%s"}}' % (b"0" * 64), "old-schema"),
        (b'{"release": 1, "files": {"../data/dip.json": "x"}}', "manifest"),
    ],
)  # fmt: skip
def test_a_manifest_of_nonsense_is_not_taken(data: bytes, reason: str) -> None:
    refused(reason, lambda: read_site_manifest(data))


def test_withdrawals_are_pages_of_entries_and_nothing_else() -> None:
    said = json.loads(manifest(b"", withdrawn=["KUL-0001"]))
    said["withdrawn"] += ["informasi/x/index.html", "tentang/index.html", "en/informasi/TEK-0002/index.html"]
    assert read_site_manifest(json.dumps(said).encode()).withdrawn == {"KUL-0001", "TEK-0002"}


def test_every_reason_is_a_sentence() -> None:
    assert all(trouble_words(reason) != reason for reason in (*REFUSALS, "inside", "slow", "404"))
