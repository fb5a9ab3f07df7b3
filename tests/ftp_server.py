"""A real FTP server with TLS on loopback, in a thread, which can break every connection after so much traffic."""

from __future__ import annotations

import datetime as dt
import ipaddress
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from tests.faults import Meter

USER, PASSWORD = "kantor", "rahasia-sekali"


@dataclass(frozen=True)
class FtpServer:
    """Serves `root`; `certificate` vouches for it. `meter` counts commands and bytes."""

    port: int
    root: Path
    certificate: Path
    meter: Meter


def make_certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 with its key, in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(9))
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    builder = builder.add_extension(x509.SubjectAlternativeName([address]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / "server.pem"
    path.write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, *plain))
    return path


@contextmanager
def ftp_server(
    root: Path, certificate: Path, *, tls: bool = True, without: tuple[str, ...] = (), allowed: str = "elradfmwMT"
) -> Iterator[FtpServer]:
    """`without` names commands that the server does not know; `allowed` are what the library calls permissions."""
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.ioloop import IOLoop
    from pyftpdlib.servers import FTPServer

    meter = Meter()
    authorizer = DummyAuthorizer()
    authorizer.add_user(USER, PASSWORD, str(root), perm=allowed)
    handler = _handler(meter, certificate, tls, without)
    handler.authorizer = authorizer
    server = FTPServer(("127.0.0.1", 0), handler, ioloop=IOLoop())
    port = server.socket.getsockname()[1]
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            server.ioloop.loop(0.02, blocking=False)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield FtpServer(port, root, certificate, meter)
    finally:
        stop.set()
        thread.join(5)
        server.close_all()


def _handler(meter: Meter, certificate: Path, tls: bool, without: tuple[str, ...]) -> Any:
    from pyftpdlib.handlers import DTPHandler, FTPHandler, TLS_DTPHandler, TLS_FTPHandler

    data_base: Any = TLS_DTPHandler if tls else DTPHandler
    control_base: Any = TLS_FTPHandler if tls else FTPHandler

    class Data(data_base):  # type: ignore[misc]  # the library has no types
        def recv(self, size: int) -> bytes:
            chunk: bytes = super().recv(size)
            allowed = meter.take(len(chunk))
            if allowed < len(chunk):
                self.file_obj.write(chunk[:allowed])
                self.cmd_channel.close()
                self.close()
                return b""
            return chunk

    class Control(control_base):  # type: ignore[misc]
        dtp_handler = Data
        certfile = str(certificate)
        tls_control_required = tls_data_required = tls
        proto_cmds: ClassVar = {name: facts for name, facts in control_base.proto_cmds.items() if name not in without}
        banner = "siap"

        def pre_process_command(self, line: str, cmd: str, arg: str) -> None:
            if meter.take(64) < 64:
                self.close()
                return
            super().pre_process_command(line, cmd, arg)

        def handle_error(self) -> None:
            self.close()

    Control.use_sendfile = False
    return Control
