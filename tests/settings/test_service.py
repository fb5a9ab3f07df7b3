"""The table `[service]`: what the office says to people who ask."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from sync.settings.service import Service
from sync.site.site_settings import site_settings
from sync.strict_toml import Mistake
from tests.settings.test_settings import LEAST, load, refusal

TABLE = '\n[service]\nhours = "Senin–Jumat, 08.00–16.00 WIB"\neppid = "https://e-ppid.example/"\n'


def test_what_the_office_did_not_say_is_empty(tmp_path: Path) -> None:
    assert not any(asdict(site_settings(load(tmp_path, LEAST)).service).values())


def test_the_site_is_told_what_the_office_says(tmp_path: Path) -> None:
    service = site_settings(load(tmp_path, LEAST + TABLE)).service
    assert (service.hours, service.eppid) == ("Senin–Jumat, 08.00–16.00 WIB", "https://e-ppid.example/")


@pytest.mark.parametrize("key", ["eppid", "licence_url"])
@pytest.mark.parametrize("address", ["javascript:alert(1)", "e-ppid.example", "https://", "https://a b/"])
def test_an_address_must_open_in_a_browser(key: str, address: str) -> None:
    with pytest.raises(Mistake, match=f"{key} in .service."):
        Service(**{key: address})


def test_an_address_of_a_licence_needs_its_name() -> None:
    with pytest.raises(Mistake, match="needs a licence, too"):
        Service(licence_url="https://creativecommons.org/licenses/by/4.0/")


def test_a_unit_may_have_an_office_address(tmp_path: Path) -> None:
    """Editors' addresses are never shown; this one is meant to be, under the unit's former codes as well."""
    unit = 'code = "KUL"'
    text = LEAST.replace(unit, f'{unit}\nemail = "kul@kpu.example"\nformer = ["KEU"]')
    assert site_settings(load(tmp_path, text)).unit_addresses == {"KUL": "kul@kpu.example", "KEU": "kul@kpu.example"}
    wrong = LEAST.replace(unit, f'{unit}\nemail = "Ibu Sari"')
    assert refusal(tmp_path, wrong) == "email of unit KUL: “Ibu Sari” is not an e-mail address."
