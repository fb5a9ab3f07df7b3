"""A file → what was understood of it."""

from __future__ import annotations

from pathlib import Path

from sync.cells.text import squeeze
from sync.importing.given import Given, verify_named
from sync.importing.list_reading import ListReader, ListReading, names_of_column
from sync.importing.source import read_source
from sync.importing.words import load_vocabulary
from sync.settings.settings import Settings
from sync.template.template import Template


def read_list(path: Path, settings: Settings, template: Template, given: Given) -> ListReading:
    """Everything that could be understood. Raises `ListError` for a file that cannot be read, `ArgumentError` for a
    mapping that names no column of it."""
    vocabulary = load_vocabulary(template.tab("unit"))
    reading = ListReader(settings, template, vocabulary, given).read(read_source(path))
    headers: dict[str, str] = {}
    for table in reading.tables:
        for place in table.header.texts:
            for name in names_of_column(table.header, place):
                headers.setdefault(squeeze(name), table.header.text(place))
    verify_named(given, headers)
    return reading
