"""`dip messages`: what waits for whom, as it is told by mail."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.common import config_option, guarded, json_option, open_doors, print_json, print_lines, warn
from sync.cli.language import in_language
from sync.message import joined, say

if TYPE_CHECKING:
    from sync.messages.post import Delivered
    from sync.plan.plan import Plan
    from sync.run.messages import Teller
    from sync.settings.settings import Settings
    from sync.template.template import Template


@click.command()
@config_option
@json_option
@click.option("--send", "sending", is_flag=True, help="Send now what is due.")
@click.option("--copy", "copying", is_flag=True, help="The same without addresses, to paste into a group chat.")
def messages(config: Path, as_json: bool, sending: bool, copying: bool) -> None:
    """What waits for whom, as the people concerned are told. Sends nothing without --send."""

    def work(settings: Settings, template: Template) -> int:
        plan = _plan(settings, template)
        teller = _teller(settings, template)
        if copying:
            return _copy(teller, plan, as_json=as_json)
        return _send(teller, plan, as_json=as_json) if sending else _show(teller, plan, as_json=as_json)

    guarded(work, config, as_json=as_json, with_own_files=False)


def _plan(settings: Settings, template: Template) -> Plan:
    """What waits now. Raises why not every entry could be looked at."""
    from sync.plan.make_plan import make_plan
    from sync.run.sync import take_snapshot

    plan = make_plan(take_snapshot(open_doors(settings, template), settings, template), settings, template)
    if plan.waiting is None and (trouble := plan.trouble):
        raise trouble
    return plan


def _teller(settings: Settings, template: Template) -> Teller:
    from sync.run.messages import Teller

    return Teller(settings, template, in_language, datetime.now(UTC))


def _copy(teller: Teller, plan: Plan, *, as_json: bool) -> int:
    from sync.messages.digest import group_text
    from sync.messages.matters import Waitings, waitings_of

    waitings = waitings_of(plan, teller.settings, teller.template) or Waitings()
    text = group_text(waitings, teller.settings.office.short)
    if as_json:
        print_json({"exit": 0, "text": text})
    else:
        print_lines(text.splitlines(), needed=True)
    return 0


def _show(teller: Teller, plan: Plan, *, as_json: bool) -> int:
    from sync.run.messages import show, unreached

    shown, lack = show(teller, plan), unreached(teller.settings)
    if as_json:
        documents = [
            {"to": one.to, "state": one.state, "subject": one.digest.subject, "text": one.digest.body} for one in shown
        ]
        print_json({"exit": 0, "messages": documents, "without_address": lack})
        return 0
    for one in shown:
        print_lines([joined((one.to, in_language(_STATES[one.state])), ": "), one.digest.subject])
        print_lines([*(f"  {line}" for line in one.digest.body.splitlines()), ""])
    if not shown:
        print_lines([say("Nobody has to be told anything.")])
    if lack:
        warn([say("dip.toml has no address for %(lack)s", lack=", ".join(lack))])
    return 0


_STATES = {
    "now": say("to be sent now"),
    "later": say("to be sent in the office's hours, once a day"),
    "told": say("told already"),
}


def _send(teller: Teller, plan: Plan, *, as_json: bool) -> int:
    from sync.run.messages import note_delivered, send_now
    from sync.run.run_log import run_name

    delivered = send_now(teller, plan)
    note_delivered(teller.settings, run_name(), delivered)
    code = int(bool(delivered.trouble or delivered.refused))
    if as_json:
        print_json({"exit": code, "delivered": delivered.document()})
    else:
        print_lines([_summary(delivered)])
    return code


def _summary(delivered: Delivered) -> str:
    if delivered.is_silent:
        return say("nothing is due")
    words = say("%(sent)s sent, %(waiting)s wait, %(refused)s refused", **delivered.document() | {"trouble": ""})
    return joined((words, delivered.trouble), ". ") if delivered.trouble else words
