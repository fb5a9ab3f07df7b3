"""What a filled-in sheet should be: the files of `sheets_templates/`, read strictly into frozen values.

The templates are the only place where header texts, column order, spellings of choices, writers and publicity
stand; code asks for a role. A key or value that has no meaning is a `TemplateError` that names file and column.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from sync.errors import TemplateError

KINDS = frozenset({"id", "text", "paragraph", "period", "choice", "retention", "links", "checkbox", "status", "mark"})
WRITERS = frozenset({"unit", "desk", "panel", "ppid", "sync"})
TABS = ("unit", "induk", "dip", "dik", "kendali", "riwayat", "petunjuk", "pilihan")


@dataclass(frozen=True)
class Choice:
    """One value of a closed list, with the other spellings that mean it."""

    value: str
    aliases: tuple[str, ...] = ()
    colour: str = ""
    role: str = ""
    slug: str = ""
    help: str = ""
    excluded: bool = False
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column: who writes it, of what kind it is, whether the public may see it (never, unless said)."""

    role: str
    header: str
    writer: str
    kind: str
    aliases: tuple[str, ...] = ()
    choices: str = ""
    required: bool = False
    public: bool = False
    width: int = 20
    help: str = ""
    example: str = ""


@dataclass(frozen=True)
class Label:
    """One line of the control tab."""

    role: str
    label: str
    writer: str
    help: str = ""
    choices: str = ""
    default: str = ""


@dataclass(frozen=True)
class TabTemplate:
    """One kind of tab. `title` is empty for unit tabs: those are named by `dip.toml`."""

    kind: str
    title: str = ""
    hidden: bool = False
    columns: tuple[Column, ...] = ()
    labels: tuple[Label, ...] = ()
    opening: tuple[tuple[str, ...], ...] = ()
    newest: int = 0

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles of the columns, in the order of the template."""
        return tuple(column.role for column in self.columns)

    def column(self, role: str) -> Column:
        """The column with this role. Raises `TemplateError` if there is none."""
        for column in self.columns:
            if column.role == role:
                return column
        raise TemplateError(f"sheets_templates/{self.kind}.toml has no column with role {role!r}")

    def written_by(self, *writers: str) -> tuple[str, ...]:
        """The roles of the columns these writers fill, in order."""
        return tuple(column.role for column in self.columns if column.writer in writers)

    def label(self, role: str) -> Label:
        """The control line with this role. Raises `TemplateError` if there is none."""
        for label in self.labels:
            if label.role == role:
                return label
        raise TemplateError(f"sheets_templates/{self.kind}.toml has no label with role {role!r}")


@dataclass(frozen=True)
class Template:
    """All tabs and all closed lists."""

    tabs: Mapping[str, TabTemplate]
    choices: Mapping[str, tuple[Choice, ...]]

    def tab(self, kind: str) -> TabTemplate:
        """The template of a kind of tab (`unit`, `induk`, …)."""
        return self.tabs[kind]

    @cached_property
    def content_roles(self) -> tuple[str, ...]:
        """What a unit writes, in order: the parallel axis of `Row.typed` and `Row.values`."""
        return self.tabs["unit"].written_by("unit")

    @cached_property
    def public_roles(self) -> tuple[str, ...]:
        """What of a unit's columns the public may see."""
        unit = self.tabs["unit"]
        return tuple(role for role in self.content_roles if unit.column(role).public)

    @cached_property
    def basis_roles(self) -> tuple[str, ...]:
        """The three columns that every excluded entry needs."""
        return ("dasar_pengecualian", "nomor_uji", "jangka_pengecualian")

    def status(self, role: str) -> str:
        """The text of a status, by its role (`withdrawn`, `published`, …)."""
        return next(choice.value for choice in self.choices["status"] if choice.role == role)

    def classes(self) -> tuple[str, ...]:
        """The public classes in the order of the list."""
        return tuple(choice.value for choice in self.choices["klasifikasi"] if not choice.excluded)

    @cached_property
    def excluded_class(self) -> str:
        """The class that never becomes public."""
        return next(choice.value for choice in self.choices["klasifikasi"] if choice.excluded)

    @cached_property
    def periodic_class(self) -> str:
        """The class that must carry its documents."""
        return next(choice.value for choice in self.choices["klasifikasi"] if choice.slug == "berkala")

    @cached_property
    def fixed_titles(self) -> tuple[str, ...]:
        """Tab names no unit may take."""
        return tuple(tab.title for tab in self.tabs.values() if tab.title)


def templates_folder(name: str = "sheets_templates") -> Path:
    """Where a folder of templates lies: inside the package when installed from a wheel, beside it in a checkout."""
    inside = Path(__file__).parent / name
    return inside if inside.is_dir() else Path(__file__).parent.parent / name


def load_template(folder: Path | None = None) -> Template:
    """Read `sheets_templates/`. Raises `TemplateError` with file and place of the first mistake."""
    folder = folder or templates_folder()
    raw = {kind: _toml(folder / f"{kind}.toml") for kind in TABS}
    choices = _choices(_toml(folder / "choices.toml"))
    tabs: dict[str, TabTemplate] = {}
    for kind in TABS:
        tabs[kind] = _tab(kind, raw[kind], tabs, choices)
    return Template(tabs, choices)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise TemplateError(f"template {path.name} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TemplateError(f"template {path.name} is not valid TOML: {error}") from error


def _choices(raw: dict[str, Any]) -> dict[str, tuple[Choice, ...]]:
    return {
        name: tuple(_build(Choice, item, f"choices.toml [{name}]") for item in items) for name, items in raw.items()
    }


def _tab(kind: str, raw: dict[str, Any], tabs: Mapping[str, TabTemplate], choices: Mapping[str, Any]) -> TabTemplate:
    where = f"{kind}.toml"
    columns = [_build(Column, item, where) for item in raw.get("columns", ())]
    if content := raw.get("content"):
        columns[2:2] = _borrowed(content, tabs)
    raw = {**raw, "columns": tuple(columns)}
    raw["labels"] = tuple(_build(Label, item, where) for item in raw.get("labels", ()))
    raw["opening"] = tuple(tuple(line) for line in raw.get("opening", ()))
    raw.pop("content", None)
    tab: TabTemplate = _build(TabTemplate, raw, where)
    _verify(tab, kind, choices)
    return tab


def _borrowed(content: dict[str, Any], tabs: Mapping[str, TabTemplate]) -> list[Column]:
    source = tabs[content["from"]]
    kept = {field.name: field.name for field in fields(Column) if field.name != "writer"}
    return [
        Column(writer=content["writer"], **{name: getattr(source.column(role), name) for name in kept})
        for role in content["roles"]
    ]


def _build(kind: type[Any], raw: Mapping[str, Any], where: str) -> Any:
    known = {field.name for field in fields(kind)}
    if unknown := sorted(set(raw) - known):
        raise TemplateError(f"{where}: unknown key {unknown[0]!r}; known: {', '.join(sorted(known))}")
    try:
        return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()})
    except TypeError as error:
        raise TemplateError(f"{where}: {error}") from error


def _verify(tab: TabTemplate, kind: str, choices: Mapping[str, Any]) -> None:
    where = f"{kind}.toml"
    if tab.kind != kind:
        raise TemplateError(f"{where}: kind is {tab.kind!r}, expected {kind!r}")
    _unique([column.role for column in tab.columns], where, "role")
    names = [name.casefold() for column in tab.columns for name in (column.header, *column.aliases)]
    _unique(names, where, "header or alias")
    for column in tab.columns:
        if column.kind not in KINDS:
            raise TemplateError(f"{where}: column {column.role!r} has unknown kind {column.kind!r}")
        if column.writer not in WRITERS:
            raise TemplateError(f"{where}: column {column.role!r} has unknown writer {column.writer!r}")
        if column.choices and column.choices not in choices:
            raise TemplateError(f"{where}: column {column.role!r} names unknown choices {column.choices!r}")


def _unique(names: Iterable[str], where: str, what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise TemplateError(f"{where}: the {what} {name!r} stands twice")
        seen.add(name)
