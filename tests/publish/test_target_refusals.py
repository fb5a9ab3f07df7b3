"""What servers refuse, each in one sentence that says what to do and holds no secret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from sync.errors import TargetError, TargetUnreachable
from sync.publish.ftp import FtpStore
from sync.publish.ftp_session import FtpTrust
from sync.publish.git import GitTarget
from sync.publish.last_seen import LastSeenFile
from sync.publish.publisher import Retries, StoreTarget
from sync.publish.s3 import S3Access, S3Store
from sync.publish.sftp import SftpStore
from sync.publish.ssh import SshTrust
from sync.settings.target_address import read_address
from tests.faults import Line
from tests.ftp_server import PASSWORD, ftp_server, make_certificate
from tests.places import ONCE, FtpPlace, GitPlace, SftpPlace, git
from tests.servers import HOST_KEYS, Ssh, free_port, ssh_server
from tests.sites import NEW, OLD
from tests.target_contract import publish

pytestmark = [pytest.mark.slow, pytest.mark.needs("/usr/sbin/sshd"), pytest.mark.needs("git")]


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ssh]:
    with ssh_server(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.fixture
def place(tmp_path: Path, ssh: Ssh) -> Iterator[SftpPlace]:
    with Line(ssh.port) as line:
        yield SftpPlace(tmp_path, ssh, line)


def refusal(place: Any) -> str:
    with pytest.raises(TargetError) as caught:
        publish(place, OLD)
    assert PASSWORD not in str(caught.value)
    return str(caught.value)


def test_another_host_key_is_refused_before_anything_is_sent(place: SftpPlace) -> None:
    place.trust = replace(place.trust, host_key="SHA256:" + "A" * 43)
    told = refusal(place)
    assert "the server shows the host key SHA256:" in told and "Nothing was sent" in told
    assert place.everything() == {}


@pytest.mark.parametrize("kind", HOST_KEYS)
def test_any_host_key_of_the_server_may_be_the_pinned_one(place: SftpPlace, ssh: Ssh, kind: str) -> None:
    """A server shows one key for each connection, and has three."""
    place.trust = replace(place.trust, host_key=ssh.fingerprints[kind])
    publish(place, OLD)
    assert place.everything() == OLD


@pytest.mark.parametrize("kind", HOST_KEYS)
def test_known_hosts_may_have_any_host_key_of_the_server(place: SftpPlace, ssh: Ssh, tmp_path: Path, kind: str) -> None:
    hosts = tmp_path / "known_hosts"
    hosts.write_text(f"[127.0.0.1]:{place.line.port} {ssh.host_key.with_name(f'host_{kind}.pub').read_text()}")
    place.trust = replace(place.trust, host_key="", known_hosts=hosts)
    publish(place, OLD)
    assert place.everything() == OLD


def test_a_server_with_one_host_key_is_found_and_refused_by_it(tmp_path: Path) -> None:
    """One that has no key of the kind it is asked for first."""
    with ssh_server(tmp_path / "ssh", "HostKeyAlgorithms rsa-sha2-512") as server, Line(server.port) as line:
        place = SftpPlace(tmp_path, server, line)
        place.trust = replace(place.trust, host_key=server.fingerprints["rsa"])
        publish(place, OLD)
        place.trust = replace(place.trust, host_key=server.fingerprints["ecdsa"])
        assert f"shows the host key {server.fingerprints['rsa']}. The one in" in refusal(place)


@pytest.mark.parametrize("kind", HOST_KEYS)
def test_git_finds_the_pinned_host_key_among_all(tmp_path: Path, ssh: Ssh, kind: str) -> None:
    with Line(ssh.port) as line:
        place = GitPlace(tmp_path, ssh, line)
        place.trust = SshTrust(ssh.fingerprints[kind], None, ssh.key)
        publish(place, OLD)
        assert place.everything() == OLD


def test_a_banner_that_is_not_utf8_stops_nothing(tmp_path: Path) -> None:
    """Nor is it taken for what went wrong."""
    (tmp_path / "banner").write_bytes(b"Selamat datang di Caf\xe9\n")
    with ssh_server(tmp_path / "ssh", f"Banner {tmp_path / 'banner'}") as server, Line(server.port) as line:
        for place in (SftpPlace(tmp_path / "sftp", server, line), GitPlace(tmp_path, server, line)):
            publish(place, OLD)
            assert place.everything() == OLD
        server.key.chmod(0o644)
        assert "Selamat" not in refusal(place)


def test_an_unknown_host_is_never_accepted_blindly(place: SftpPlace, tmp_path: Path) -> None:
    place.trust = replace(place.trust, host_key="", known_hosts=tmp_path / "none")
    assert "It is not in" in refusal(place)


@pytest.mark.parametrize("missing", [["HOME"], ["LOGNAME", "USER", "LNAME", "USERNAME"]])
def test_an_account_without_a_home_or_a_name_is_told(
    place: SftpPlace, monkeypatch: pytest.MonkeyPatch, missing: list[str]
) -> None:
    """As containers run it: by a number that no account has."""
    for name in missing:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)
    assert "the account that runs dip has no name or no home here" in refusal(place)


def test_a_host_in_known_hosts_is_accepted(place: SftpPlace, ssh: Ssh, tmp_path: Path) -> None:
    hosts = tmp_path / "known_hosts"
    hosts.write_text(f"[127.0.0.1]:{place.line.port} {ssh.host_key.read_text()}")
    place.trust = replace(place.trust, host_key="", known_hosts=hosts)
    publish(place, OLD)
    assert place.everything() == OLD


def test_a_wrong_key_and_a_wrong_password(place: SftpPlace, ssh: Ssh) -> None:
    place.trust = replace(place.trust, key_file=ssh.host_key.with_suffix(""))
    assert "the server does not let" in refusal(place)
    place.trust = replace(place.trust, key_file=None, password=PASSWORD)
    assert "DIP_PUBLISH_PASSWORD" in refusal(place)


def test_a_missing_folder_and_a_file_in_its_place(place: SftpPlace) -> None:
    there = place.address
    place.address = replace(there, path=f"{there.path}/tidak-ada")
    assert "there is no such folder. Make it there" in refusal(place)
    place.put("berkas", b"x")
    place.address = replace(there, path=f"{there.path}/berkas")
    assert "is a file, not a folder" in refusal(place)


def test_nobody_there(place: SftpPlace) -> None:
    """A server that does not answer raises `TargetUnreachable`, so that everything else can go on."""
    place.address = replace(place.address, port=1)
    with pytest.raises(TargetUnreachable, match="the connection failed"):
        publish(place, OLD)


@pytest.mark.parametrize(("limits", "words"), [("-R", "does not let"), ("-P rename,posix-rename", "rename files on")])
def test_a_server_that_reads_but_will_not_write_or_rename(tmp_path: Path, limits: str, words: str) -> None:
    """It is told before anything visible has changed."""
    with ssh_server(tmp_path / "ssh", f"Subsystem sftp internal-sftp {limits}") as server, Line(server.port) as line:
        place = SftpPlace(tmp_path, server, line)
        assert words in refusal(place)
        assert not [path for path in place.everything() if not path.startswith(".dip-")]


def test_a_server_without_the_rename_that_replaces(tmp_path: Path) -> None:
    """It serves, with a gap the documentation speaks of."""
    options = "Subsystem sftp internal-sftp -P posix-rename"
    with ssh_server(tmp_path / "ssh", options) as server, Line(server.port) as line:
        place = SftpPlace(tmp_path, server, line)
        for site in (OLD, NEW):
            publish(place, site)
            assert place.everything() == site


def test_a_server_with_one_session_for_each_connection(tmp_path: Path) -> None:
    with ssh_server(tmp_path / "ssh", "MaxSessions 1") as server, Line(server.port) as line:
        place = SftpPlace(tmp_path, server, line)
        for site in (OLD, NEW):
            publish(place, site)
            assert place.everything() == site


@pytest.mark.parametrize("options", [["Subsystem lain /bin/true"], ["ForceCommand echo Maaf"], ["ForceCommand false"]])
def test_a_server_that_lets_us_in_and_knows_no_sftp_is_told_at_once(tmp_path: Path, options: list[str]) -> None:
    with ssh_server(tmp_path / "ssh", *options) as server, Line(server.port) as line:
        place = SftpPlace(tmp_path, server, line)
        with pytest.raises(TargetError, match="and answers by no SFTP") as caught:
            publish(place, OLD, Retries())
        assert not isinstance(caught.value, TargetUnreachable)


@pytest.mark.parametrize(("options", "words"), [
    (["ForceCommand /usr/sbin/nologin"], "the server prints something where git should answer"),
    (["ForceCommand echo 'This account is currently not available.' >&2; exit 1"], "is closed to git (This account"),
    (["ForceCommand git-shell"], "the account is closed to git (fatal: Interactive git shell is not enabled.)"),
    (["ForceCommand internal-sftp"], "the server prints something where git should answer"),
    (["ForceCommand false"], "the account is closed to git (it ended without a word)"),
])  # fmt: skip
def test_an_account_that_is_closed_to_git_is_told_at_once(tmp_path: Path, options: list[str], words: str) -> None:
    """Only weather is tried again, and the next run would fare no better."""
    repository = tmp_path / "dip.git"
    git("init", "-q", "--bare", str(repository))
    with ssh_server(tmp_path / "ssh", *options) as server:
        address = read_address(f"git+ssh://{server.user}@127.0.0.1:{server.port}{repository}#pages")
        trust = SshTrust(server.fingerprint, key_file=server.key)
        with pytest.raises(TargetError) as caught:
            GitTarget(address, tmp_path / "dip-git", LastSeenFile(None, ""), trust).read()
    assert words in str(caught.value)
    assert not isinstance(caught.value, TargetUnreachable)


@pytest.mark.parametrize("text", [
    '[url "https://proxy.kantor.example/"]\n insteadOf = "/"\n', "[push]\n gpgSign = true\n",
    "[push]\n pushOption = a\n", "[core]\n compression = 99\n", "[tidak utuh\n",
])  # fmt: skip
def test_the_users_configuration_of_git_is_not_obeyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    place = GitPlace(tmp_path)
    (tmp_path / "gitconfig").write_text(text)
    with monkeypatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
        publish(place, OLD)
    assert place.everything() == OLD


def test_a_hook_that_declines_gives_its_reason(tmp_path: Path) -> None:
    place = GitPlace(tmp_path)
    for name in ("pre-receive", "update"):
        hook = place.repository / "hooks" / name
        hook.write_text("#!/bin/sh\necho Ukuran melebihi 10 MB >&2\nexit 1\n")
        hook.chmod(0o755)
        assert "the server's rules refuse the push (Ukuran melebihi 10 MB" in refusal(place)
        hook.unlink()


def test_a_broken_connection_is_tried_again(place: SftpPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same run goes on without sending again what is there."""
    publish(place, OLD)
    with place.line.meter.counting() as meter:
        publish(place, OLD)
        whole = meter.count
    place.reset(OLD)
    with place.line.meter.counting(int(whole * 2)) as meter:

        def mended(_: float) -> None:
            meter.limit = None

        monkeypatch.setattr("sync.publish.publisher.time.sleep", mended)
        result = publish(place, NEW, Retries(tries=3, pause=0.01))
    assert place.everything() == NEW and meter.broken
    assert result.uploaded == sum(OLD.get(path) != data for path, data in NEW.items())


def test_ftps_verifies_the_certificate_and_the_password(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    with ftp_server(tmp_path, certificate) as server:
        place = FtpPlace(tmp_path / "situs", "ftps", server)
        store = FtpStore(place.address, FtpTrust(PASSWORD))
        with pytest.raises(TargetError, match="certificate cannot be trusted .* Nothing was sent"):
            StoreTarget(store, LastSeenFile(None, ""), ONCE).read()
        place.trust = FtpTrust("salah", certificate)
        assert "the server does not let kantor in" in refusal(place)


def test_a_bucket_that_is_not_there_and_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.s3_server import s3_server

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    with s3_server() as port:
        endpoint, address = f"http://127.0.0.1:{port}", read_address("s3://tidak-ada/dip")
        with pytest.raises(TargetError, match="there is no key. Set AWS_ACCESS_KEY_ID"):
            StoreTarget(S3Store(address, S3Access(endpoint)), LastSeenFile(None, ""), ONCE).read()
        key_file = tmp_path / "kredensial"
        key_file.write_text(f"[default]\naws_access_key_id = kunci\naws_secret_access_key = {PASSWORD}\n")
        with pytest.raises(TargetError, match="there is no bucket of this name") as caught:
            StoreTarget(S3Store(address, S3Access(endpoint, key_file)), LastSeenFile(None, ""), ONCE).read()
        assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize("name", ["situs.git", "situs kantor.git", "100%25.git"])
def test_git_over_ssh_asks_the_host_and_the_path_that_the_address_names(tmp_path: Path, name: str) -> None:
    """An IPv6 address stands in brackets; blanks and percent signs are what they are."""
    port = free_port()
    git("init", "-q", "--bare", str(tmp_path / name))
    with ssh_server(tmp_path / "ssh", f"ListenAddress [::1]:{port}") as server:
        url = f"git+ssh://{server.user}@[::1]:{port}{tmp_path}/{quote(name)}#pages"
        trust = SshTrust(server.fingerprint, None, server.key)
        target = GitTarget(read_address(url), tmp_path / "dip-git", LastSeenFile(None, ""), trust)
        assert target.publish(OLD, target.read(), lambda _, __: None).uploaded == len(OLD)
        store = SftpStore(read_address(url.replace("git+ssh", "sftp").split("#")[0]), trust)
        assert store.look([""])[""].kind == "folder"
        store.close()


def test_a_branch_with_somebody_elses_history_is_refused(tmp_path: Path) -> None:
    """It would be lost: the branch of a site is one commit without a past."""
    place = GitPlace(tmp_path)
    place.put("README", b"kode orang lain")
    place.remove("README")
    assert "has a history that this program did not write" in refusal(place)


def test_the_branch_keeps_no_past(tmp_path: Path) -> None:
    """What was withdrawn can be read in no earlier commit."""
    place = GitPlace(tmp_path)
    for site in (OLD, NEW):
        publish(place, site)
    assert git("--git-dir", str(place.repository), "rev-list", "--count", "pages").strip() == b"1"


def test_a_missing_repository_and_another_host_key(tmp_path: Path, ssh: Ssh) -> None:
    address = read_address(f"git+file://{tmp_path}/tidak-ada.git#pages")
    with pytest.raises(TargetError, match="there is no such repository"):
        GitTarget(address, tmp_path / "dip-git", LastSeenFile(None, ""), SshTrust()).read()
    url = read_address(f"git+ssh://{ssh.user}@127.0.0.1:{ssh.port}{tmp_path}/x.git#pages")
    for trust in (SshTrust("SHA256:" + "A" * 43, None, ssh.key), SshTrust("", tmp_path / "none", ssh.key)):
        with pytest.raises(TargetError, match="Nothing was sent"):
            GitTarget(url, tmp_path / "dip-git", LastSeenFile(None, ""), trust).read()
