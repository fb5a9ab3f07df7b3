"""A network that looks into TLS: one setting for all that dip connects to, beside the authorities that it knows."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from sync.certificates import bundle_with, context_with
from sync.errors import NoAccess, TargetError
from sync.publish.open_target import open_target
from sync.publish.read_back import _answer
from sync.publish.s3 import S3Access, S3Store
from sync.settings.target_address import Network, Publish, read_address
from sync.workbook.google.client import open_client
from sync.workbook.google.retry import RetryPolicy
from tests.google_server.front import GoogleServer
from tests.google_server.world import World
from tests.google_stand_in import Google
from tests.office_folder import OfficeFolder

pytestmark = pytest.mark.slow
TOKEN = b'{"access_token": "t", "expires_in": 3600, "token_type": "Bearer"}'
LISTING = b"<ListBucketResult><IsTruncated>false</IsTruncated><Name>kantor</Name></ListBucketResult>"


class Inspector:
    """The proxy of an office's network: it shows its own certificate for every server, and answers in its place."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Jaringan Kantor")])
        self.ca_file, self._folder = folder / "jaringan-kantor.pem", folder
        self.ca_file.write_bytes(self._signed(self.name, self.key, is_authority=True))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _signed(self, name: x509.Name, key: ec.EllipticCurvePrivateKey, *, is_authority: bool = False) -> bytes:
        now, host = datetime.now(UTC), name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value
        made = (
            x509.CertificateBuilder().subject_name(name).issuer_name(self.name).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(str(host).replace(" ", "-"))]), critical=False)
            .sign(self.key, hashes.SHA256())
        )  # fmt: skip
        return made.public_bytes(serialization.Encoding.PEM)

    def _context(self, host: str) -> ssl.SSLContext:
        key, path = ec.generate_private_key(ec.SECP256R1()), self._folder / f"{host}.pem"
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
        kinds = (
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption(),
        )  # fmt: skip
        path.write_bytes(key.private_bytes(*kinds) + self._signed(name, key))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def close(self) -> None:
        """Take no more connections."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):  # it was closed
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            host = _request(connection).split()[1].decode().partition(":")[0]
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            with self._context(host).wrap_socket(connection, server_side=True) as inside:
                while _request(inside):
                    self.asked.append(host)
                    body = {"oauth2.googleapis.com": TOKEN, "s3.kantor.example": LISTING}.get(host, b"{}")
                    inside.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def _request(connection: socket.socket) -> bytes:
    """A request, its body with it; empty when the other side hangs up."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (more := connection.recv(65536)):
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    sizes = [int(line.split(b":")[1]) for line in head.lower().splitlines() if line.startswith(b"content-length:")]
    while len(body) < sum(sizes):
        body += connection.recv(65536)
    return head


@pytest.fixture
def inspector(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inspector]:
    made = Inspector(tmp_path)
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, made.url)
    for name in ("NO_PROXY", "no_proxy", "REQUESTS_CA_BUNDLE", "AWS_CA_BUNDLE", "SHEETS_EMULATOR_HOST"):
        monkeypatch.delenv(name, raising=False)
    yield made
    made.close()


def google_key(folder: Path) -> Path:
    with GoogleServer(World()) as server:
        return Google(server).key_file(folder, "https://oauth2.googleapis.com/token")


def ask_google(inspector: Inspector, tmp_path: Path, ca_file: Path | None) -> object:
    client = open_client("1abc", google_key(tmp_path), retry=RetryPolicy(), ca_file=ca_file)
    return client.get("properties")


def ask_s3(tmp_path: Path, access: S3Access) -> Collection[str]:
    key_file = tmp_path / "kredensial"
    key_file.write_text("[default]\naws_access_key_id = kunci\naws_secret_access_key = rahasia\n")
    endpoint = "https://s3.kantor.example"
    store = S3Store(read_address("s3://kantor/dip"), replace(access, endpoint=endpoint, key_file=key_file))
    try:
        return set(store.look([""]))
    finally:
        store.close()


def test_google_through_such_a_network(inspector: Inspector, tmp_path: Path) -> None:
    """The token and the spreadsheet."""
    assert ask_google(inspector, tmp_path, inspector.ca_file) == {}
    assert set(inspector.asked) == {"oauth2.googleapis.com", "sheets.googleapis.com"}


def test_google_without_the_setting_says_what_to_set(inspector: Inspector, tmp_path: Path) -> None:
    with pytest.raises(NoAccess, match=r"name that file as ca_file in \[network\] of dip.toml. Nothing was sent"):
        ask_google(inspector, tmp_path, None)
    assert inspector.asked == []


def test_the_machines_own_variable_keeps_working(
    inspector: Inspector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(inspector.ca_file))
    assert ask_google(inspector, tmp_path, None) == {}
    assert ask_s3(tmp_path, S3Access()) == {""}
    assert _answer("https://situs.kantor.example/manifest.json") == (200, b"{}")


def test_s3_through_such_a_network(inspector: Inspector, tmp_path: Path) -> None:
    assert ask_s3(tmp_path, S3Access(network=inspector.ca_file)) == {""}
    with pytest.raises(TargetError, match=r"name its certificate as ca_file in \[network\] of dip.toml"):
        ask_s3(tmp_path, S3Access())


def test_the_site_is_read_back_through_such_a_network(inspector: Inspector) -> None:
    assert _answer("https://situs.kantor.example/manifest.json", inspector.ca_file) == (200, b"{}")
    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        _answer("https://situs.kantor.example/manifest.json")


def test_the_known_authorities_count_besides(inspector: Inspector) -> None:
    """A network looks into some connections and not into others."""
    known = context_with(None).get_ca_certs()
    if not known:
        pytest.skip("this machine knows no authority")
    assert len(context_with(inspector.ca_file).get_ca_certs()) == len(known) + 1
    assert bundle_with(inspector.ca_file).count(b"BEGIN CERTIFICATE") > 50


@pytest.mark.parametrize("to", ["ftps://kantor@127.0.0.1:1/dip", "s3://kantor/dip"])
def test_a_file_without_certificates_is_named(tmp_path: Path, to: str) -> None:
    settings = OfficeFolder(tmp_path).settings
    (tmp_path / "jaringan.pem").write_text("bukan sertifikat")
    settings = replace(settings, publish=Publish(to=to, check_url=False), network=Network("jaringan.pem"))
    with pytest.raises(TargetError, match=r"ca_file jaringan.pem cannot be used: .*\. It must be a PEM file"):
        open_target(settings).read()
    with pytest.raises(NoAccess, match=r"ca_file jaringan.pem cannot be used: it holds no certificate"):
        open_client("1abc", None, ca_file=settings.ca_path)


def test_dip_toml_names_it_once(tmp_path: Path) -> None:
    office = OfficeFolder(tmp_path)
    office.config.write_text(office.config.read_text() + '\n[network]\nca_file = "jaringan.pem"\n')
    assert office.dip("check").exit_code == 0
    office.config.write_text(office.config.read_text().replace("ca_file", "ca_fille"))
    done = office.dip("check")
    assert done.exit_code == 2
    assert "unknown key “ca_fille” in [network]; did you mean “ca_file”?" in done.stderr
