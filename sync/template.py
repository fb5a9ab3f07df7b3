"""What a filled-in sheet should be: the files of `sheets_templates/`, read strictly into frozen values.

The templates are the only place where header texts, column order, spellings of choices, writers and publicity
stand; code asks for a role. A key or value that has no meaning is a `TemplateError` that names file and column.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from sync.errors import TemplateError
from sync.model import Take, take
from sync.strict import Mistake, did_you_mean, read_fields, refuse_unknown

KINDS = frozenset({"id", "text", "paragraph", "period", "choice", "retention", "links", "checkbox", "status", "mark"})
WRITERS = frozenset({"unit", "desk", "panel", "ppid", "sync"})
NEEDED_ROLES = {
    "unit": (
        "id", "judul", "ringkasan", "penanggung_jawab", "waktu", "tempat", "bentuk", "retensi", "usulan", "tautan",
        "status", "catatan",
    ),
    "induk": (
        "id", "sub_bagian", "klasifikasi", "dasar_pengecualian", "nomor_uji", "jangka_pengecualian", "setuju", "tarik",
        "catatan_ppid", "status", "catatan", "perubahan", "disetujui_pada", "tanda",
    ),
}  # fmt: skip
"""What the rules are about: a template may rename these columns, not lose them."""
NEEDED_LABELS = {
    "kendali": (
        "perintah", "nomor_penetapan", "tanggal_penetapan", "putaran", "laporan", "perhatian", "situs",
        "nomor_putaran", "buku",
    ),
}  # fmt: skip
NEEDED_CHOICES = {
    "bentuk": (),
    "klasifikasi": ("berkala",),
    "perintah": (),
    "status": (
        "withdrawn", "missing", "excluded", "invalid", "unclassified", "returned", "lapsed", "waiting", "approved",
        "published",
    ),
}  # fmt: skip
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

    def __hash__(self) -> int:  # a list of choices is looked up once a cell
        return hash(self.value)


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
        if column := self._by_role.get(role):
            return column
        raise TemplateError(f"sheets_templates/{self.kind}.toml has no column with role {role!r}")

    @cached_property
    def _by_role(self) -> dict[str, Column]:
        return {column.role: column for column in self.columns}

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

    @cached_property
    def version_roles(self) -> tuple[str, ...]:
        """What makes a version, sorted: the unit, its public columns, the class and its basis (rule 2)."""
        return tuple(sorted(("unit", *self.public_roles, "klasifikasi", *self.basis_roles)))

    @cached_property
    def version_texts(self) -> Take:
        """The texts of the unit, its public columns, the class and its basis, given in this order, in the order of
        `version_roles`."""
        return take(self.version_roles, ("unit", *self.public_roles, "klasifikasi", *self.basis_roles))

    @cached_property
    def public_texts(self) -> Take:
        """What of the texts a unit writes the public may see."""
        return take(self.public_roles, self.content_roles)

    @cached_property
    def classes_read(self) -> dict[str, tuple[str, bool]]:
        """What texts of the class column were read as: every row has one, and few differ."""
        return {}

    def status(self, role: str) -> str:
        """The text of a status, by its role (`withdrawn`, `published`, …)."""
        return self._statuses[role]

    def status_role(self, text: str) -> str:
        """The role of a status, by its text."""
        return self._status_roles[text]

    @cached_property
    def _statuses(self) -> dict[str, str]:
        return {choice.role: choice.value for choice in self.choices["status"]}

    @cached_property
    def _status_roles(self) -> dict[str, str]:
        return {text: role for role, text in self._statuses.items()}

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
    choices = _read(folder / "choices.toml", _choices)
    tabs: dict[str, TabTemplate] = {}
    for kind in TABS:
        tabs[kind] = _read(folder / f"{kind}.toml", partial(_tab, kind, tabs, choices))
    return Template(tabs, choices)


def _read(path: Path, build: Callable[[dict[str, Any]], Any]) -> Any:
    try:
        return build(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise TemplateError(f"template {path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise TemplateError(f"template {path.name} is not UTF-8 text. Save it again as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"template {path.name} is not valid TOML: {error}.") from error
    except Mistake as mistake:
        raise TemplateError(f"template {path.name}: {mistake}") from None


def _choices(raw: dict[str, Any]) -> dict[str, tuple[Choice, ...]]:
    refuse_unknown(raw, tuple(NEEDED_CHOICES), "")
    choices: dict[str, tuple[Choice, ...]] = {}
    for name, needed in NEEDED_CHOICES.items():
        choices[name] = _listed(Choice, raw, name)
        _refuse_gap([(choice.role or choice.slug) for choice in choices[name]], needed, f"[[{name}]] with role or slug")
    _unique([choice.value for choice in choices["status"]], "status")
    if not any(choice.excluded for choice in choices["klasifikasi"]):
        raise Mistake("no [[klasifikasi]] is marked excluded = true; the program needs one.")
    if len(choices["perintah"]) != 3:
        raise Mistake("[[perintah]] must stand three times: at every run, once, not at all, in this order.")
    return choices


def _tab(kind: str, tabs: Mapping[str, TabTemplate], choices: Mapping[str, Any], raw: dict[str, Any]) -> TabTemplate:
    known = [field.name for field in fields(TabTemplate)]
    refuse_unknown(raw, [*known, "content"], "")
    if raw.get("kind") != kind:
        raise Mistake(f"kind is {raw.get('kind')!r}, expected {kind!r}.")
    columns = list(_listed(Column, raw, "columns"))
    if "content" in raw:
        columns[2:2] = _borrowed(read_fields(_Content, raw["content"], "[content]"), tabs)
    plain = read_fields(_Plain, {key: raw[key] for key in raw if key in _PLAIN}, "the file")
    opening = tuple(read_fields(_Line, {"texts": line}, "opening").texts for line in raw.get("opening", ()))
    labels = _listed(Label, raw, "labels")
    tab = TabTemplate(kind, plain.title, plain.hidden, tuple(columns), labels, opening, plain.newest)
    _verify(tab, choices)
    return tab


def _listed(kind: type[Any], raw: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    items = raw.get(name, [])
    if not isinstance(items, list):
        raise Mistake(f"[[{name}]] must be a list of tables.")
    return tuple(read_fields(kind, item, f"[[{name}]] number {number}") for number, item in enumerate(items, 1))


@dataclass(frozen=True)
class _Content:
    """Columns that a tab borrows from another, written there by somebody else."""

    source: str
    writer: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class _Plain:
    """The keys of a tab that are neither columns nor lines."""

    kind: str
    title: str = ""
    hidden: bool = False
    newest: int = 0


_PLAIN = frozenset(field.name for field in fields(_Plain))


@dataclass(frozen=True)
class _Line:
    texts: tuple[str, ...] = ()


def _borrowed(content: _Content, tabs: Mapping[str, TabTemplate]) -> list[Column]:
    if content.source not in tabs:
        raise Mistake(f"[content] borrows from {content.source!r}, which is no tab before this one.")
    source = tabs[content.source]
    _refuse_gap(source.roles, content.roles, f"column in {content.source}.toml with role")
    return [replace(source.column(role), writer=content.writer) for role in content.roles]


def _verify(tab: TabTemplate, choices: Mapping[str, Any]) -> None:
    _unique(tab.roles, "role")
    _unique([name.casefold() for column in tab.columns for name in (column.header, *column.aliases)], "header or alias")
    _refuse_gap(tab.roles, NEEDED_ROLES.get(tab.kind, ()), "column with role")
    _refuse_gap([label.role for label in tab.labels], NEEDED_LABELS.get(tab.kind, ()), "label with role")
    for column in tab.columns:
        what = f"column {column.role!r}"
        _refuse_unlisted(column.kind, KINDS, f"{what}: unknown kind")
        _refuse_unlisted(column.writer, WRITERS, f"{what}: unknown writer")
        _refuse_unlisted(column.choices or None, choices, f"{what}: unknown choices")


def _refuse_gap(there: Collection[str], needed: Iterable[str], what: str) -> None:
    for name in needed:
        if name not in there:
            raise Mistake(f"there is no {what} {name!r}; the program needs it.")


def _refuse_unlisted(name: str | None, known: Collection[str], what: str) -> None:
    if name is not None and name not in known:
        raise Mistake(f"{what} {name!r}{did_you_mean(name, known) or '; known are: ' + ', '.join(sorted(known)) + '.'}")


def _unique(names: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Mistake(f"the {what} {name!r} stands twice.")
        seen.add(name)
