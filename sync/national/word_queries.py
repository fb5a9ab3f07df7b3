"""The words of a question → what the index is asked: stems, their meanings, beginnings, misspellings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sync.national.words import meanings, stem

if TYPE_CHECKING:
    from tantivy import Index, Query

WORDS = "words"
"""The field of the index."""
BEGINNINGS = 16
"""A beginning stands for so many words at most, those that are most common."""
KNOWN, ALIKE = 200_000, 3
"""Words of the lists that a misspelt one is compared with, the commonest; and so many are taken for it."""
COMPARED = 3
"""So many words of a question are compared with them: comparing is what costs."""
MEANT, LESS = 8, 0.02
"""So many phrases of the vocabulary stand for what was typed. They count so much: who has the very word comes first."""


class WordQueries:
    """Makes queries for one state of an index."""

    def __init__(self, index: Index) -> None:
        self._searcher, self._schema = index.searcher(), index.schema
        self._ranks: dict[str, int] = {}
        self._by_length: dict[int, list[str]] = {}
        self._left = COMPARED

    def of(self, words: Sequence[str]) -> list[Query]:
        """A query for each word, or for some words together that the vocabulary knows as one."""
        self._left = COMPARED
        return [self._phrase(part) for part in _phrases(words)]

    def _phrase(self, words: Sequence[str]) -> Query:
        import tantivy

        own = tuple(map(stem, words))
        others = [each for each in meanings().get(own, ()) if all(map(self._is_known, each))][:MEANT]
        if others and not all(map(self._is_known, own)):
            return self._any([self._all(each) for each in others])
        typed = self._together([self._word(word) for word in words])
        less = [tantivy.Query.boost_query(self._all(each), LESS) for each in others]
        return self._any([typed, *less]) if less else typed

    def _is_known(self, term: str) -> bool:
        return self._searcher.doc_freq(WORDS, term) > 0

    def _word(self, word: str) -> Query:
        """The word itself, by its stem; else the words that it begins; else those that are spelt most like it."""
        own = stem(word)
        terms = [own] if self._is_known(own) else self._begun(word, own) or self._alike(word, own)
        return self._any([self._term(term) for term in terms])

    def _begun(self, word: str, own: str) -> list[str]:
        """The commonest words that begin with this one."""
        if len(word) < 3:
            return []
        found = (self._searcher.terms_with_prefix(WORDS, each, limit=BEGINNINGS) for each in (word, own))
        return next(([term for term, _ in terms] for terms in found if terms), [])

    def _alike(self, word: str, own: str) -> list[str]:
        """The words that are spelt most like this one, the commonest first: one letter is wrong, in long words two."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        if len(word) < 5 or word.isdigit() or not self._left:
            return []
        self._left -= 1
        wrong = 1 if len(word) < 8 else 2
        for spelt in dict.fromkeys((own, word)):
            some = self._of_length(len(spelt) - wrong, len(spelt) + wrong)
            found = process.extract(spelt, some, scorer=OSA.distance, score_cutoff=wrong, limit=None)
            least = min((distance for _, distance, _ in found), default=0)
            if found and 2 * least < len(spelt):
                return sorted((term for term, distance, _ in found if distance == least), key=self._rank)[:ALIKE]
        return []

    def _of_length(self, shortest: int, longest: int) -> list[str]:
        """The commonest words of the lists that have so many letters."""
        if not self._ranks:
            terms = (term for term, _ in self._searcher.terms_with_prefix(WORDS, "", limit=KNOWN))
            self._ranks = {term: rank for rank, term in enumerate(terms)}
            for term in self._ranks:
                self._by_length.setdefault(len(term), []).append(term)
        return [term for length in range(shortest, longest + 1) for term in self._by_length.get(length, ())]

    def _rank(self, term: str) -> int:
        return self._ranks[term]

    def _term(self, term: str) -> Query:
        import tantivy

        return tantivy.Query.term_query(self._schema, WORDS, term, "freq")

    def _all(self, terms: Sequence[str]) -> Query:
        return self._together([self._term(term) for term in terms])

    @staticmethod
    def _together(queries: Sequence[Query]) -> Query:
        import tantivy

        whole = tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])
        return queries[0] if len(queries) == 1 else whole

    @staticmethod
    def _any(queries: Sequence[Query]) -> Query:
        import tantivy

        whole = tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
        return queries[0] if len(queries) == 1 else whole


def _phrases(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The words, the longest phrases of the vocabulary among them as one."""
    longest = max(map(len, meanings()), default=1)
    while words:
        stems = tuple(map(stem, words[:longest]))
        size = next((size for size in range(len(stems), 1, -1) if stems[:size] in meanings()), 1)
        yield words[:size]
        words = words[size:]
