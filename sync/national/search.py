"""A question → the entries that fit best, within limits.

A question is a few words, a page of results, and perhaps a province, a kind of office and a class. All words must be
found; where no entry has all of them, half of them are enough. (What a word finds: `word_queries`.)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sync.national.list_store import ListStore, OfficeList
from sync.national.published_list import ListEntry
from sync.national.search_index import OFFICE, existing_index
from sync.national.word_queries import WordQueries
from sync.national.words import fold, skipped

if TYPE_CHECKING:
    from tantivy import Occur, Query, Searcher, SearchResult

LONGEST, WORDS, PAGES, HITS = 200, 12, 50, 20
"""Letters of a question, its words, its pages, and the entries of a page."""
FILTERS = {"provinsi": "province", "jenis": "kind", "kelas": "class"}
"""The parameters that choose a part, and the fields of the index that they name."""


class BadQuestion(Exception):
    """A question that is not asked; `words` says why, for citizens."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True)
class SearchQuestion:
    """`text` as it was typed, its words, the page (from 1), and the values of filters that were chosen."""

    text: str
    words: tuple[str, ...]
    page: int = 1
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[object, ...]:
        """The same for questions with the same answer."""
        return self.words, self.page, tuple(sorted(self.filters.items()))


class SearchHit(NamedTuple):
    """An entry that was found, with its office."""

    office: OfficeList
    entry: ListEntry

    @property
    def url(self) -> str:
        """The entry's page at its office."""
        return f"{self.office.site.address}informasi/{self.entry.id}/"


class SearchPage(NamedTuple):
    """A page of hits; `total` is how many fit, `partly` whether they have only some of the words."""

    hits: tuple[SearchHit, ...]
    total: int
    partly: bool = False


def read_question(parameters: Mapping[str, Sequence[str]], choices: Mapping[str, Collection[str]]) -> SearchQuestion:
    """A question out of the parameters of an address; `choices` are the values of each filter. Raises `BadQuestion`."""
    for name, values in parameters.items():
        if name not in {"q", "halaman", *FILTERS}:
            raise BadQuestion("Alamat ini memuat parameter yang tidak dikenal.")
        if len(values) != 1:
            raise BadQuestion("Alamat ini memuat satu parameter lebih dari sekali.")
    given = {name: values[0] for name, values in parameters.items()}
    page = given.get("halaman", "1")
    if not (page.isascii() and page.isdigit() and len(page) < 4 and 1 <= int(page) <= PAGES):
        raise BadQuestion(f"Hasil dapat dibuka sampai halaman {PAGES}.")
    filters = {name: given[name] for name in FILTERS if given.get(name)}
    for name, value in filters.items():
        if value not in choices[name]:
            raise BadQuestion("Pilihan provinsi, jenis, atau kelas itu tidak ada.")
    text = given.get("q", "")
    return SearchQuestion(text.strip(), _words(text), int(page), filters)


def _words(text: str) -> tuple[str, ...]:
    """The words of a question; those that point at nothing only if there are no others. Raises `BadQuestion`."""
    if len(text) > LONGEST:
        raise BadQuestion(f"Pertanyaan paling panjang {LONGEST} huruf.")
    if not all(sign.isprintable() for sign in text):
        raise BadQuestion("Pertanyaan memuat tanda yang tidak dapat dicetak.")
    if any(part.startswith(("*", "?")) and len(part.strip("*?")) > 0 for part in text.split()):
        raise BadQuestion("Tanda * dan ? di awal kata tidak dapat dicari. Ketik awal katanya.")
    words = tuple(dict.fromkeys(fold(text)))
    if text.strip() and not words:
        raise BadQuestion("Ketik sedikitnya satu kata.")
    if len(words) > WORDS:
        raise BadQuestion(f"Pertanyaan paling banyak {WORDS} kata.")
    return tuple(word for word in words if word not in skipped()) or words


class NationalSearch:
    """Answers questions from the index, and shows what the store still shows. One thread at a time."""

    def __init__(self, folder: Path, store: ListStore) -> None:
        """Raises `StoreError` if nothing was indexed yet."""
        self._folder, self.store = folder, store
        self._indexed: object = None
        self.renew()

    def renew(self) -> None:
        """See what was indexed since, and which offices there are. Raises `StoreError`."""
        indexed = self.state()[1:]
        if not indexed or indexed != self._indexed:
            self._index = existing_index(self._folder)
            self._words, self._indexed = WordQueries(self._index), indexed
        self._offices = {office.site.code: office for office in self.store.offices()}

    def state(self) -> tuple[object, ...]:
        """Something else once the store (first) or the index is another."""
        try:
            return self.store.version(), (self._folder / "meta.json").stat().st_mtime_ns
        except OSError:
            return ()

    def ask(self, question: SearchQuestion, now: datetime) -> SearchPage:
        """A page of hits, the best first."""
        import tantivy

        searcher, schema, must = self._index.searcher(), self._index.schema, tantivy.Occur.Must
        words = self._words.of(question.words)
        filters = [
            (must, tantivy.Query.const_score_query(tantivy.Query.term_query(schema, FILTERS[name], value, "basic"), 0))
            for name, value in question.filters.items()
        ]
        found, partly = _search(searcher, [*((must, word) for word in words), *filters], question.page), False
        if not _count(found) and len(words) > 1:
            some = [(tantivy.Occur.Should, word) for word in words]
            half = tantivy.Query.boolean_query(some, minimum_number_should_match=(len(words) + 1) // 2)
            found = _search(searcher, [(must, half), *filters], question.page)
            partly = True
        return SearchPage(self._hits(searcher, found, now), _count(found), partly and _count(found) > 0)

    def _hits(self, searcher: Searcher, found: SearchResult, now: datetime) -> tuple[SearchHit, ...]:
        """What the store still shows of what was found."""
        documents = [searcher.doc(address) for _, address in found.hits]
        keys = [(str(each.get_first(OFFICE)), bytes(each.get_first("id") or b"").decode()) for each in documents]
        offices = {code: self._offices[code] for code, _ in keys if code in self._offices}
        shown = {code for code, each in offices.items() if self.store.ages.shows_list(each.confirmed, now)}
        entries = self.store.look_up([key for key in keys if key[0] in shown], now)
        return tuple(SearchHit(offices[key[0]], entries[key]) for key in keys if key in entries)


def _search(searcher: Searcher, parts: Sequence[tuple[Occur, Query]], page: int) -> SearchResult:
    import tantivy

    return searcher.search(tantivy.Query.boolean_query(parts), HITS, offset=HITS * (page - 1))


def _count(found: SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # its types leave it out
