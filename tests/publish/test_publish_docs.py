"""docs/publishing.md followed to the letter, one kind of target after the other, against real servers here."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ftp_server import PASSWORD, ftp_server, make_certificate
from tests.office_folder import KUL, OfficeFolder, row
from tests.places import git
from tests.quoted_sentences import quoted, unsaid
from tests.servers import Ssh, ssh_server

pytestmark = pytest.mark.slow
PAGE = (Path(__file__).parent.parent.parent / "docs" / "publishing.md").read_text("utf-8")


def example(title: str, language: str = "toml") -> str:
    """The first block of a section."""
    section = PAGE[PAGE.index(f"\n## {title}") :]
    found = re.search(rf"```{language}\n(.*?)```", section, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    office = OfficeFolder(tmp_path_factory.mktemp("made"))
    office.fill(KUL, row(1))
    office.dip("sync")
    office.type("Induk", "induk", 2, setuju="✓")
    return office


@pytest.fixture
def office(tmp_path: Path, made: OfficeFolder) -> OfficeFolder:
    return OfficeFolder(tmp_path / "kantor", made)


@pytest.fixture
def ssh(tmp_path: Path) -> Iterator[Ssh]:
    with ssh_server(tmp_path / "ssh") as server:
        yield server


def follow(office: OfficeFolder, block: str, replaced: dict[str, str]) -> None:
    """Write what the page shows into dip.toml, this machine's names for those of the examples; sync, and send again."""
    for shown, here in replaced.items():
        assert shown in block, shown
        block = block.replace(shown, here)
    lines = block.removeprefix("[publish]\n")
    office.config.write_text(re.sub(r"(?m)^to +=.*$", lambda _: lines, office.config.read_text()))
    first = office.dip("sync")
    assert first.exit_code == 0, first.output
    again = office.json("publish")
    assert (again["exit"], again["site"]["uploaded"]) == (0, 0)


def secret(office: OfficeFolder, name: str, text: str) -> None:
    (office.path / name).write_text(text)
    (office.path / name).chmod(0o600)


def test_a_folder(office: OfficeFolder) -> None:
    follow(office, example("A folder"), {})
    assert (office.path / "site/index.html").exists()


@pytest.mark.needs("/usr/sbin/sshd")
def test_sftp(office: OfficeFolder, tmp_path: Path, ssh: Ssh) -> None:
    """The folder on the server is made by hand, as the page says."""
    root = tmp_path / "www"
    root.mkdir()
    secret(office, "dip-kunci", ssh.key.read_text())
    block = example("SFTP")
    account = f"{ssh.user}@127.0.0.1:{ssh.port}{root}"
    follow(office, block, {"dip@web.kantor.example/var/www/dip": account, "SHA256:…": ssh.fingerprint})
    assert (root / "index.html").exists()


def test_ftps(office: OfficeFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's example works with `ca_file`, since no authority vouches for the test's certificate."""
    certificate = make_certificate(tmp_path)
    shutil.copy(certificate, office.path / "sertifikat.pem")
    monkeypatch.setenv("DIP_PUBLISH_PASSWORD", PASSWORD)
    (tmp_path / "public_html/dip").mkdir(parents=True)
    with ftp_server(tmp_path, certificate) as server:
        host = {"ftp.hosting.example": f"127.0.0.1:{server.port}", "# ca_file": "ca_file"}
        follow(office, example("FTPS"), host)
    assert (tmp_path / "public_html/dip/index.html").exists()


@pytest.mark.needs("/usr/sbin/sshd")
@pytest.mark.needs("git")
def test_git(office: OfficeFolder, tmp_path: Path, ssh: Ssh) -> None:
    repository = tmp_path / "dip.git"
    git("init", "-q", "--bare", str(repository))
    secret(office, "dip-kunci", ssh.key.read_text())
    account = f"{ssh.user}@127.0.0.1:{ssh.port}{repository}"
    follow(office, example("Git"), {"git@github.com/kantor/dip.git": account, "SHA256:…": ssh.fingerprint})
    assert b"index.html" in git("--git-dir", str(repository), "ls-tree", "--name-only", "pages")


def test_s3(office: OfficeFolder) -> None:
    """The page's example works with the credentials file it shows."""
    import boto3

    from tests.s3_server import s3_server

    with s3_server() as port:
        endpoint = f"http://127.0.0.1:{port}"
        client = boto3.client(
            "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="k", aws_secret_access_key="r"
        )
        client.create_bucket(Bucket="kantor-dip")
        secret(office, "kredensial", example("S3", "ini").replace("…", "rahasia"))
        follow(office, example("S3"), {"https://s3.provider.example": endpoint})
        keys = [item["Key"] for item in client.list_objects_v2(Bucket="kantor-dip")["Contents"]]
        client.close()
    assert "daftar/index.html" in keys


def test_the_table_of_what_you_see_quotes_the_code() -> None:
    """Whoever searches the page for what stands on the screen finds it."""
    words = quoted(PAGE)
    assert len(words) > 30
    assert unsaid(words) == []
