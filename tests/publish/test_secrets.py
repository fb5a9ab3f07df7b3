"""Secrets as people save them are taken, or named; what looks like a key is never sent as a password."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sync.errors import TargetError
from sync.publish.open_target import open_target
from sync.publish.secret import kind_of, text_of
from sync.settings.settings import Settings
from sync.settings.target_address import PASSWORD_VARIABLE, Publish
from tests.ftp_server import PASSWORD, FtpServer, ftp_server, make_certificate
from tests.office_folder import OfficeFolder
from tests.places import git
from tests.publish.test_target_garbled import Script
from tests.servers import Ssh, ssh_server

pytestmark = pytest.mark.slow
PPK = "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: kantor\nPublic-Lines: 2\nAAAA\n"
PUBLIC = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKxN kantor\n"
PEM = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=\n-----END OPENSSH PRIVATE KEY-----\n"
CREDENTIALS = "[default]\naws_access_key_id = kunci\naws_secret_access_key = rahasia\n"
SAVED: dict[str, Callable[[str], bytes]] = {
    "byte order mark": lambda text: text.encode("utf-8-sig"),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "blank first line": lambda text: b"\n\r\n" + text.encode(),
    "UTF-16 of Notepad": lambda text: text.replace("\n", "\r\n").encode("utf-16"),
    "all of it": lambda text: ("\n\n" + text).replace("\n", "\r\n").encode("utf-8-sig"),
}
as_saved = pytest.mark.parametrize("save", SAVED.values(), ids=SAVED.keys())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return OfficeFolder(tmp_path_factory.mktemp("kantor")).settings


@pytest.fixture
def settings(made: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    return replace(made, folder=tmp_path)


def given(settings: Settings, to: str, data: bytes, **more: Any) -> Settings:
    """With `data` in `key_file`."""
    path = settings.folder / "rahasia"
    path.write_bytes(data)
    path.chmod(0o600)
    return replace(settings, publish=Publish(to=to, key_file="rahasia", check_url=False, **more))


def refusal(settings: Settings) -> str:
    with pytest.raises(TargetError) as caught:
        open_target(settings).read()
    return str(caught.value)


@pytest.fixture(scope="module")
def ftp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FtpServer]:
    top = tmp_path_factory.mktemp("ftp")
    with ftp_server(top, make_certificate(top), tls=False) as server:
        yield server


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ssh]:
    with ssh_server(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@as_saved
def test_a_password_is_taken_as_it_was_saved(ftp: FtpServer, settings: Settings, save: Callable[[str], bytes]) -> None:
    to = f"ftp://kantor@127.0.0.1:{ftp.port}/"
    assert open_target(given(settings, to, save(f"{PASSWORD}\n"))).read().release is None


@pytest.mark.parametrize("text", [f"{PASSWORD}\r", f"{PASSWORD}\r\n", f"\ufeff{PASSWORD}"])
def test_a_password_is_taken_as_a_script_gives_it(
    ftp: FtpServer, settings: Settings, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, text)
    publish = Publish(to=f"ftp://kantor@127.0.0.1:{ftp.port}/", check_url=False)
    assert open_target(replace(settings, publish=publish)).read().release is None


@as_saved
@pytest.mark.needs("/usr/sbin/sshd")
@pytest.mark.needs("git")
def test_a_key_is_taken_as_it_was_saved(ssh: Ssh, settings: Settings, save: Callable[[str], bytes]) -> None:
    """By SFTP and by git, whose ssh reads nothing but what ssh-keygen writes."""
    git("init", "-q", "--bare", str(settings.folder / "situs.git"))
    host, key = f"{ssh.user}@127.0.0.1:{ssh.port}{settings.folder}", save(ssh.key.read_text())
    for to in (f"sftp://{host}", f"git+ssh://{host}/situs.git#pages"):
        assert open_target(given(settings, to, key, host_key=ssh.fingerprint)).read().release is None
    assert {path.name for path in settings.folder.iterdir()} <= {"rahasia", "situs.git", "dip-git"}


@as_saved
def test_credentials_are_taken_as_they_were_saved(settings: Settings, save: Callable[[str], bytes]) -> None:
    import boto3

    from tests.s3_server import s3_server

    with s3_server() as port:
        endpoint = f"http://127.0.0.1:{port}"
        client = boto3.client(
            "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="k", aws_secret_access_key="r"
        )
        client.create_bucket(Bucket="kantor")
        client.close()
        assert open_target(given(settings, "s3://kantor/dip", save(CREDENTIALS), endpoint=endpoint)).read().files == {}


@pytest.mark.parametrize("text", [
    "", "kunci:rahasia", "Access key ID,Secret access key\nkunci,rahasia\n", "[lain]\na=b", "[default]\nrahasia",
    CREDENTIALS.replace("_secret_", "_"),
])  # fmt: skip
def test_what_is_no_credentials_file_is_named(settings: Settings, text: str) -> None:
    told = refusal(given(settings, "s3://kantor/dip", text.encode(), endpoint="http://127.0.0.1:1"))
    assert "key_file rahasia is no credentials file that can be used: it needs a line [default]" in told


@pytest.mark.parametrize(("text", "words"), [
    (PPK, "is a key as PuTTY keeps it. Nothing was sent. Export it in PuTTYgen (Conversions, Export OpenSSH key), or "
     "by: puttygen rahasia -O private-openssh -o dip-kunci. Then name that file"),
    (PUBLIC, "is no private key but what is given to the server. Nothing was sent. Name the private key"),
    ("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n", "Name the private key, the file without .pub"),
    ("-----BEGIN CERTIFICATE-----\nAAAA\n", "Name the private key, the file without .pub"),
    (CREDENTIALS, "key_file rahasia holds a key and no password. Nothing was sent."),
])  # fmt: skip
def test_a_key_that_opens_no_ssh_server_is_named(settings: Settings, text: str, words: str) -> None:
    for save in SAVED.values():
        assert words in refusal(given(settings, "sftp://kantor@127.0.0.1:1/situs", save(text)))


@pytest.mark.parametrize("text", [PPK, PUBLIC, PEM, CREDENTIALS, PEM.replace("OPENSSH ", "RSA ")])
def test_what_looks_like_a_key_is_never_sent_as_a_password(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """Not one byte reaches the server, from a file or from the environment."""
    server = Script()
    server.answer, server.greets = b"220 siap\r\n331 kata sandi\r\n", False
    to = f"ftp://kantor@127.0.0.1:{server.port}/"
    for save in SAVED.values():
        told = refusal(given(settings, to, save(text)))
        assert "key_file rahasia holds a key and no password. Nothing was sent" in told and "AAAA" not in told
    for publish in (Publish(to=to), Publish(to=to.replace("ftp", "sftp", 1))):
        monkeypatch.setenv(PASSWORD_VARIABLE, text)
        assert f"{PASSWORD_VARIABLE} holds a key and no password" in refusal(replace(settings, publish=publish))
    server.close()
    assert server.asked == b""


@pytest.mark.parametrize("text", ["rahasia-sekali", "-----", "[a]b", "ssh-rahasia", "putty", "{kunci}", "sk-AAAA"])
def test_a_password_may_look_odd(text: str) -> None:
    assert kind_of(text) == "password"


def test_a_text_keeps_what_is_in_it() -> None:
    assert text_of("\ufeff\r\n\r\nsatu \r\n dua\r".encode()) == "satu \n dua\n"
