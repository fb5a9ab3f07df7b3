"""`dip sync`: one run, its line in the log, and what follows it: the call that it went well, and `status.html`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.common import (
    config_option,
    guarded,
    json_option,
    open_doors,
    print_json,
    print_lines,
    print_rows,
    report_error,
    warn,
)
from sync.cli.language import in_language
from sync.cli.terminal import JSON_LOG, Tone
from sync.errors import DipError, RowsNeedFixing, RunTooLong, TryLater, reason_of
from sync.message import say
from sync.time_limit import TimeIsUp, ended_after

if TYPE_CHECKING:
    from sync.plan.plan import Plan
    from sync.run.run_log import Line
    from sync.run.sync import Doors, Outcome
    from sync.settings.settings import Settings
    from sync.template.template import Template

strict_option = click.option("--strict", is_flag=True, help="Exit 1 if any row needs fixing.")
removals_option = click.option(
    "--allow-removals", type=click.IntRange(min=0), default=0, metavar="N", help="Let up to N rows vanish at once."
)
withdrawals_option = click.option(
    "--allow-withdrawals", type=click.IntRange(min=0), default=0, metavar="N",
    help="Let up to N texts under Tarik withdraw at once.",
)  # fmt: skip


@click.command()
@config_option
@json_option
@click.option("--log-json", is_flag=True, help="On stderr one JSON document a line, for programs that collect logs.")
@strict_option
@removals_option
@withdrawals_option
@click.option(
    "--plan",
    "saved",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Only if the plan is still this.",
)
def sync(  # noqa: PLR0913  one for each option
    config: Path, as_json: bool, log_json: bool, strict: bool, allow_removals: int, allow_withdrawals: int,
    saved: Path | None,
) -> None:  # fmt: skip
    """Read, plan, write back, publish. What cron runs."""
    from sync.run.run_log import run_name

    name = run_name()
    JSON_LOG.begin(wanted=log_json, run=name)

    def work(settings: Settings, template: Template) -> int:
        try:
            consents = allow_removals, allow_withdrawals
            outcome, document, trouble = _run(settings, template, name, consents, saved, strict=strict)
        except (DipError, TimeIsUp) as raised:
            error = raised if isinstance(raised, DipError) else _too_long(settings)
            if error.code != TryLater.code:  # the run that is at work does it
                _tell_people(settings, template, name, None, error)
                after_run(settings, template, name, good=False)
            raise error from raised
        lines = _tell(outcome, trouble, settings)
        _tell_people(settings, template, name, outcome.plan, trouble, lines)
        code = trouble.exit_code if trouble else 0
        after_run(settings, template, name, good=trouble is None or isinstance(trouble, RowsNeedFixing))
        if log_json:
            JSON_LOG.line(Tone.PLAIN, "the run is over", exit=code, site=document["site"])
        if as_json:
            print_json(document)
        elif outcome.plan.trouble is None:
            from sync.cli import text_report

            print_rows(text_report.status_rows(outcome.plan.by_status, template))
        elif outcome.plan.busy:
            print_lines([say("NOTHING WAS WRITTEN into the workbook. The next dip sync tries again.")])
        return code

    guarded(work, config, as_json=as_json, with_own_files=False)


def _run(
    settings: Settings,
    template: Template,
    name: str,
    consents: tuple[int, int],
    saved: Path | None,
    *,
    strict: bool,
) -> tuple[Outcome, dict[str, Any], DipError | None]:
    """One run under its lock and within its time: what came of it, its document, and why it is not a full one."""
    from sync.cli import json_report
    from sync.run.run_lock import run_lock

    doors = open_doors(settings, template)
    with ended_after(settings.watch.seconds, lambda: _last_words(doors, settings, name)), ExitStack() as held:
        with _recorded(doors.runs.note, settings, name):
            held.enter_context(run_lock(settings))
        with _recorded(doors.runs.append, settings, name):
            outcome = _sync(doors, settings, template, consents, saved)
            trouble = outcome.trouble
            trouble = trouble or (faults_of(outcome.plan) if strict else None)
            code = trouble.exit_code if trouble else 0
            document = with_trouble(json_report.sync_document(outcome, settings, code), trouble)
            head, made = doors.ledger.head()[1], outcome.plan
            doors.runs.append({"name": name} | json_report.log_line(document, head, made.waiting, made.due))
    return outcome, document, trouble


@contextmanager
def _recorded(add: Callable[[Line], None], settings: Settings, name: str) -> Iterator[None]:
    """What stops the run leaves a line in the log."""
    try:
        yield
    except (DipError, TimeIsUp) as raised:
        error = raised if isinstance(raised, DipError) else _too_long(settings)
        add(_stopped_line(error, settings, name))
        raise error from raised


def _stopped_line(error: DipError, settings: Settings, name: str) -> Line:
    from sync.cli.json_report import log_line, stopped_document

    return {"name": name} | log_line(stopped_document(error, settings))


def _too_long(settings: Settings) -> RunTooLong:
    return RunTooLong(
        say(
            "the run took longer than %(limit)s and was ended. Nothing is half written, the next run goes on. Is it "
            "the workbook's disk, Google or the web server that does not answer? dip doctor says it. If runs must "
            "take longer: limit in [watch] of dip.toml",
            limit=settings.watch.limit,
        )
    )


def _last_words(doors: Doors, settings: Settings, name: str) -> None:
    """Said from another thread, right before the process is ended under a run that nothing else stops."""
    error = _too_long(settings)
    with suppress(OSError):
        doors.runs.note(_stopped_line(error, settings, name))
    with suppress(OSError):
        report_error(error)


def _sync(
    doors: Doors, settings: Settings, template: Template, consents: tuple[int, int], saved: Path | None
) -> Outcome:
    from sync.run.saved_plan import load_plan
    from sync.run.sync import sync

    if saved is None:
        removals, withdrawals = consents
        return sync(doors, settings, template, allow_removals=removals, allow_withdrawals=withdrawals)
    kept = load_plan(saved)
    return sync(
        doors, settings, template, allow_removals=kept.allow_removals, allow_withdrawals=kept.allow_withdrawals,
        expect=lambda snapshot: kept.expect(snapshot, settings, template),
    )  # fmt: skip


def _tell(outcome: Outcome, trouble: DipError | None, settings: Settings) -> list[str]:
    """What the operator must know, on stderr; returned is what stands there besides the trouble."""
    from sync.cli import json_report

    if trouble:
        report_error(trouble)
    if outcome.failure and outcome.failure is not trouble:
        report_error(outcome.failure)
    unused = json_report.unused_tabs(outcome.plan.problems, settings)
    former = json_report.former_lines(outcome.former)
    lines = [*unused, *json_report.alarms(outcome.target, outcome.result, outcome.plan), *former]
    warn(lines)
    return lines


def after_run(settings: Settings, template: Template, name: str, *, good: bool) -> None:
    """Call that it went well, and write `status.html`. Neither changes what became of the run."""
    if good and settings.watch.ping:
        _call(settings, name)
    from sync.cli.status import write_status_page
    from sync.run.status import read_status

    try:
        write_status_page(read_status(settings), settings, template)
    except (DipError, OSError) as error:
        if good:  # else what stopped the run is told already, and is why
            why = reason_of(error) if isinstance(error, OSError) else error
            warn([say("%(name)s could not be written: %(error)s", name=settings.status_path.name, error=why)])


def _tell_people(
    settings: Settings, template: Template, name: str, plan: Plan | None, trouble: DipError | None,
    lines: Sequence[str] = (),
) -> None:  # fmt: skip
    """Where `dip.toml` has `[messages]`, send what is due. It changes nothing of what became of the run."""
    if settings.messages is None:
        return
    from sync.messages.due import RunEnd
    from sync.run.messages import Teller, failed, note_delivered, tell

    good = trouble is None or isinstance(trouble, RowsNeedFixing)
    end = RunEnd(True) if good or trouble is None else RunEnd(False, trouble.exit_code, trouble.code, trouble.message)
    try:
        delivered = tell(Teller(settings, template, in_language, datetime.now(UTC)), plan, end, lines)
    except TryLater:
        return
    except Exception as error:  # noqa: BLE001  the run is over, and nothing that goes wrong here is its failure
        delivered = failed(error)
    if delivered.trouble:
        warn([say("messages could not be sent: %(why)s", why=delivered.trouble)])
    with suppress(DipError, OSError):
        note_delivered(settings, name, delivered)


def _call(settings: Settings, name: str) -> None:
    from sync.run.heartbeat import call, failure_line
    from sync.run.run_log import RunLog

    if why := call(settings.watch, settings.ca_path):
        warn([say("the monitor could not be told that the run went well: %(why)s", why=why)])
        with suppress(OSError):
            RunLog(settings.runs_path).note(failure_line(name, why))


def faults_of(made: Plan) -> DipError | None:
    """Cells and rows that need fixing, which `--strict` makes a failure."""
    count = sum(problem.severity == "error" for problem in made.problems)
    return (
        RowsNeedFixing(say("%(count)s cells or rows need fixing; their people read it in their tab", count=count))
        if count
        else None
    )


def with_trouble(document: dict[str, Any], trouble: DipError | None) -> dict[str, Any]:
    """The document, with the error if there is one."""
    from sync.cli.json_report import with_error

    return with_error(document, trouble) if trouble else document
