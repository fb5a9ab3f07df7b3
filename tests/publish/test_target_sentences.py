"""What a server may say, in one sentence that tells what to do and holds no secret."""

from __future__ import annotations

import ftplib
import json
import re
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import asyncssh
import pytest

from sync.cli.language import in_language
from sync.errors import TargetError, TargetUnreachable
from sync.publish import ftp, ftp_session, git_complaints, sftp
from sync.publish.ftp import FtpStore
from sync.publish.ftp_session import FtpTrust
from sync.publish.git import GitTarget
from sync.publish.last_seen import LastSeenFile
from sync.publish.open_target import open_target
from sync.publish.publisher import StoreTarget
from sync.publish.s3 import S3Access, S3Store
from sync.publish.sftp import SftpStore
from sync.publish.ssh import SshTrust
from sync.settings.target_address import Publish, read_address
from tests.ftp_server import PASSWORD, ftp_server, make_certificate
from tests.office_folder import KUL, OfficeFolder, row
from tests.places import ONCE, FtpPlace
from tests.publish.test_target_garbled import Script
from tests.sites import OLD
from tests.target_contract import publish

pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
HOST = "kantor@web.kantor.example/situs"


@pytest.fixture
def script() -> Iterator[Script]:
    server = Script()
    yield server
    server.close()


@pytest.mark.parametrize(("status", "code", "words"), [
    (403, "InvalidAccessKeyId", "the access key is not known there. Check AWS_ACCESS_KEY_ID or key_file"),
    (403, "SignatureDoesNotMatch", "the secret key is wrong. Check AWS_SECRET_ACCESS_KEY or key_file"),
    (403, "AccessDenied", "the key may not list this bucket. Give it the right to list, read, write and delete"),
    (403, "RequestTimeTooSkewed", "this machine's clock is wrong. Set it (timedatectl), then run again"),
    (400, "QuotaExceeded", "the quota is exceeded. Make room; the next run finishes"),
    (404, "NoSuchBucket", "there is no bucket of this name. Make it, or correct `to` in [publish]"),
    (501, "NotImplemented", "the server lists no bucket as S3 does. Ask the provider for ListObjectsV2"),
    (409, "OperationAborted", "the server refuses to list kantor (OperationAborted)"),
])  # fmt: skip
def test_what_a_bucket_answers(script: Script, tmp_path: Path, status: int, code: str, words: str) -> None:
    """What a second try cannot overcome is not tried again."""
    body = f"<Error><Code>{code}</Code><Message>{PASSWORD}</Message></Error>"
    script.answer = f"HTTP/1.1 {status} No\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    key_file = tmp_path / "kredensial"
    key_file.write_text(f"[default]\naws_access_key_id = kunci\naws_secret_access_key = {PASSWORD}\n")
    store = S3Store(read_address("s3://kantor/dip"), S3Access(f"http://127.0.0.1:{script.port}", key_file))
    with pytest.raises(TargetError) as caught:
        store.look([""])
    assert words in str(caught.value) and PASSWORD not in str(caught.value)
    assert not isinstance(caught.value, TargetUnreachable)


@pytest.mark.parametrize(("error", "words"), [
    (ftplib.error_perm("552 Quota exceeded"), "the server's disk or quota is full. Make room; the next run finishes"),
    (ftplib.error_temp("452 Disk full"), "the server's disk or quota is full. Make room; the next run finishes"),
    (ftplib.error_perm("530 No"), "the server does not let kantor in. Check the user in `to` and DIP_PUBLISH_PASSWORD"),
    (ftplib.error_perm("502 AUTH not understood"), "the server knows no TLS (502 AUTH not understood). Nothing was"),
    (ftplib.error_perm("550 Denied"), "the server refuses to rename files on it (550 Denied). Give the account"),
])  # fmt: skip
def test_what_an_ftp_server_says(error: Exception, words: str) -> None:
    assert words in str(ftp.explain(error, "rename files on", read_address(f"ftps://{HOST}")))


@pytest.mark.parametrize(("error", "words"), [
    (asyncssh.SFTPQuotaExceeded("x"), "the server's disk or quota is full. Make room; the next run finishes"),
    (asyncssh.SFTPNoSpaceOnFilesystem("x"), "the server's disk or quota is full. Make room; the next run finishes"),
    (asyncssh.SFTPFailure("x"), "the server refuses to write to it (x). Its disk or quota may be full"),
    (asyncssh.SFTPPermissionDenied("x"), "the server does not let kantor write to this folder. Give kantor the right"),
    (PermissionError("x"), "the server does not let kantor write to this folder. Give kantor the right"),
    (asyncssh.PermissionDenied("x"), "the server does not let kantor in. Check the user in `to`, key_file"),
    (asyncssh.KeyEncryptionError("x"), "key_file is encrypted; give its passphrase in DIP_PUBLISH_PASSWORD"),
])  # fmt: skip
def test_what_an_sftp_server_says(error: Exception, words: str) -> None:
    assert words in str(sftp.explain(error, "write to", read_address(f"sftp://{HOST}")))


@pytest.mark.parametrize("kind", [
    asyncssh.PermissionDenied, asyncssh.KeyEncryptionError, asyncssh.KeyImportError, asyncssh.SFTPPermissionDenied,
    asyncssh.SFTPQuotaExceeded, asyncssh.SFTPNoSuchFile, asyncssh.SFTPOpUnsupported, asyncssh.SFTPFailure,
])  # fmt: skip
def test_what_an_sftp_server_says_is_told_in_the_operators_language(
    kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIP_LANG", "id")
    told = sftp.explain(kind("x"), "write to", read_address(f"sftp://{HOST}")).message
    indonesian = in_language(told)
    assert indonesian != told and not re.search(r"\b(the|server does|write to|key_file is)\b", indonesian)


@pytest.mark.parametrize(("complaint", "words"), [
    ("error: file write error: No space left on device", "the disk is full. Make room; the next run finishes"),
    ("remote: Disk quota exceeded", "the quota is exceeded. Make room; the next run finishes"),
    ("git@x: Permission denied (publickey).", "the server does not let us in. Check the user in `to` and key_file"),
    ("remote: error: cannot lock ref 'refs/heads/pages'", "somebody else has moved the branch meanwhile; run again"),
    ("remote: Ukuran melebihi 10 MB\n! [remote rejected] pages (pre-receive hook declined)",
     "the server's rules refuse the push (Ukuran melebihi 10 MB). Do what they ask, or let this key replace"),
    ("! [remote rejected] pages (hook declined)", "the server's rules refuse the push (hook declined). Do what they"),
    ("fatal: protocol error: bad line length character: Maaf", "the server prints something where git should answer"),
    ("! [remote rejected] pages (protected branch hook declined)", "the branch is protected. Allow this key"),
    ("error: cannot run ssh: No such file or directory", "ssh is not installed (Debian: openssh-client)"),
    ("This account is currently not available.\nfatal: Could not read from remote repository.",
     "the account is closed to git (This account is currently not available.). Ask whoever runs the server for an"),
    ("fatal: Interactive git shell is not enabled.\nhint: ~/git-shell-commands should exist and have read and execute",
     "the account is closed to git (fatal: Interactive git shell is not enabled.). Ask whoever runs"),
    ("fatal: unrecognized command 'git-receive-pack'\nfatal: Could not read from remote repository",
     "the account is closed to git (fatal: unrecognized command 'git-receive-pack'). Ask whoever runs"),
    ("Your account has been suspended.", "the account is closed to git (Your account has been suspended.). Ask"),
    ("Received disconnect from x port 22:2: Too many authentication failures", "the server does not let us in. Check"),
    ("This service allows sftp connections only.", "the account is closed to git (This service allows sftp"),
    ("bash: line 1: git-receive-pack: command not found", "the account is closed to git (bash: line 1: git-receive"),
    ("FATAL: W any dip dip-key DENIED by fallthru\n(or you mis-spelled the reponame)",
     "this key may not write there (FATAL: W any dip dip-key DENIED by fallthru). Give it the right to"),
    ("ERROR: The key you are authenticating with has been marked as read only.", "this key may not write there (ERR"),
    ("ERROR: Permission to kantor/dip.git denied to deploy key", "this key may not write there (ERROR: Permission to"),
    ("remote: ERROR: You are not allowed to push code to this project.", "this key may not write there (ERROR: You"),
])  # fmt: skip
def test_what_git_complains_of(complaint: str, words: str) -> None:
    told = git_complaints.explain(complaint, "git")
    assert f"git: {words}" in str(told)
    assert not isinstance(told, TargetUnreachable)


@pytest.mark.parametrize("extra", ["sftp", "s3"])
def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch, extra: str) -> None:
    """Heavy packages are extras, which not everybody installs."""
    monkeypatch.setitem(sys.modules, {"sftp": "asyncssh", "s3": "boto3"}[extra], None)
    address = read_address(f"{extra}://{HOST}")
    store = SftpStore(address, SshTrust()) if extra == "sftp" else S3Store(address, S3Access())
    with pytest.raises(TargetError, match=rf"one more package: pip install 'dip-sync\[{extra}\]'"):
        StoreTarget(store, LastSeenFile(None, ""), ONCE).read()


@pytest.mark.parametrize("url", ["git+file:///tidak/ada.git#pages", f"git+ssh://{HOST}.git#pages"])
def test_git_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TargetError, match="git is not installed"):
        GitTarget(read_address(url), tmp_path / "dip-git", LastSeenFile(None, ""), SshTrust()).read()


@pytest.mark.slow
def test_an_ftp_server_that_will_not_rename(tmp_path: Path) -> None:
    """It is told, and nothing visible has changed."""
    with ftp_server(tmp_path, make_certificate(tmp_path), allowed="elradmwMT") as server:
        place = FtpPlace(tmp_path / "situs", "ftps", server)
        with pytest.raises(TargetError, match="refuses to rename files on it"):
            publish(place, OLD)
        assert not [path for path in place.everything() if not path.startswith(".dip-")]


@pytest.mark.slow
def test_an_ftp_folder_that_is_not_there(tmp_path: Path) -> None:
    with ftp_server(tmp_path, make_certificate(tmp_path), tls=False) as server:
        store = FtpStore(read_address(f"ftp://kantor@127.0.0.1:{server.port}/tidak-ada"), FtpTrust(PASSWORD))
        with pytest.raises(TargetError, match="there is no such folder. Make it there, or correct `to`"):
            StoreTarget(store, LastSeenFile(None, ""), ONCE).read()


@pytest.mark.slow
def test_a_password_is_written_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It appears neither on the terminal nor in the document nor in a file beside `dip.toml`, be it right or wrong."""
    (tmp_path / "kantor").mkdir()
    (tmp_path / "server/situs").mkdir(parents=True)
    with ftp_server(tmp_path / "server", make_certificate(tmp_path), tls=False) as server:
        office = OfficeFolder(tmp_path / "kantor")
        to = f'to = "ftp://kantor@127.0.0.1:{server.port}/situs"\ncheck_url = false'
        office.config.write_text(re.sub(r"(?m)^to +=.*$", to, office.config.read_text()))
        office.fill(KUL, row(1))
        told = office.dip("sync").stderr
        office.type("Induk", "induk", 2, setuju="✓")
        for password, expected in (("salah-tetapi-rahasia", 1), (PASSWORD, 0)):
            monkeypatch.setenv("DIP_PUBLISH_PASSWORD", password)
            for words in (["sync", "--json"], ["publish", "--json"], ["doctor"]):
                result = office.dip(*words)
                told += result.stdout + result.stderr
            assert json.loads(office.dip("publish", "--json").stdout)["exit"] == expected
    assert "does not let kantor in" in told
    kept = b"".join(path.read_bytes() for path in office.path.rglob("*") if path.is_file())
    for secret in (PASSWORD, "salah-tetapi-rahasia"):
        assert secret not in told and secret.encode() not in kept


@pytest.mark.parametrize("answer", ["530 Please login with TLS", "550 SSL/TLS required on the control channel",
                                    "530 Non-anonymous sessions must use encryption."])  # fmt: skip
def test_an_ftp_server_that_wants_tls(answer: str) -> None:
    told = str(ftp.explain(ftplib.error_perm(answer), "look at", read_address(f"ftp://{HOST}")))
    assert f"the server lets nobody in without TLS. Write ftps:// in `to` ({answer})" in told


@pytest.mark.parametrize("status", ["407 Proxy Authentication Required", "403 Forbidden"])
def test_a_proxy_that_lets_nobody_through_is_told_at_once(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    script.answer = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode()
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{script.port}")
    key_file = tmp_path / "kredensial"
    key_file.write_text("[default]\naws_access_key_id = kunci\naws_secret_access_key = rahasia\n")
    store = S3Store(read_address("s3://kantor/dip"), S3Access("https://s3.kantor.example", key_file))
    with pytest.raises(
        TargetError, match=rf"the proxy of the office's network lets us not through \({status}\)"
    ) as told:
        store.look([""])
    assert not isinstance(told.value, TargetUnreachable)


@pytest.mark.parametrize("proxy", [True, False])
@pytest.mark.parametrize("named", [True, False])
def test_a_403_without_tls_is_the_proxys_or_the_servers(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proxy: bool, named: bool
) -> None:
    """A proxy answers in the server's place; the server names the request that it refuses."""
    mark = "x-amz-request-id: 4442587FB7D0A2F9\r\n" if named else ""
    script.answer = f"HTTP/1.1 403 Forbidden\r\n{mark}Content-Length: 0\r\n\r\n".encode()
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    if proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{script.port}")
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{script.port}")
    endpoint = "http://s3.kantor.example" if proxy else f"http://127.0.0.1:{script.port}"
    key_file = tmp_path / "kredensial"
    key_file.write_text("[default]\naws_access_key_id = kunci\naws_secret_access_key = rahasia\n")
    with pytest.raises(TargetError) as told:
        S3Store(read_address("s3://kantor/dip"), S3Access(endpoint, key_file)).look([""])
    by_proxy = "the proxy of the office's network lets us not through (403)" in str(told.value)
    by_server = "the key may not list this bucket" in str(told.value)
    assert (by_proxy, by_server) == (proxy and not named, named or not proxy)


@pytest.mark.parametrize("text", ["", "bukan sertifikat", None])
def test_a_ca_file_without_certificates_is_named(tmp_path: Path, text: str | None) -> None:
    settings = replace(OfficeFolder(tmp_path).settings, folder=tmp_path)
    if text is not None:
        (tmp_path / "kantor.pem").write_text(text)
    for to in ("ftps://kantor@127.0.0.1:1/dip", "s3://kantor/dip"):
        publish = Publish(to=to, ca_file="kantor.pem", check_url=False)
        with pytest.raises(TargetError, match=r"ca_file kantor.pem cannot be used: .*\. It must be a PEM file"):
            open_target(replace(settings, publish=publish)).read()


@pytest.mark.slow
@pytest.mark.parametrize("known", [True, False], ids=["on its port", "on another"])
def test_ftps_that_begins_with_tls_is_spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool) -> None:
    """On the port that is kept for it, and where the server says nothing until it is spoken to so."""
    certificate = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with context.wrap_socket(listener.accept()[0], server_side=True) as connection:
                connection.sendall(b"220 siap\r\n")
                while command := connection.recv(1000):
                    answers = {b"USER": b"331 kata sandi", b"PASS": b"230 masuk", b"PWD\r": b'257 "/"'}
                    connection.sendall(answers.get(command[:4], b"200 ya") + b"\r\n")

        threading.Thread(target=serve, daemon=True).start()
        port = listener.getsockname()[1]
        monkeypatch.setattr(ftp_session, "IMPLICIT", port if known else 990)
        monkeypatch.setattr(ftp_session, "GREETING", 0.3)
        session = ftp_session.connect(read_address(f"ftps://k@127.0.0.1:{port}/~/situs"), FtpTrust("r", certificate))
        assert session.at("a") == "/situs/a"
        session.close()


@pytest.mark.slow
def test_a_server_that_greets_late_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks up our name first, and is no server of the other kind."""
    certificate = make_certificate(tmp_path)
    (tmp_path / "situs").mkdir()
    with (
        ftp_server(tmp_path, certificate) as server,
        socket.create_server(("127.0.0.1", 0)) as listener,
        ExitStack() as opened,
    ):

        def serve() -> None:
            with suppress(OSError):  # the test is over
                while True:
                    outer = opened.enter_context(listener.accept()[0])
                    time.sleep(1)
                    inner = opened.enter_context(socket.create_connection(("127.0.0.1", server.port)))
                    for source, goal in ((outer, inner), (inner, outer)):
                        threading.Thread(target=pump, args=(source, goal), daemon=True).start()

        def pump(source: socket.socket, goal: socket.socket) -> None:
            with suppress(OSError):
                while data := source.recv(65536):
                    goal.sendall(data)
                goal.shutdown(socket.SHUT_WR)

        serving = threading.Thread(target=serve, daemon=True)
        serving.start()
        monkeypatch.setattr(ftp_session, "GREETING", 0.3)
        address = read_address(f"ftps://kantor@127.0.0.1:{listener.getsockname()[1]}/situs")
        session = ftp_session.connect(address, FtpTrust(PASSWORD, certificate))
        assert session.look("") is not None
        session.close()
        listener.shutdown(socket.SHUT_RDWR)
        serving.join()


@pytest.mark.slow
def test_a_certificate_that_nobody_vouches_for_is_refused_there_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(make_certificate(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                context.wrap_socket(listener.accept()[0], server_side=True)

        threading.Thread(target=serve, daemon=True).start()
        monkeypatch.setattr(ftp_session, "GREETING", 0.3)
        with pytest.raises(ssl.SSLCertVerificationError):
            ftp_session.connect(read_address(f"ftps://k@127.0.0.1:{listener.getsockname()[1]}/situs"), FtpTrust("r"))
