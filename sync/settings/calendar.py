"""`[calendar]` of `dip.toml`: where the office wants another legal calendar than ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sync.message import say
from sync.strict_toml import Mistake, did_you_mean

MATTERS = (
    "berkala", "serta-merta", "retensi", "pengecualian", "penetapan", "tanpa-penetapan", "tanpa-laporan",
    "laporan-layanan", "wajib",
)  # fmt: skip
"""What may be due by law, by the code under which settings and templates know it, in the order in which it is told."""
CALENDAR_FILES = ("kalender.toml", "wajib.toml")
"""The law's dates, and its checklist."""
GUESSED = frozenset({"laporan-layanan", "wajib"})
"""Those that are looked for by words: a question to the desk, never a fact."""


@dataclass(frozen=True)
class CalendarSettings:
    """`templates` is the office's own folder, whose `kalender.toml` and `wajib.toml` stand for ours; `off` are the
    codes of matters it does not want to be told; `serta_merta_months` and `berkala_months` stand for the numbers of
    the templates, unless they are 0."""

    templates: str = ""
    off: tuple[str, ...] = ()
    berkala_months: int = 0
    serta_merta_months: int = 0

    def folder(self, locate: Callable[[str], Path]) -> Path | None:
        """The office's own folder, if it has one."""
        return locate(self.templates) if self.templates else None


def verify_calendar(calendar: CalendarSettings, locate: Callable[[str], Path], *, with_files: bool = True) -> None:
    """`locate` finds a path as written in `dip.toml`. Raises `Mistake`."""
    for code in calendar.off:
        if code not in MATTERS:
            hint = did_you_mean(code, MATTERS) or say("; known are: %(known)s.", known=", ".join(MATTERS))
            raise Mistake(say("off in [calendar]: “%(code)s” is not known%(hint)s", code=code, hint=hint))
    folder = calendar.folder(locate)
    if with_files and folder and not folder.is_dir():
        raise Mistake(say("templates in [calendar]: “%(templates)s” is not a folder.", templates=calendar.templates))
