"""A disk that is full at any point of a run: one sentence, nothing lost, and the next run with room finishes it.

Simulated by a limit on the size of files, which meets the ledger, the workbook, the site and the log at different
points.
"""

import json
import subprocess
import sys

import pytest

from tests.office_folder import KUL, OfficeFolder, row

CODE = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from sync.cli.main import main
main()
"""


def _sync(office, limit):
    arguments = [sys.executable, "-c", CODE, str(limit), "sync", "--json", "--config", str(office.config)]
    return subprocess.run(arguments, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    office = OfficeFolder(tmp_path_factory.mktemp("made"))
    office.fill(KUL, *[row(number, ringkasan=f"Bagian {number} " + "isi " * 200) for number in range(1, 21)])
    office.dip("sync")
    for number in range(2, 12):
        office.type("Induk", "induk", number, setuju="✓")
    return office


@pytest.fixture(scope="module")
def expected(made, tmp_path_factory):
    """What the same office comes to on a disk with room."""
    office = OfficeFolder(tmp_path_factory.mktemp("room"), made)
    office.dip("sync")
    return _end(office)


def _end(office):
    site = {str(path.relative_to(office.path)): path.read_bytes() for path in (office.path / "site").rglob("*.json")}
    return office.json("plan")["rows"]["by_status"], [line["status"] for line in office.cells("Induk", "induk")], site


@pytest.mark.slow
@pytest.mark.parametrize("limit", [0, 512, 4096, 20_000, 40_000, 60_000, 80_000, 120_000, 200_000])
def test_a_full_disk_loses_nothing(made, expected, tmp_path, limit):
    """1: disk full; nothing lost, nothing half written; the next run converges."""
    office = OfficeFolder(tmp_path, made)
    typed = office.cells(KUL, "unit")
    done = _sync(office, limit)
    assert "Traceback" not in done.stderr
    if done.returncode:
        document = json.loads(done.stdout)
        assert (done.returncode, document["exit"]) == (1, 1)
        assert done.stderr.count("\n") == 1 and document["error"]["message"]
    again = [line | {"status": "", "catatan": ""} for line in office.cells(KUL, "unit")]
    assert again == [line | {"status": "", "catatan": ""} for line in typed]
    assert office.dip("sync").exit_code == 0
    assert _end(office) == expected
    assert office.dip("history", "--verify").exit_code == 0


@pytest.mark.slow
def test_the_limits_do_meet_the_run(made, tmp_path):
    """The simulation is no pretence: at the lowest limit nothing can be written."""
    office = OfficeFolder(tmp_path, made)
    assert _sync(office, 0).returncode == 1
    assert _sync(office, 40_000).stderr == (
        "Stopped: the ledger dip-ledger.sqlite could not be written: disk I/O error. Is the disk full, or the "
        "folder read-only? Put it right and run again: nothing is lost.\n"
    )
