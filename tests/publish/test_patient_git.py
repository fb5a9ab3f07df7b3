"""A git host that falls silent is not waited for for minutes, and one that says how far it is may take its time."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sync.errors import TargetUnreachable
from sync.publish import patient_process
from sync.publish.git import GitTarget
from sync.publish.last_seen import LastSeenFile
from sync.publish.patient_process import run_patiently
from sync.publish.ssh import SshTrust
from sync.settings.target_address import read_address
from tests.places import GitPlace, git
from tests.servers import ssh_server
from tests.sites import NEW, OLD
from tests.target_contract import publish

pytestmark = [pytest.mark.slow, pytest.mark.needs("git")]


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patient_process, "QUIET", 0.5)
    monkeypatch.setattr(patient_process, "SILENCE", 2.0)


@pytest.mark.needs("/usr/sbin/sshd")
@pytest.mark.parametrize(("silent", "what"), [
    ("true", "which was asked where the branch is"),
    ("test -e asked || { touch asked; exec sh -c \"$SSH_ORIGINAL_COMMAND\"; }", "which was asked for the branch"),
])  # fmt: skip
def test_a_host_that_lets_us_in_and_says_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, silent: str, what: str
) -> None:
    (tmp_path / "lain").mkdir()
    place = GitPlace(tmp_path / "lain")
    publish(place, OLD)
    script = tmp_path / "diam"
    script.write_text(f"#!/bin/sh\ncd {tmp_path}\n{silent}\nsleep 60\n")
    script.chmod(0o755)
    with ssh_server(tmp_path / "ssh", f"ForceCommand {script}") as server:
        address = read_address(f"git+ssh://{server.user}@127.0.0.1:{server.port}{place.repository}#pages")
        trust, begun = SshTrust(server.fingerprint, key_file=server.key), time.monotonic()
        with caplog.at_level(logging.WARNING, "dip"), pytest.raises(TargetUnreachable) as caught:
            GitTarget(address, tmp_path / "dip-git", LastSeenFile(None, ""), trust).read()
    assert time.monotonic() - begun < 20
    assert f"the server said nothing for 2 seconds, {what}. The visible site is whole" in str(caught.value)
    assert caplog.messages == [f"{address.location}: waiting for the server, {what}"]


def _hook(place: GitPlace, text: str) -> None:
    hook = place.repository / "hooks/pre-receive"
    hook.write_text(f"#!/bin/sh\n{text}\n")
    hook.chmod(0o755)


def test_a_host_that_says_how_far_it_is_may_take_its_time(tmp_path: Path) -> None:
    place = GitPlace(tmp_path)
    _hook(place, "for part in 1 2 3 4; do echo bagian $part >&2; sleep 1; done")
    publish(place, OLD)
    assert place.everything() == OLD


def test_a_push_that_nobody_answers_is_ended_and_finished_later(tmp_path: Path) -> None:
    place = GitPlace(tmp_path)
    publish(place, OLD)
    _hook(place, "sleep 60")
    with pytest.raises(TargetUnreachable, match="said nothing for 2 seconds, which was sent the site"):
        publish(place, NEW)
    (place.repository / "hooks/pre-receive").unlink()
    publish(place, NEW)
    assert place.everything() == NEW


def test_what_failed_is_not_told_as_progress(tmp_path: Path) -> None:
    place = GitPlace(tmp_path)
    _hook(place, "echo Ukuran melebihi 10 MB >&2; exit 1")
    with pytest.raises(Exception, match=r"the server's rules refuse the push \(Ukuran melebihi 10 MB"):
        publish(place, OLD)
    assert git("--git-dir", str(place.repository), "branch") == b""


def test_what_it_started_ends_with_it(tmp_path: Path) -> None:
    """`ssh` does not go on by itself."""
    (tmp_path / "anak.py").write_text(f"import time\ntime.sleep(5)\nopen({str(tmp_path / 'ada')!r}, 'w')\n")
    code = f"import subprocess, sys; subprocess.run([sys.executable, {str(tmp_path / 'anak.py')!r}])"
    with pytest.raises(subprocess.TimeoutExpired):
        run_patiently([sys.executable, "-c", code], {}, 30, lambda: None)
    time.sleep(4)
    assert not (tmp_path / "ada").exists()


def test_however_much_it_says_it_is_ended_at_last() -> None:
    code = "import time\nwhile True: print('.', flush=True); time.sleep(0.1)"
    with pytest.raises(subprocess.TimeoutExpired) as caught:
        run_patiently([sys.executable, "-c", code], {}, 1, lambda: None)
    assert caught.value.timeout == 1
