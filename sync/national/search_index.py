"""The index: which entries hold which words, in a folder of its own. It is made from the store and may be thrown away.

It says only which entries may be meant; what is shown of them is looked up in the store, so that nothing withdrawn can
come out of it. Of each office it knows from which state of the store it was made, and replaces it as a set.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sync.message import say
from sync.national.list_store import ListStore, OfficeList, StoreError
from sync.national.published_list import ListEntry
from sync.national.words import stems

if TYPE_CHECKING:
    from tantivy import Document, Index, Schema

FORMAT = "1"
"""Another number makes every index anew."""
TITLE_WEIGHT = 3
"""A word of a title counts as so many words of the rest."""
MEMORY = 64_000_000
EVERY = 50_000
"""After so many entries what was indexed is kept: a process that is killed begins from there."""
SMALL, WIPED_EVERY = 50_000, 86_400
"""An index of so many entries is wiped whenever something is gone, a larger one after so many seconds."""
OFFICE = "office"


def open_index(folder: Path) -> Index:
    """The index in this folder, made anew where it is none of this format, or damaged."""
    import tantivy

    mark = folder / "format"
    if mark.is_file() and mark.read_text("utf-8") == FORMAT:
        try:
            return tantivy.Index(_schema(), str(folder))
        except ValueError:
            pass
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    index = tantivy.Index(_schema(), str(folder))
    mark.write_text(FORMAT, "utf-8")
    return index


def existing_index(folder: Path) -> Index:
    """The index that is there, to ask it. Raises `StoreError` if there is none."""
    import tantivy

    try:
        return tantivy.Index.open(str(folder))
    except ValueError:
        raise StoreError(say("there is no index yet; run `dip national harvest` first")) from None


def renew_index(index: Index, store: ListStore, now: datetime, progress: Callable[[int], None] = lambda _: None) -> int:
    """Bring the index to the state of the store: offices that changed are replaced, those not shown any more leave it.
    Returns how many changed; `progress` is called with the number of entries so far. Raises `StoreError`."""
    indexed, shown = dict(_indexed(index)), {office.site.code: office for office in store.shown_offices(now)}
    gone = indexed.keys() - shown.keys()
    due = [office for code, office in shown.items() if indexed.get(code) != office.token]
    try:
        if gone or due:
            _replace(index, store, gone, due, now, progress)
    except ValueError as error:  # as tantivy says that the disk is full
        raise StoreError(say("%(name)s cannot be used: %(reason)s", name="national-index", reason=error)) from error
    return len(gone) + len(due)


def refresh_index(folder: Path, store: ListStore, now: datetime) -> int:
    """The same, and what is gone leaves the files, too. Raises `StoreError`."""
    changed = renew_index(open_index(folder), store, now)
    wipe_index(folder, store, now)
    store.wipe_log()
    return changed


def wipe_index(folder: Path, store: ListStore, now: datetime) -> bool:
    """Make the index anew where words of entries that are gone still lie in its files: tantivy marks what is deleted,
    and takes it away when it merges. It costs what the first making did; so a large index is wiped once a day. Returns
    whether it was. Raises `StoreError`."""
    mark, index = folder / "format", open_index(folder)
    rest = _remainder(folder)
    is_small = index.searcher().num_docs <= SMALL
    if not rest or not (is_small or now.timestamp() - mark.stat().st_mtime >= WIPED_EVERY):
        return False
    try:
        writer = index.writer(MEMORY, 1)
        writer.delete_all_documents()
        for office in store.shown_offices(now):
            for document in _documents(office, store.shown_entries(office.site.code, now)):
                writer.add_document(document)
        writer.commit()  # at once: who searches meanwhile finds what was there
        writer.garbage_collect_files()
        writer.wait_merging_threads()
    except ValueError as error:
        raise StoreError(say("%(name)s cannot be used: %(reason)s", name="national-index", reason=error)) from error
    os.utime(mark, (now.timestamp(), now.timestamp()))
    return True


def _remainder(folder: Path) -> int:
    """How many deleted documents still lie in the files."""
    segments = json.loads((folder / "meta.json").read_text("utf-8"))["segments"]
    return sum(segment["deletes"]["num_deleted_docs"] for segment in segments if segment.get("deletes"))


def _replace(index: Index, store: ListStore, gone: Collection[str], due: Collection[OfficeList], now: datetime,
             progress: Callable[[int], None]) -> None:  # fmt: skip
    writer, count, kept = index.writer(MEMORY, 1), 0, 0
    for code in gone:
        writer.delete_documents_by_term(OFFICE, code)
    for office in due:
        writer.delete_documents_by_term(OFFICE, office.site.code)
        for document in _documents(office, store.shown_entries(office.site.code, now)):
            writer.add_document(document)
            count += 1
        progress(count)
        if count - kept >= EVERY:
            writer.commit()
            kept = count
    writer.commit()
    writer.wait_merging_threads()
    index.reload()


def _documents(office: OfficeList, entries: Iterable[ListEntry]) -> Iterator[Document]:
    """The entries of an office as documents, and one that says from which state of the store they are."""
    import tantivy

    site = office.site
    state = tantivy.Document()
    state.add_text(OFFICE, site.code)
    state.add_text("state", office.token)
    yield state
    for entry in entries:
        document = tantivy.Document()
        document.add_text(OFFICE, site.code)
        document.add_bytes("id", entry.id.encode())
        document.add_text("province", site.province)
        document.add_text("kind", site.kind)
        document.add_text("class", entry.klasifikasi)
        document.add_text("words", entry_words(entry))
        yield document


def entry_words(entry: ListEntry) -> str:
    """What is indexed of an entry: the stems of its words, those of the title several times."""
    title = stems(entry.judul)
    rest = (entry.ringkasan, entry.penguasa, entry.penanggung_jawab, entry.waktu, entry.tempat, entry.bentuk, entry.id)
    return " ".join([*[title] * TITLE_WEIGHT, *map(stems, rest)])


def _indexed(index: Index) -> Iterator[tuple[str, str]]:
    """Each office in the index, and the state that it was made from."""
    import tantivy

    index.reload()
    searcher = index.searcher()
    query = tantivy.Query.regex_query(index.schema, "state", "[0-9a-f]+")
    for _, address in searcher.search(query, limit=100_000, count=False).hits:
        document = searcher.doc(address)
        yield str(document.get_first(OFFICE)), str(document.get_first("state"))


def _schema() -> Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name, kept in ((OFFICE, True), ("state", True), ("province", False), ("kind", False), ("class", False)):
        builder.add_text_field(name, stored=kept, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("id", stored=True)
    return builder.build()
