"""What people copy from a browser, and which spreadsheet it means."""

from __future__ import annotations

import pytest

from sync.settings.spreadsheet_address import is_google, spreadsheet_id, spreadsheet_url
from sync.strict_toml import Mistake

ID = "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"
URL = f"https://docs.google.com/spreadsheets/d/{ID}"


@pytest.mark.parametrize(
    "location",
    [
        URL,
        f"{URL}/",
        f"{URL}/edit",
        f"{URL}/edit?usp=sharing#gid=0",
        f"{URL}/edit#gid=1844674407",
        f"https://docs.google.com/spreadsheets/u/1/d/{ID}/edit",
        f"https://docs.google.com/a/kantor.go.id/spreadsheets/d/{ID}/edit",
        spreadsheet_url(ID),
        ID,
    ],
)
def test_every_form_of_the_address_means_the_spreadsheet(location: str) -> None:
    assert is_google(location)
    assert spreadsheet_id(location) == ID


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("https://drive.google.com/drive/folders/1AbC", "is a folder of Drive"),
        ("https://drive.google.com/drive/u/0/folders/1AbC?usp=sharing", "is a folder of Drive"),
        (f"https://drive.google.com/file/d/{ID}/view", "not of the spreadsheet itself"),
        ("https://docs.google.com/spreadsheets/d/e/2PACX-1vTabc/pubhtml", "published for readers"),
        (f"https://docs.google.com/document/d/{ID}/edit", "is no spreadsheet"),
        ("https://docs.google.com/spreadsheets/d/1AbC…/edit", "not the ID"),
        ("https://docs.google.com/spreadsheets/", "is no spreadsheet"),
    ],
)
def test_what_is_no_spreadsheet_is_explained(location: str, words: str) -> None:
    """The sentence says which address to copy instead."""
    assert is_google(location)
    with pytest.raises(Mistake, match=words) as caught:
        spreadsheet_id(location)
    assert "copy the address that begins with https://docs.google.com/spreadsheets/d/" in str(caught.value)


@pytest.mark.parametrize("location", ["dip.xlsx", "/srv/dip/dip.xlsx", "folder/1AbC", ID + ".xlsx", ""])
def test_a_path_is_a_path(location: str) -> None:
    assert not is_google(location)
