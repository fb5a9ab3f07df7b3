"""Everything that stops a run, under one root.

A problem in a row is a value (`sync.tabs.problem.Problem`); only what makes going on wrong is raised. Each class
carries the exit code that `docs/` promises and a slug for `--json`; the message says what, where, which value, and
what to do.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sync.message import say


class DipError(Exception):
    """The root: `exit_code` for the shell, `code` for programs, the message for people, who read `word` before it."""

    exit_code = 1
    code = "error"
    word: str = say("Stopped")

    @property
    def message(self) -> str:
        """What it says, with what is needed to say it in another language."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else str(self)


class SettingsError(DipError):
    """`dip.toml` is missing, cannot be read, or says something that has no meaning."""

    exit_code = 2
    word: str = say("Mistake")
    code = "settings"


class TemplateError(DipError):
    """A file of `sheets_templates/` or `site_templates/` has a mistake."""

    exit_code = 2
    word: str = say("Mistake")
    code = "template"


class ArgumentError(DipError):
    """What the command line names cannot be used."""

    exit_code = 2
    word: str = say("Mistake")
    code = "arguments"


class FileError(DipError):
    """The operating system refuses a file: the folder is read-only, the disk is full."""

    code = "file"


_REASONS = {
    errno.ENOENT: say("No such file or directory"),
    errno.EACCES: say("Permission denied"),
    errno.EPERM: say("Operation not permitted"),
    errno.ENOSPC: say("No space left on device"),
    errno.EDQUOT: say("Disk quota exceeded"),
    errno.EROFS: say("Read-only file system"),
    errno.EISDIR: say("Is a directory"),
    errno.ENOTDIR: say("Not a directory"),
    errno.EEXIST: say("File exists"),
    errno.EBUSY: say("Device or resource busy"),
    errno.EIO: say("Input/output error"),
    errno.EFBIG: say("File too large"),
    errno.ENAMETOOLONG: say("File name too long"),
    errno.ELOOP: say("Too many levels of symbolic links"),
    errno.EMFILE: say("Too many open files"),
    errno.ENOSYS: say("Function not implemented"),
    errno.ENOLCK: say("No locks available"),
    errno.EOPNOTSUPP: say("Operation not supported"),
    errno.EINVAL: say("Invalid argument"),
    errno.ECONNREFUSED: say("Connection refused"),
    errno.ECONNRESET: say("Connection reset by peer"),
    errno.ECONNABORTED: say("Connection reset by peer"),
    errno.EPIPE: say("Connection reset by peer"),
    errno.EHOSTUNREACH: say("No route to host"),
    errno.ENETUNREACH: say("Network is unreachable"),
    errno.EADDRINUSE: say("Address already in use"),
}
"""What the operating system says, as people can be told it in their language."""


def reason_of(error: OSError) -> str:
    """Why the operating system refused, or no server was reached: its own words, which the operator reads in his
    language where we know them."""
    import socket  # which a command that asks no server does without

    if type(error).__name__ == "SSLCertVerificationError":
        return say("its certificate is not trusted")
    if type(error).__module__ == "ssl":  # whose numbers are not the system's
        return say("no secure connection with the server can be made")
    if isinstance(error, TimeoutError):
        return say("it does not answer in time")
    if isinstance(error, socket.gaierror):
        unknown = error.errno == socket.EAI_NONAME
        return say("no server has this name") if unknown else say("the name could not be looked up")
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def whose(error: OSError) -> str:
    """Whose file or folder it is that this user may not use, and what to do; empty where that is not the reason."""
    if error.errno not in (errno.EACCES, errno.EPERM) or not error.filename or os.name != "posix":
        return ""
    for path in (Path(os.fsdecode(error.filename)).absolute(), *Path(os.fsdecode(error.filename)).absolute().parents):
        with suppress(OSError):
            owner, user = path.stat().st_uid, os.geteuid()
            if owner == user:
                return ""
            return say(
                " %(path)s belongs to %(owner)s, and dip runs as %(user)s. Let %(user)s read and write there, or run "
                "dip as the user whose folder it is.",
                path=path, owner=_account(owner), user=_account(user),
            )  # fmt: skip
    return ""


def _account(number: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


@contextmanager
def files_translated() -> Iterator[None]:
    """A read-only folder and a full disk can meet any step; no door knows better than to say so, as `FileError`."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        raise FileError(
            say(
                "%(strerror)s%(place)s.%(whose)s Put it right and run again: nothing is lost.",
                strerror=reason_of(error), place=place, whose=whose(error),
            )
        ) from error  # fmt: skip


class RunTooLong(DipError):
    """The run took longer than a run may, and was ended."""

    code = "time-limit"


class ScheduleError(DipError):
    """What shall run `dip` by itself is not there, or refuses."""

    code = "schedule"


class ListError(DipError):
    """A list that is to be brought in cannot be read: a picture, damaged, locked with a password, or no list at all."""

    code = "list"


class NetworkError(DipError):
    """No server could be reached at all."""

    code = "network"


class WorkbookError(DipError):
    """The workbook is missing, damaged, or not what it should be."""

    code = "workbook"


class WorkbookChanged(WorkbookError):
    """The workbook is no longer what was read: read again. A file was not written at all; a spreadsheet at Google may
    have been, in so many requests as `writes` says, and the next round puts it right."""

    code = "workbook-changed"

    def __init__(self, message: str, writes: int = 0) -> None:
        super().__init__(message)
        self.writes = writes


class NoAccess(WorkbookError):
    """Google does not let us: no credentials, not shared, switched off. Says who does what about it."""

    code = "no-access"


class NotAlone(WorkbookError):
    """Another computer runs the same office and wrote since we read. Nothing was written; reading again helps nobody,
    for what it decided is in no ledger here."""

    code = "not-alone"


class GoogleBusy(WorkbookError):
    """Google did not answer within the time we give it. Nothing was changed; the next run tries again."""

    code = "google-busy"


class AnswerLost(WorkbookError):
    """A write went out and its answer never came: it is not sent again, the next read tells what became of it."""

    code = "answer-lost"


class ForeignContent(DipError):
    """Before a first write was confirmed: something stands where sync would write, and neither it nor `dip init` put it
    there."""

    code = "foreign-content"


class LedgerError(DipError):
    """The ledger is damaged, foreign, or does not belong to this workbook or target."""

    code = "ledger"


class TargetError(DipError):
    """The place the site is published to refuses, or holds what is not ours: `blocked` are the paths where that stands
    in the way, and nothing was written."""

    code = "target"

    def __init__(self, message: str, blocked: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.blocked = blocked


class TargetUnreachable(TargetError):
    """The place the site is published to does not answer: everything else goes on, the next run publishes."""

    code = "target-unreachable"


class StalePlan(DipError):
    """The saved plan is not the plan that would be made now."""

    exit_code = 4
    word: str = say("Out of date")
    code = "stale-plan"


class RowsNeedFixing(DipError):
    """Cells need fixing, and `--strict` says that this is a failure."""

    code = "rows"


class Held(DipError):
    """A brake holds the run: nothing is written except withdrawals."""

    exit_code = 3
    word: str = say("Held")
    code = "held"


class TryLater(DipError):
    """Another run, or a program that has the workbook open, is in the way."""

    exit_code = 75
    word: str = say("Try later")
    code = "try-later"


class LedgerBusy(TryLater):
    """Another program holds the ledger's own lock; nothing was recorded."""

    code = "ledger-busy"


class WorkbookOpen(TryLater):
    """The workbook is open in a program: it can be read, not written."""

    code = "workbook-open"
