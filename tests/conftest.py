"""What holds for every test: no outside network, no silent skips, repeatable examples.

A test that starts a program carries `@pytest.mark.needs("soffice")`; without the program it skips, and under CI a
skip is a failure, so that nothing is left out unnoticed.
"""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import sqlite3
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from sync.workbook.xlsx import new_workbook

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

# On a loaded CI machine time says nothing about the code; there the same examples are tried each time.
settings.register_profile("dev", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "dev"))


LONGEST = (
    "test_people_and_sync.py",
    "test_worker.py",
    "test_target_",
    "test_site_quality.py",
    "test_google_",
    "test_demo.py",
)
"""Files that take minutes, by how their names begin, the longest first: no worker is left alone with one of them at the
end. (xdist gives out files in this order because the Makefile says `--no-loadscope-reorder`.)"""


SLOW = {
    "test_cell_laws", "test_conftest", "test_contract_tabs", "test_doctor", "test_drift", "test_google_client",
    "test_google_copy", "test_google_doctor", "test_google_door", "test_google_guide",
    "test_google_layout", "test_google_layout_laws", "test_google_server",
    "test_google_lock", "test_google_server_gspread", "test_google_sync", "test_ledger_file", "test_ledger_laws",
    "test_many_at_once", "test_progress", "test_rule_10_convergence", "test_workbook_laws",
    "test_publish_command", "test_site_hostile", "test_site_html", "test_site_long", "test_site_printed",
    "test_restore", "test_target_garbled", "test_target_sentences",
    "test_workbook_contract", "test_workbook_layout", "test_workbook_unkept",
    "test_backup", "test_first_workbook", "test_import_command", "test_import_measure", "test_merged_cells",
    "test_change_units", "test_shuffled_xml", "test_site_sandbox", "test_status_command", "test_strangers",
    "test_time_limit", "test_unsaid_cells", "test_withdrawals_go_out",
    "test_decree_command", "test_evidence", "test_evidence_command", "test_google_boxes", "test_google_dates",
    "test_layouts", "test_linked_documents", "test_links_command",
    "test_office_lock", "test_other_programs", "test_other_types", "test_papers", "test_print_command", "test_probe",
    "test_site_build", "test_stats_command", "test_struck", "test_target_folder", "test_units_command",
    "test_digests", "test_discretion", "test_mail", "test_messages_command",
    "test_cli", "test_heartbeat", "test_run_ends", "test_private_files", "test_republish", "test_schedule_command",
    "test_status_page", "test_tab_titles", "test_tab_names", "test_read_back", "test_site_browse", "test_site_machines",
    "test_site_languages", "test_time_stamp", "test_bad_packages", "test_pdf_ua", "test_plain_text", "test_first_look",
    "test_file_system", "test_rule_09_notes", "test_rows_and_header", "test_rule_05_templates", "test_signed_decrees",
    "test_language", "test_calendar_in_kendali", "test_list_pages", "test_waiting", "test_nihil", "test_told_to_ppid",
}  # fmt: skip
"""Files whose tests are short, but together too long for `make test-fast`."""

DOORS = {"memory", "file", "google"}
"""What a test calls the kinds of workbook that it is played with."""


class OutsideNetwork(AssertionError):
    """A test tried to leave the machine."""


def is_loopback(host: object) -> bool:
    """Whether a host, as given to a socket, is this machine."""
    if host in {None, "", "localhost", b"localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def _guarded(name: str, place: int) -> Any:
    original = getattr(socket.socket, name)

    def guarded(self: socket.socket, *arguments: Any) -> Any:
        address = arguments[place] if len(arguments) > place else arguments[-1]
        if self.family != socket.AF_UNIX and not is_loopback(address[0]):
            raise OutsideNetwork(f"a test tried to reach {address!r}; only this machine may be reached")
        return original(self, *arguments)

    return guarded


def _guarded_lookup() -> Any:
    original = socket.getaddrinfo

    def guarded(host: Any, *arguments: Any, **words: Any) -> Any:
        if not is_loopback(host.decode() if isinstance(host, bytes) else host):
            raise OutsideNetwork(f"a test tried to look up {host!r}; only this machine may be reached")
        return original(host, *arguments, **words)

    return guarded


def _connect_without_waiting(connect: Any) -> Any:
    """No test loses its electricity: a ledger need not wait until the disk has it."""

    def quick(*arguments: Any, **words: Any) -> Any:
        base = connect(*arguments, **words)
        try:
            base.execute("PRAGMA synchronous = OFF")
        except BaseException:
            base.close()
            raise
        return base

    return quick


def _drawn_once(first_workbook: Any) -> Any:
    """The same templates and units give the same bytes (tests/workbook hold it): they are drawn once in a process."""
    drawn: dict[Any, Any] = {}

    def first(template: Any, units: Any, office: str = "") -> Any:
        key = id(template), tuple(units), office
        if key not in drawn:
            drawn[key] = template, first_workbook(template, units, office)
        data, titles = drawn[key][1]
        return data, list(titles)

    return first


def pytest_configure(config: pytest.Config) -> None:
    """Close the network for the whole session, collection included."""
    config.addinivalue_line("markers", "needs(program): skipped (in CI: failed) where the program is not installed")
    patch = pytest.MonkeyPatch()
    cache = tempfile.TemporaryDirectory(prefix="dip-cache-")
    config.add_cleanup(cache.cleanup)
    patch.setenv("XDG_CACHE_HOME", cache.name)
    patch.setenv("DIP_LANG", "en")  # whatever this machine speaks; who tests the other language says so
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(name, 0))
    patch.setattr(socket.socket, "sendto", _guarded("sendto", 2))
    patch.setattr(socket, "getaddrinfo", _guarded_lookup())
    patch.setattr(new_workbook, "first_workbook", _drawn_once(new_workbook.first_workbook))
    patch.setattr(sqlite3, "connect", _connect_without_waiting(sqlite3.connect))
    config.add_cleanup(patch.undo)


def _test_and_doors(item: pytest.Item) -> tuple[str, set[str]]:
    """The test without its parameters, and the kinds of workbook among these."""
    test, _, parameters = item.nodeid.partition("[")
    return test, DOORS.intersection(parameters.rstrip("]").split("-"))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where slow tests are left out, a file of nothing else is not even read."""
    return (collection_path.stem in SLOW and config.option.markexpr == "not slow") or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; within a file, and among the others, the order is as ever.

    A rule that is played in memory is slow where the same test plays it with a file or at Google.
    """
    in_memory = {test for test, doors in map(_test_and_doors, items) if "memory" in doors}
    for item in items:
        test, doors = _test_and_doors(item)
        if item.path.stem in SLOW or (test in in_memory and doors and "memory" not in doors):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: [not item.path.name.startswith(begins) for begins in LONGEST])


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip where a program is missing."""
    for marker in item.iter_markers("needs"):
        if not shutil.which(marker.args[0]):
            pytest.skip(f"{marker.args[0]} is not installed (tests/debian-packages.txt)")


def _refuse_skip(report: Any) -> None:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skip is a failure."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """In CI a skipped file is a failure."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.fixture
def office(tmp_path: Any) -> Any:
    """An office in memory, laid out and empty."""
    from tests.office import Office

    return Office(tmp_path)
