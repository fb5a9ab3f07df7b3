"""The FTP servers that hosting has keep what every target promises as far as they let us, and are told as they are."""

from __future__ import annotations

import ftplib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from sync.errors import TargetError, TargetUnreachable
from sync.publish.publisher import Retries
from tests.ftp_daemons import PROFTPD, PUREFTPD, VSFTPD, proftpd, pure_ftpd, vsftpd
from tests.ftp_server import PASSWORD, USER
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


@pytest.mark.needs(VSFTPD)
@pytest.mark.needs(PROFTPD)
@pytest.mark.needs(PUREFTPD)
@pytest.mark.parametrize(("daemon", "limits"), [
    (proftpd, ["MaxClientsPerHost 2"]), (proftpd, ["MaxClientsPerUser 2"]), (proftpd, ["MaxClients 3"]),
    (proftpd, ["MaxClientsPerHost 1"]), (vsftpd, ["max_per_ip=2"]), (vsftpd, ["max_per_ip=1"]),
    (vsftpd, ["max_clients=2"]), (pure_ftpd, ["-c", "2"]), (pure_ftpd, ["-C", "1"]),
])  # fmt: skip
def test_a_server_that_gives_few_connections_gets_the_site_over_them(
    tmp_path: Path, daemon: Daemon, limits: list[str]
) -> None:
    """A connection that was just closed may still count there: then the run waits a moment."""
    with daemon(tmp_path, *limits) as place:
        for site in (OLD, NEW):
            publish(place, site, Retries(tries=8, pause=0.05))
            assert place.everything() == site


@pytest.mark.needs(PROFTPD)
def test_a_server_whose_connections_are_all_in_use_is_not_told_as_a_wrong_password(tmp_path: Path) -> None:
    daemon: Daemon = proftpd
    with daemon(tmp_path, "MaxClientsPerHost 1") as place, ftplib.FTP() as other:
        other.connect("127.0.0.1", place.address.port)
        other.login(USER, PASSWORD)
        with pytest.raises(TargetUnreachable, match="has no connection left for us .*Nothing is wrong with the passwo"):
            publish(place, OLD)


@pytest.mark.needs(PROFTPD)
def test_a_server_that_never_replaces_is_not_blocked_by_what_a_cut_left(tmp_path: Path) -> None:
    daemon: Daemon = proftpd
    with daemon(tmp_path, "AllowOverwrite off") as place:
        for site in (OLD, NEW):
            for name in (".dip-journal.json", ".dip-journal.json.new"):
                place.put(name, b'{"files": {}}')
            publish(place, site)
            assert place.everything() == site


@pytest.mark.needs(VSFTPD)
@pytest.mark.needs(PROFTPD)
@pytest.mark.needs(PUREFTPD)
@pytest.mark.parametrize(("daemon", "limits"), [
    (pure_ftpd, ["-x"]), (pure_ftpd, ["-X"]), (proftpd, ['PathDenyFilter "(^|/)[.]"']), (vsftpd, ["deny_file={.*}"]),
])  # fmt: skip
def test_a_server_that_allows_no_dot_before_a_name_is_given_others(
    tmp_path: Path, daemon: Daemon, limits: list[str]
) -> None:
    """What a run that was cut left under them is known again."""
    with daemon(tmp_path, *limits) as place:
        publish(place, OLD)
        assert place.everything() == OLD
        place.put("dip-journal.json", b'{"files": {}}')
        place.put(f"dip-staging/{'0' * 40}", b"sebagian")
        for path in (place.root, *place.root.rglob("*")):
            path.chmod(0o777)
        publish(place, NEW)
        assert place.everything() == NEW


@pytest.mark.needs(PUREFTPD)
def test_names_of_ours_that_are_somebody_elses_are_left_and_the_true_reason_is_told(tmp_path: Path) -> None:
    daemon: Daemon = pure_ftpd
    with daemon(tmp_path, "-x") as place:
        place.put("dip-journal.json", b"milik orang lain")
        with pytest.raises(TargetError, match=r"refuses to write to it \(553 Prohibited file name: /.dip-journal.json"):
            publish(place, OLD)
        assert place.everything() == {"dip-journal.json": b"milik orang lain"}
