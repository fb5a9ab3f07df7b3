"""A year unattended, four runs a day: staff edit, the PPID is away for a month, servers and the disk fail, the clock
is wrong for a day, a unit stays silent, a document dies, nothing runs for two days. Each person gets the right messages
and no more: the whole mailbox is compared, and beside it what `dip status` said whenever it said something else.

    DIP_RENEW_GOLDEN=1 pytest tests/messages/test_year.py
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from sync.cli.json_report import log_line, stopped_document, sync_document
from sync.errors import DipError
from sync.links.link_file import LinkFile
from sync.links.link_result import LinkResult, LinkResults, Openness
from sync.messages.due import Answer, RunEnd
from sync.messages.memory import Outgoing
from sync.run.messages import Teller, tell
from sync.run.run_log import RunLog
from sync.run.status import next_steps, read_status
from sync.settings.message_settings import MessageSettings
from sync.settings.settings import Roles
from tests.google_people import PPID
from tests.office import BERKALA, DIKECUALIKAN, TEMPLATE, UNITS, Office

GOLDEN = Path(__file__).parent / "year.txt"
FIRST, LAST = date(2026, 1, 5), date(2027, 1, 4)
RUNS = (time(7, 30), time(10), time(13), time(16))
TOLD = MessageSettings(
    "smtps://mail.dip.example", "dip@dip.example", ("operator@dip.example",), ("grup",),
    holidays=("2026-03-20", "2026-08-17", "2026-12-25", "2027-01-01"),
)  # fmt: skip
LINK = "https://data.kpu.go.id/neraca.pdf"


@dataclass
class Postman:
    """What arrived, and when; the same as text in `box`. `away`: the mail server answers nobody."""

    arrived: list[tuple[datetime, Outgoing]] = field(default_factory=list)
    box: list[str] = field(default_factory=list)
    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    away: bool = False

    def send(self, message: Outgoing) -> Answer:
        if self.away and "@" in message.to:
            return Answer("closed", "the mail server is not reached")
        self.arrived.append((self.now, message))
        lines = "".join(f"    {line}".rstrip() + "\n" for line in message.body.splitlines())
        self.box.append(f"{self.now:%Y-%m-%d %H:%M} to {message.to}: {message.subject}\n{lines}")
        return Answer("sent")

    def close(self) -> None:
        pass


class Year:
    """The office, its mailbox, and what `dip status` says."""

    def __init__(self, folder: Path) -> None:
        self.office, self.postman = Office(folder), Postman()
        units = tuple(replace(unit, editors=(f"{unit.code.lower()}@dip.example",)) for unit in UNITS)
        roles = Roles((PPID,), ("desk@dip.example",))
        self.office.settings = replace(self.office.settings, units=units, roles=roles, messages=TOLD)
        self.log, self.story = RunLog(self.office.settings.runs_path), [""]
        self.ahead = timedelta()

    def live(self) -> None:
        """Day by day. What people do on a day, they do between its first two runs."""
        for count in range((LAST - FIRST).days):
            day = FIRST + timedelta(days=count)
            for clock in RUNS:
                if clock == RUNS[1]:
                    for act in ACTS.get(day, ()):
                        act(self)
                if day not in STOPPED:
                    self.run(datetime.combine(day, clock, self.office.settings.office.zone))

    def run(self, at: datetime) -> None:
        office, at = self.office, at + self.ahead
        office.now = at - timedelta(minutes=5)
        self.postman.now = at
        plan, trouble = None, None
        try:
            outcome = office.sync()
            plan, trouble = outcome.plan, outcome.trouble
            document = sync_document(outcome, office.settings, trouble.exit_code if trouble else 0)
            if trouble:
                document |= {"error": {"code": trouble.code, "message": trouble.message}}
            line = log_line(document, office.ledger.head()[1], plan.waiting, plan.due)
        except DipError as error:
            trouble = error
            line = log_line(stopped_document(error, office.settings))
        self.log.append({"name": f"{at:%Y%m%d%H%M}"} | line | {"started": at.isoformat()})
        end = RunEnd(False, trouble.exit_code, trouble.code, trouble.message) if trouble else RunEnd(True)
        tell(Teller(office.settings, TEMPLATE, str, at, self.postman), plan, end)
        self.tell_status(at)

    def tell_status(self, at: datetime) -> None:
        """A line whenever `dip status` says something else than before."""
        status = read_status(self.office.settings, at)
        codes = [step.code for step in next_steps(status, self.office.settings)]
        waits = (status.waiting.waiting if status.waiting else None) or {}
        counts = {name: count for name, count in waits.items() if count and isinstance(count, int)}
        good = "well" if status.last and status.last.good else f"stopped: {status.last.code if status.last else ''}"
        said = f"{good}; {status.entries} entries; waiting {dict(waits.get('fix', {})) | counts}; next {codes}"
        if said != self.story[-1]:
            self.story.append(said)
            self.postman.box.append(f"{at:%Y-%m-%d %H:%M} status: {said}\n")

    def mailbox(self) -> str:
        """Everything that arrived, and what `dip status` said, in order."""
        return "\n".join(self.postman.box)

    # -- what people do ------------------------------------------------------------------------------------------------

    def link(self, openness: Openness, opened: str, closed: str = "") -> None:
        """What `dip links` finds."""
        at = self.office.now.isoformat()
        known = {LINK: LinkResult(openness, "", at, opened, closed)}
        LinkFile(self.office.settings.links_path).write(LinkResults(known, at))

    def approve_all(self) -> None:
        """The PPID ticks whatever waits."""
        for id, state in self.office.known().entries.items():
            if TEMPLATE.status_role(state.status) in ("waiting", "reapproval"):
                self.office.tick(id)


Act = Callable[[Year], object]


def days(begin: date, count: int) -> Iterator[date]:
    return (begin + timedelta(days=number) for number in range(count))


STOPPED = frozenset(days(date(2026, 9, 8), 2))
"""Tuesday and Wednesday without a run."""

ACTS: dict[date, list[Act]] = {
    # January: the units fill in, the desk classifies, the PPID ticks.
    date(2026, 1, 5): [
        lambda y: y.office.add(judul="Neraca 2025", usulan=BERKALA, bentuk="Softcopy", tautan=f"Neraca | {LINK}"),
        lambda y: y.office.add(judul="Daftar Aset", waktu="tiap bulan"),
        lambda y: y.office.add(judul="Prosedur Lelang", usulan=""),
        lambda y: y.office.add("TEK", judul="Putusan 12", retensi="sesuai JRA"),
        lambda y: y.office.add("TEK", judul="Soal ujian masuk", usulan=DIKECUALIKAN),
    ],
    date(2026, 1, 6): [
        lambda y: y.office.type_unit("KUL-0002", "waktu", "Januari 2026"),
        lambda y: y.office.type("KUL-0003", "klasifikasi", "Informasi Setiap Saat"),
        lambda y: y.office.exclude("TEK-0002"),
    ],
    date(2026, 1, 8): [Year.approve_all],
    date(2026, 1, 12): [lambda y: y.office.type_unit("TEK-0001", "retensi", "5 tahun", "TEK")],
    date(2026, 1, 13): [Year.approve_all],
    # February: an edit after approval, a note back.
    date(2026, 2, 3): [lambda y: y.office.type_unit("KUL-0003", "waktu", "Februari 2026")],
    date(2026, 2, 4): [lambda y: y.office.type("KUL-0003", "catatan_ppid", "Tahunnya salah, mohon dicek")],
    date(2026, 2, 5): [lambda y: y.office.type_unit("KUL-0003", "waktu", "Februari 2025")],
    date(2026, 2, 6): [Year.approve_all],
    # April: the PPID is away for the whole month; entries come in one after another.
    date(2026, 4, 2): [lambda y: y.office.add(judul="Realisasi Triwulan I")],
    date(2026, 4, 14): [lambda y: y.office.add("TEK", judul="Jadwal Tahapan")],
    date(2026, 5, 4): [Year.approve_all],
    # May: the web server refuses for a day, the disk is full once, mail is away for a day.
    date(2026, 5, 11): [
        lambda y: setattr(y.office.target, "refuses", True),
        lambda y: y.office.type_unit("KUL-0002", "tempat", "Serang"),
    ],
    date(2026, 5, 12): [Year.approve_all],
    date(2026, 5, 13): [lambda y: setattr(y.office.target, "refuses", False)],
    date(2026, 5, 20): [
        lambda y: setattr(y.office.book, "trouble", "refused"),
        lambda y: y.office.add(judul="Rencana Kerja", retensi=""),
    ],
    date(2026, 5, 27): [
        lambda y: setattr(y.postman, "away", True),
        lambda y: y.office.type_unit("KUL-0005", "retensi", "5 tahun"),
    ],
    date(2026, 5, 28): [lambda y: setattr(y.postman, "away", False)],
    date(2026, 6, 2): [Year.approve_all],
    # June: the clock runs a year ahead from one morning to the next.
    date(2026, 6, 16): [lambda y: setattr(y, "ahead", timedelta(days=365))],
    date(2026, 6, 17): [lambda y: setattr(y, "ahead", timedelta())],
    # August: a document that was open is gone.
    date(2026, 8, 4): [lambda y: y.link(Openness.OPEN, "2026-01-01T00:00:00+00:00")],
    date(2026, 8, 11): [lambda y: y.link(Openness.GONE, "2026-08-04T00:00:00+00:00", "2026-08-11T00:00:00+00:00")],
    date(2026, 8, 12): [lambda y: y.link(Openness.OPEN, "2026-08-12T00:00:00+00:00")],
    # October: a row is withdrawn, personal data is typed.
    date(2026, 10, 6): [lambda y: y.office.tick("KUL-0003", role="tarik")],
    date(2026, 10, 7): [lambda y: y.office.add(judul="Kontak Pegawai", ringkasan="Hubungi Budi 0812-3456-7890")],
    date(2026, 10, 8): [lambda y: y.office.type_unit("KUL-0006", "ringkasan", "Nomor telepon kantor")],
    date(2026, 10, 9): [Year.approve_all],
}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    lived = Year(tmp_path_factory.mktemp("year"))
    lived.live()
    return lived


@pytest.mark.slow
def test_each_person_gets_the_right_messages_and_no_more(year: Year) -> None:
    box = year.mailbox()
    actual = GOLDEN.with_name("year.txt.actual")
    actual.unlink(missing_ok=True)
    if os.environ.get("DIP_RENEW_GOLDEN"):
        GOLDEN.write_text(box, "utf-8")
    if not GOLDEN.exists() or GOLDEN.read_text("utf-8") != box:
        actual.write_text(box, "utf-8")
        pytest.fail(f"the mailbox differs from {GOLDEN.name}; see {actual.name}")


@pytest.mark.slow
def test_nobody_gets_two_digests_in_a_day_nor_any_in_quiet_hours(year: Year) -> None:
    digests = [(at, message) for at, message in year.postman.arrived if message.kind == "digest"]
    assert max(Counter((message.to, at.date()) for at, message in digests).values()) == 1
    assert not [at for at, _ in digests if TOLD.is_quiet(at)]


@pytest.mark.slow
def test_the_site_is_right_in_the_end(year: Year) -> None:
    assert year.office.public() == ["KUL-0001", "KUL-0002", "KUL-0004", "KUL-0005", "KUL-0006", "TEK-0001", "TEK-0003"]


@pytest.mark.slow
def test_nothing_that_must_not_goes_out(year: Year) -> None:
    texts = "\n".join(message.subject + message.body for _, message in year.postman.arrived)
    assert not [word for word in ("Soal ujian", "0812", "Budi", LINK, "mohon dicek") if word in texts]
