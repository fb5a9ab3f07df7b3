"""The page for good of every list that was released, and which of them an entry was decreed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sync.release import ListPage, PastList, Release
from sync.site.gate import ListedEntry
from sync.site.keys import SiteFile
from sync.site.list_digest import in_groups, list_page, page_path
from sync.site.page_bytes import SitePages
from sync.site.signed_decrees import SignedDecree


def list_pages(
    editions: Sequence[SitePages],
    release: Release,
    entries: Sequence[ListedEntry],
    decrees: Mapping[ListPage, SignedDecree],
) -> dict[str, SiteFile]:
    """The page for good of every list that was ever released, in every language. One that a decree established says of
    each of its entries what became of it, in words that anyone may read today (rule 7); of another it is enough that it
    was replaced."""
    present = list_page(release.entries)
    known = {past.establishment: past.page for past in release.lists}
    official = release.establishment if known.get(release.establishment, present) == present else ("", "")
    now = PastList(present, official, {entry.id: entry.version for entry in release.entries})
    titles: Mapping[str, str] = {entry.id: entry.judul for entry in entries}
    files: dict[str, SiteFile] = {}
    for past in {each.page: each for each in (*release.lists, now) if each.page.total}.values():
        number, day = past.establishment
        listed = _what_became(past, now.items, titles) if past is now or any(past.establishment) else ()
        path = f"{page_path(past.page)}index.html"
        for pages in editions:
            files[pages.folder + path] = pages.file(
                "rilis.html.j2", path, number=number, day=day, digest=in_groups(past.page.digest), page=past.page,
                current=past.page == present, listed=listed, decree=decrees.get(past.page),
            )  # fmt: skip
    return files


def _what_became(past: PastList, now: Mapping[str, int], titles: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """(ID, what became of it, its title where it stands as it did) of each entry of a list, in the order of IDs."""
    became = {id: "gone" if id not in now else "same" if now[id] == past.items[id] else "changed" for id in past.items}
    return tuple((id, became[id], titles.get(id, "") if became[id] == "same" else "") for id in sorted(past.items))


def first_decrees(release: Release) -> dict[tuple[str, int], tuple[str, str, str]]:
    """Number and day of the decree, and the path of the list's page, for each entry (ID, version) that a decree
    established: the first of several. Of the list of today it is told once its signed decree came back: what is known
    of an entry must not change with the entries beside it."""
    signed = [(each.page, each.establishment, each.items) for each in release.decrees]
    present = list_page(release.entries)  # which the ledger counts among the lists from the next run on
    lists = (each for each in release.lists if any(each.establishment) and each.page != present)
    past = [(each.page, each.establishment, each.items) for each in lists]
    found: dict[tuple[str, int], tuple[str, str, str]] = {}
    for page, (number, day), items in sorted((*past, *signed), key=lambda each: each[0]):
        for item in items.items():
            found.setdefault(item, (number, day, page_path(page)))
    return found
