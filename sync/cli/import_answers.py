"""All answers that `dip import` waits for, as one command."""

from __future__ import annotations

from collections.abc import Iterator

from sync.cells.text import clean
from sync.cli.import_questions import OurHeaders, title_maps, with_maps
from sync.importing.given import UNIT
from sync.importing.list_questions import Question, column_name
from sync.importing.list_reading import ListReading
from sync.importing.remarks import named_class, without_class
from sync.message import joined, say
from sync.run.import_list import ImportPlan
from sync.template.template import Template


def whole_command(reading: ListReading, plan: ImportPlan, template: Template, command: str) -> str:
    """The command that was given with all that is proposed, and with CODE or COLUMN where a person must decide; empty
    where nothing is to be added."""
    maps = dict.fromkeys([*title_maps(reading, plan, template), *_answers(plan)])
    options = [with_maps("", [each]) for each in maps]
    if without_class(reading) and (klass := named_class(reading, template)):
        options.append(f'--class "{klass}"')
    asked = [question for question in plan.questions if _is_ownerless(question)]
    columns = {column for question in asked for column in question.options}
    if asked and len(columns) == 1:
        options.append(with_maps("", [(OurHeaders(template).of(UNIT), columns.pop())]))
    elif asked:
        options.append(joined(("--unit ", say("CODE"))))
    return joined((command, *dict.fromkeys(options)), " ") if options else ""


def _is_ownerless(question: Question) -> bool:
    return UNIT in question.roles and question.column < 0 and not question.about


def _answers(plan: ImportPlan) -> Iterator[tuple[str, str]]:
    """What each question about a column, and each about the name of a unit, is answered with."""
    for question in plan.questions:
        if question.column >= 0:
            yield say("COLUMN"), column_name(question.about, question.column)
        elif UNIT in question.roles and question.about:
            yield question.likely or say("CODE"), clean(question.about)


def whole_line(whole: str) -> str:
    """How the whole command is to be used."""
    return say(
        "All answers in one command. Write the code of a unit in place of each CODE, a column of ours in place of each "
        "COLUMN, and take out what is not so; look at what it shows, then add --write: %(again)s",
        again=whole,
    )  # fmt: skip
