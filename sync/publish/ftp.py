"""`ftps://` and `ftp://`: an account on an FTP server, several connections at a time.

FTPS is explicit TLS on the ordinary port (RFC 4217): the certificate is verified against the server's name, data
connections are encrypted and resume the TLS session of their control connection, which many servers require. Plain
ftp:// sends the password in the clear: for a server that has nothing better.
"""

from __future__ import annotations

import ftplib
import re
import ssl
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from sync.errors import TargetError, TargetUnreachable, reason_of
from sync.message import say
from sync.plain_text import readable
from sync.publish.ftp_session import SECONDS, FtpSession, FtpTrust, connect, text_of
from sync.publish.store import ACTS, GARBLED, SAMPLED, Done, FileInfo
from sync.settings.target_address import PASSWORD_VARIABLE, Address
from sync.time_limit import seconds_for, within

AT_ONCE = 4
"""Connections: shared hosting seldom allows more."""
ANSWER = 120.0
"""Seconds for all that is asked about one file or folder."""

Result = TypeVar("Result")


class FtpStore:
    """A `Store`. Connects when first asked."""

    direct = False
    share = SAMPLED

    def __init__(self, address: Address, trust: FtpTrust) -> None:
        self.location = address.location
        self._address, self._trust = address, trust
        self._idle: list[FtpSession] = []
        self._open, self._most, self._changed = 0, AT_ONCE, threading.Condition()

    def look(self, paths: Collection[str]) -> dict[str, FileInfo]:
        """One question a file; folders and what is missing are found by listing the folder above."""
        asked = list(paths)
        answers = self._each("look at", asked, lambda session, path: session.look(path))
        return {path: there for path, there in zip(asked, answers, strict=True) if there}

    def list_folders(self, folders: Collection[str]) -> dict[str, dict[str, FileInfo]]:
        asked = list(folders)
        answers = self._each("list", asked, lambda session, folder: session.list_folder(folder))
        return {folder: names for folder, names in zip(asked, answers, strict=True) if names is not None}

    def read(self, paths: Collection[str]) -> dict[str, bytes]:
        asked = list(paths)
        answers = self._each("read", asked, lambda session, path: session.read(path))
        return {path: data for path, data in zip(asked, answers, strict=True) if data is not None}

    def write(self, files: Mapping[str, bytes], done: Done) -> None:
        def send(session: FtpSession, path: str) -> None:
            session.write(path, files[path])
            done()

        self._each("write to", files, send, lambda path: seconds_for(len(files[path])))

    def move(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._each("rename files on", pairs, lambda session, pair: session.move(*pair))

    def make_folders(self, folders: Sequence[str]) -> None:
        for folder in folders:
            self._each("make folders on", [folder], lambda session, path: session.make_folder(path))

    def remove(self, paths: Collection[str], folders: Sequence[str]) -> None:
        self._each("remove files from", paths, lambda session, path: session.remove(path))
        for folder in folders:
            self._each("remove folders from", [folder], lambda session, path: session.remove_folder(path))

    def close(self) -> None:
        while self._idle:
            self._idle.pop().leave()
            self._give_back(None)

    def _each(
        self, verb: str, items: Iterable[Any], work: Callable[[FtpSession, Any], Result],
        limit: Callable[[Any], float] = lambda _: ANSWER,
    ) -> list[Result]:  # fmt: skip
        """The results of `work` for every item, over several connections; the first error cancels the rest."""

        def one(item: Any) -> Result:
            with self._session() as session:
                return within(limit(item), lambda: work(session, item))

        whole = list(items)
        try:
            if len(whole) < 2:
                return [one(item) for item in whole]
            with ThreadPoolExecutor(AT_ONCE) as pool:
                jobs = [pool.submit(one, item) for item in whole]
                try:
                    return [job.result() for job in jobs]
                except BaseException:
                    pool.shutdown(cancel_futures=True)
                    raise
        except (ftplib.Error, OSError, *GARBLED) as error:
            raise explain(error, verb, self._address) from error

    @contextmanager
    def _session(self) -> Iterator[FtpSession]:
        session = self._taken()
        try:
            yield session
        except BaseException:
            session.close()
            self._give_back(None)
            raise
        self._give_back(session)

    def _taken(self) -> FtpSession:
        """A connection: an idle one, else a new one, else whichever is free next. A server that refuses one more while
        there are others gives no more than those."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._idle or self._open < self._most)
                if self._idle:
                    return self._idle.pop()
                self._open += 1
            try:
                return within(SECONDS * 2, lambda: connect(self._address, self._trust))
            except BaseException as error:
                self._give_back(None)
                with self._changed:
                    self._most = self._open or AT_ONCE
                    if not (self._open and isinstance(error, (ftplib.Error, OSError, *GARBLED))):
                        raise

    def _give_back(self, session: FtpSession | None) -> None:
        """It is idle now; None: it is closed."""
        with self._changed:
            if session:
                self._idle.append(session)
            else:
                self._open -= 1
            self._changed.notify_all()


_FULL = re.compile(r"(421|530)\b.*\b(maximum|too many)\b", re.IGNORECASE | re.DOTALL)
"""All connections are in use."""
_WANTS_TLS = re.compile(r"5\d\d\b.*\b(TLS|SSL|FTPS|non-anonymous|secure)", re.IGNORECASE | re.DOTALL)


def _answer_of(error: Exception) -> str:
    """What the server or the system said, as it can be shown."""
    if isinstance(error, OSError):
        return reason_of(error)
    return readable(text_of(str(error))) if isinstance(error, ftplib.Error) else str(error)


def explain(error: Exception, verb: str, address: Address) -> TargetError:
    """The library's error as one sentence that says what to do."""
    where, answer = address.location, _answer_of(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return TargetError(
            say(
                "%(where)s: the server's certificate cannot be trusted (%(verify_message)s). Nothing was sent. If it "
                "is the office's own, name its certificate as ca_file in [publish]",
                where=where, verify_message=error.verify_message,
            )
        )  # fmt: skip
    if isinstance(error, ftplib.error_perm | ftplib.error_temp) and _FULL.match(answer):
        return TargetUnreachable(
            say(
                "%(location)s: the server has no connection left for us (%(answer)s). Nothing is wrong with the "
                "password: another program of this account or address may have them. The next run finishes",
                location=where, answer=answer,
            )
        )  # fmt: skip
    if isinstance(error, ftplib.error_perm) and _WANTS_TLS.match(answer) and address.scheme == "ftp":
        return TargetError(
            say("%(where)s: the server lets nobody in without TLS. Write ftps:// in `to` (%(answer)s)",
                where=where, answer=answer)
        )  # fmt: skip
    if isinstance(error, ftplib.error_perm) and re.match(r"5\d\d\b.*\bAUTH\b", answer):
        return TargetError(
            say("%(where)s: the server knows no TLS (%(answer)s). Nothing was sent. Ask the host for FTPS or SFTP",
                where=where, answer=answer)
        )  # fmt: skip
    if isinstance(error, ftplib.error_perm) and answer.startswith(("530", "331", "332")):
        return TargetError(
            say(
                "%(where)s: the server does not let %(user)s in. Check the user in `to` and "
                "%(password_variable)s, or key_file",
                where=where, user=address.user or "anonymous", password_variable=PASSWORD_VARIABLE,
            )
        )  # fmt: skip
    if isinstance(error, ftplib.error_perm | ftplib.error_temp) and answer.startswith(("552", "452")):
        return TargetError(
            say("%(where)s: the server's disk or quota is full. Make room; the next run finishes", where=where)
        )
    if isinstance(error, ftplib.error_perm):
        return TargetError(
            say(
                "%(where)s: the server refuses to %(verb)s it (%(answer)s). Give the account the right to read, "
                "write, rename and delete there; the visible site is whole",
                where=where, verb=ACTS.get(verb, verb), answer=answer,
            )
        )  # fmt: skip
    parts = {"where": where, "reason": answer or type(error).__name__}
    return TargetUnreachable(
        say("%(where)s: the connection failed (%(reason)s). The visible site is whole; the next run finishes", **parts)
    )
