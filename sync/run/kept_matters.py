"""What was due by law after a run, as its line in `dip-runs.jsonl` keeps it, and in the operator's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sync.message import Message, say
from sync.settings.calendar import GUESSED, MATTERS


@dataclass(frozen=True)
class KeptMatter:
    """A `DueMatter` as a line keeps it: no text, and no more than a few IDs. `day` is a day (ISO) or empty."""

    code: str
    count: int
    unit: str = ""
    ids: tuple[str, ...] = ()
    day: str = ""
    period: str = ""
    names: tuple[str, ...] = ()

    def is_overdue(self, today: date) -> bool:
        """Whether its day has come; never of what is only looked for by words: nobody is sent after a guess."""
        return self.code not in GUESSED and bool(self.day) and self.day <= today.isoformat()

    def document(self) -> dict[str, Any]:
        """For JSON: every key, whatever it is."""
        return {"code": self.code, "unit": self.unit, "count": self.count, "ids": list(self.ids), "day": self.day}


def kept_matters(line: Mapping[str, Any]) -> tuple[KeptMatter, ...] | None:
    """What a line says; None for one that does not say, as those of an earlier version."""
    due = line.get("due")
    if not isinstance(due, list):
        return None
    return tuple(matter for each in due if (matter := _kept(each)))


def _kept(each: object) -> KeptMatter | None:
    """None for what no run wrote."""
    if not isinstance(each, dict) or each.get("code") not in MATTERS or type(each.get("count")) is not int:
        return None
    ids, texts = each.get("ids", []), {key: each.get(key, "") for key in ("unit", "day", "period")}
    names = each.get("names", [])
    if not isinstance(ids, list) or not isinstance(names, list):
        return None
    if not all(isinstance(text, str) for text in (*ids, *names, *texts.values())):
        return None
    return KeptMatter(
        each["code"], each["count"], texts["unit"], tuple(ids), texts["day"], texts["period"], tuple(names)
    )


def matter_words(
    matter: KeptMatter, tabs: Mapping[str, str], today: date, written: Callable[[str], str] = str
) -> Message:
    """One matter in a sentence. `tabs` has the title of each unit's tab, by its code; `written` writes a day."""
    more = ", …" * (matter.count > len(matter.ids))
    words: dict[str, object] = {
        "unit": tabs.get(matter.unit, matter.unit), "count": matter.count, "ids": ", ".join(matter.ids) + more,
        "day": written(matter.day), "period": written(matter.period) if matter.code == "penetapan" else matter.period,
    }  # fmt: skip
    past = matter.day and matter.day < today.isoformat()
    return Message((_PAST if past else _WORDS).get(matter.code, _WORDS[matter.code]), words)


_WORDS = {
    code: words.template
    for code, words in {
        "berkala": say("%(unit)s: %(count)s Informasi Berkala not renewed in time: %(ids)s"),
        "serta-merta": say("%(unit)s: %(count)s Informasi Serta Merta shown for long: %(ids)s"),
        "retensi": say("%(unit)s: the retention of %(count)s entries ends (%(day)s): %(ids)s"),
        "pengecualian": say("the PPID: the exclusion of %(count)s entries ends (%(day)s): %(ids)s"),
        "penetapan": say("the PPID: the list was last established on %(period)s"),
        "tanpa-penetapan": say("the PPID: the list on the site has no decree"),
        "tanpa-laporan": say("%(unit)s: nothing reported yet for %(period)s"),
        "laporan-layanan": say("the desk: the report on the service of %(period)s is not seen (by %(day)s)"),
        "wajib": say(
            "the desk: %(count)s kinds that the law makes mandatory are not seen; perhaps by another name? All: "
            "dip status -v"
        ),
    }.items()
}


_PAST = {
    "laporan-layanan": say(
        "the desk: the report on the service of %(period)s is not seen; its day is past (%(day)s)"
    ).template,
}
"""Where a day that is past is said in other words than one to come."""


def overdue(matters: Iterable[KeptMatter] | None, today: date) -> list[KeptMatter]:
    """Those whose day has come."""
    return [matter for matter in matters or () if matter.is_overdue(today)]
