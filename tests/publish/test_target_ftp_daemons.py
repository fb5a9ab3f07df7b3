"""The FTP servers that hosting has keep what every target promises as far as they let us, and are told as they are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.ftp_daemons import PROFTPD, PUREFTPD, VSFTPD, proftpd, pure_ftpd, vsftpd
from tests.sites import NEW, OLD
from tests.target_contract import publish

pytestmark = pytest.mark.slow
Daemon = Callable[..., AbstractContextManager[Any]]
in_all = pytest.mark.parametrize("daemon", [
    pytest.param(vsftpd, marks=pytest.mark.needs(VSFTPD)),
    pytest.param(proftpd, marks=pytest.mark.needs(PROFTPD)),
    pytest.param(pure_ftpd, marks=pytest.mark.needs(PUREFTPD)),
])  # fmt: skip


@in_all
def test_one_release_after_the_other(tmp_path: Path, daemon: Daemon) -> None:
    with daemon(tmp_path) as place:
        for site in (OLD, NEW):
            publish(place, site)
            assert place.everything() == site


@in_all
def test_names_that_are_not_utf8_stop_nothing(tmp_path: Path, daemon: Daemon) -> None:
    """A file that somebody sent from an old Windows, and a folder."""
    with daemon(tmp_path) as place:
        for path in ("caf\udce9.pdf", "m\udce9/isi.pdf"):
            place.put(path, b"milik orang lain")
        for site in (OLD, NEW):
            publish(place, site)
            assert place.target().read().foreign == ("caf\\xe9.pdf", "m\\xe9/")
        assert place.everything().keys() - NEW.keys() == {"caf\udce9.pdf", "m\udce9/isi.pdf"}


@pytest.mark.needs(VSFTPD)
@pytest.mark.needs(PROFTPD)
@pytest.mark.parametrize(("daemon", "welcome"), [
    (vsftpd, "ftpd_banner=Selamat datang di Caf\udce9"), (proftpd, 'ServerIdent on "Selamat datang di Caf\udce9"'),
])  # fmt: skip
def test_a_welcome_that_is_not_utf8_stops_nothing(tmp_path: Path, daemon: Daemon, welcome: str) -> None:
    with daemon(tmp_path, welcome) as place:
        publish(place, OLD)
        assert place.everything() == OLD
