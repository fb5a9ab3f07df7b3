"""What was probably meant: the known word spelt most like another."""

from __future__ import annotations

import pytest

from sync.spelling import closest, is_like


@pytest.mark.parametrize(
    ("word", "likeness", "meant"),
    [
        ("softcpoy", 0.75, "softcopy"),
        ("hardcopi", 0.75, "hardcopy"),
        ("softcopy", 1.0, "softcopy"),
        ("rapat", 0.75, ""),
        ("", 0.75, ""),
    ],
)
def test_the_word_spelt_most_like_it_is_meant_or_none(word: str, likeness: float, meant: str) -> None:
    assert closest(word, ["hardcopy", "softcopy"], likeness) == meant


def test_of_words_equally_alike_the_first_is_meant() -> None:
    assert closest("lebag", ["lebak", "lebah"], 0.75) == "lebak"
    assert closest("lebag", [], 0.1) == ""


def test_likeness_is_the_share_of_letters_in_the_same_order() -> None:
    assert is_like("abcd", "abxd", 0.75)
    assert not is_like("abcd", "abxd", 0.76)
