"""Many offices' sites on loopback, each with a list that a test may change, withdraw from, or spoil."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sync.links.turns import Politeness, Turns
from sync.national.harvest import OfficeOutcome, harvest
from sync.national.list_store import Confirmation, ListStore, open_store
from sync.national.national_settings import NationalSettings, NationalTable
from sync.national.offices import OfficeSite
from sync.national.published_list import ListEntry, PublishedList
from sync.national.search_index import open_index, renew_index
from sync.national.site_reader import SiteReader
from sync.national.taking import take_list
from tests.internet import Internet, answer

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
TABLE = NationalTable("Komisi Pemilihan Umum", "https://cari.kpu.example.org/", "ppid@kpu.go.id", "KPU", largest=1)
CLASSES = ("Informasi Berkala", "Informasi Serta Merta", "Informasi Setiap Saat")


def site(number: int, province: str = "Banten", kind: str = "KPU Kabupaten") -> OfficeSite:
    """An office of the list."""
    return OfficeSite(
        f"36{number:02}", f"{kind} Nomor {number}", kind, province, f"https://kpu{number}.example.org/dip/"
    )


def record(number: int, judul: str = "", unit: str = "KUL", **words: str) -> dict[str, Any]:
    """An entry as a site publishes it."""
    return {
        "id": f"{unit}-{number:04}", "nomor": number, "judul": judul or f"Laporan keuangan tahun {2000 + number}",
        "ringkasan": "Realisasi anggaran", "penguasa": "Subbagian Keuangan", "penanggung_jawab": "Kepala Subbagian",
        "waktu": "2025", "waktu_mulai": "2025-01-01", "waktu_selesai": "2025-12-31", "tempat": "Rangkasbitung",
        "bentuk": "Softcopy", "retensi": "5 tahun", "klasifikasi": CLASSES[number % 3], "tautan": [],
        "ditetapkan": "2026-11-20", "dimutakhirkan": "2026-11-23", **words,
    }  # fmt: skip


def document(records: Iterable[Mapping[str, Any]], code: str) -> bytes:
    """`data/dip.json`."""
    whole = {"office": "KPU", "kode": code, "updated": "2026-11-23", "entries": list(records)}
    return json.dumps(whole, ensure_ascii=False).encode()


def manifest(data: bytes, release: int = 1, withdrawn: Iterable[str] = (), **files: str) -> bytes:
    """`manifest.json` of a site that publishes this list."""
    paths = {"data/dip.json": hashlib.sha256(data).hexdigest(), "data/schema/dip-1.json": "0" * 64, **files}
    paths["sitemap-berkala.xml"] = "0" * 64
    gone = [f"{edition}informasi/{id}/index.html" for id in withdrawn for edition in ("", "en/")]
    return json.dumps({"release": release, "files": paths, "keys": {}, "withdrawn": gone, "seal": ""}).encode()


class Nation:
    """The offices, their sites, and what is kept of them in a folder."""

    def __init__(self, net: Internet, folder: Path, offices: Sequence[OfficeSite]) -> None:
        self.net, self.offices, self.folder = net, {each.code: each for each in offices}, folder
        self.settings = NationalSettings(TABLE, folder)
        self.store: ListStore = open_store(self.settings)
        self.store.set_offices(offices)
        self.now = NOW
        self.release = 0
        self.reader = self.reading(60)

    def reading(self, seconds: float) -> SiteReader:
        """What asks the sites, and waits so long for a file: a machine with much to do is no site that hangs."""
        return SiteReader(self.net.client(), Turns(Politeness(pause=0, patience=99)), TABLE.largest, seconds)

    def publish(self, code: str, records: Sequence[Mapping[str, Any]], withdrawn: Iterable[str] = ()) -> None:
        """The site of this office shows these entries, and notices of those."""
        self.release += 1
        data = document(records, code)
        said = manifest(data, self.release, withdrawn)
        self.put(code, "data/dip.json", data)
        self.put(code, "manifest.json", said, f'"{hashlib.sha256(said).hexdigest()[:16]}"')

    def put(self, code: str, path: str, data: bytes, mark: str = "") -> None:
        """A file at the site of this office."""
        url = self.offices[code].address + path
        marks = {"ETag": mark} if mark else {}
        self.net.pages[url] = answer(200, "application/json", data, **marks)
        self.net.marks[url] = mark

    def harvest(self, *codes: str, days: float = 0) -> dict[str, OfficeOutcome]:
        """Ask, so many days later, and bring the index up to date."""
        self.now += timedelta(days)
        outcomes: list[OfficeOutcome] = []
        harvest(self.store, self.reader, codes, lambda: self.now, 16, outcomes.append)
        return {each.site.code: each for each in outcomes}

    def index(self) -> int:
        """Bring the index up to date."""
        return renew_index(open_index(self.settings.index_path), self.store, self.now)

    def shown(self, code: str) -> set[str]:
        """The IDs that are shown of this office."""
        if code not in {office.site.code for office in self.store.shown_offices(self.now)}:
            return set()
        return {entry.id for entry in self.store.shown_entries(code, self.now)}


def stocked(folder: Path, lists: Mapping[OfficeSite, Sequence[Mapping[str, Any]]], now: datetime = NOW) -> ListStore:
    """A store with these lists, indexed, as a harvest leaves them."""
    settings = NationalSettings(TABLE, folder)
    store = open_store(settings)
    store.set_offices(lists)
    for office, records in lists.items():
        entries = tuple(ListEntry(*(each[key] for key in ListEntry._fields)) for each in records)
        offered = PublishedList("2026-11-23", entries)
        said = Confirmation(1, "x", "2026-11-23", "", "", ("sitemap.xml", "sitemap-berkala.xml"))
        store.replace(office.code, take_list({}, offered, (), now, store.ages), now, said)
    renew_index(open_index(settings.index_path), store, now)
    return store


def ids(numbers: Collection[int]) -> set[str]:
    return {f"KUL-{number:04}" for number in numbers}
