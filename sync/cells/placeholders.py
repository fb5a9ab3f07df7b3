"""What people write where they have nothing to write: a mark for the text above, a word for nothing or for later."""

from __future__ import annotations

import re

from sync.cells.text import clean, fold, plain

SHORT = 40
"""Placeholders, ditto marks and error values are no longer than this; nor are places."""

# Folded: without case, brackets and dots.
_DITTO = frozenset(
    (
        *("idem", "idem di atas", "idem dengan atas", "ibid", "ibidem", "ditto", "dito", "sama", "sama sda"),
        *("sda", "s d a", "s d atas", "sda di atas", "sda diatas"),
        *(f"{word} {above}" for word in ("sama dengan", "sama dgn", "sama seperti", "seperti", "lihat") for above in
          ("atas", "di atas", "diatas", "baris atas", "baris di atas", "baris diatas")),
    )
)  # fmt: skip
NOTHING = frozenset(
    (
        *("n a", "na", "nihil", "tidak ada", "tdk ada", "tidak tersedia", "kosong"),
        *("none", "null", "nan", "undefined", "false"),
    )
)
"""Folded: there is none. A box that nobody ticked reads `FALSE`."""
UNKNOWN = frozenset(
    (
        *("belum", "belum ada", "belum diisi", "belum diketahui", "belum tahu", "belum tersedia", "tidak tahu"),
        *("belum ada link", "belum ada tautan", "belum diunggah", "belum diupload", "akan diunggah", "dalam proses"),
        *("tbd", "tba", "todo", "menyusul", "akan menyusul", "segera menyusul", "dll", "dsb", "dst"),
        *("true", "benar"),
    )
)
"""Folded: it is not known yet, or a tick was put where words belong."""
_LATER = re.compile(
    r"(?:(?:belum|blm|akan|segera|masih|sedang|menunggu|(?:dalam|dlm) proses)(?: (?=.)|$))+"
    r"(?:(?:ada|di|menyusul|proses|diproses|isi|diisi|tersedia|link|tautan|file|berkas|unggah|diunggah|upload|diupload"
    r"|scan|discan|dipindai)(?: (?=.)|$))*"
)
_QUOTES = re.compile(r"[-\"'“”„‟″〃‘’´«»,`\s]*[\"'“”„‟″〃‘’´«»,`][-\"'“”„‟″〃‘’´«»,`\s]*")


def is_unknown(folded: str) -> bool:
    """Whether a folded text says no more than that something is not known yet or is still to come."""
    return folded in UNKNOWN or _LATER.fullmatch(folded) is not None


def is_ditto(text: str) -> bool:
    """Whether a text stands for the one above it: `idem`, `sda`, `"`."""
    value = clean(text)
    return len(value) <= SHORT and (
        fold(value) in _DITTO or (not fold(value) and bool(_QUOTES.fullmatch(plain(value))))
    )
