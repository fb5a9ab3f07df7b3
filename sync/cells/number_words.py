"""Numbers in Indonesian words."""

from __future__ import annotations

ONES = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11,
}  # fmt: skip


def number_of(words: str) -> int | None:
    """An Indonesian number word up to ninety-nine (`dua belas` → 12); None for any other text."""
    parts = words.split()
    if len(parts) == 1 and parts[0].endswith("belas") and parts[0] not in ONES:
        parts = [parts[0].removesuffix("belas"), "belas"]
    if len(parts) == 1:
        return ONES.get(parts[0])
    if len(parts) == 2 and parts[1] == "belas" and 2 <= ONES.get(parts[0], 0) <= 9:
        return 10 + ONES[parts[0]]
    if len(parts) in (2, 3) and parts[1] == "puluh" and 2 <= ONES.get(parts[0], 0) <= 9:
        rest = ONES.get(parts[2], 0) if len(parts) == 3 else 0
        return 10 * ONES[parts[0]] + rest if rest < 10 and (rest or len(parts) == 2) else None
    return None
