"""What a filled-in sheet should be, as values: tabs, columns, labels and choices.

The templates are the only place where header texts, column order, spellings of choices, writers and publicity
stand; code asks for a role.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from sync.errors import TemplateError
from sync.model import Pick, UploadOrder, pick


@dataclass(frozen=True)
class Choice:
    """One value of a closed list, with the other spellings that mean it. `hints` are words that do not, yet are often
    written where it is meant; `successor`: the ID of an entry may follow."""

    value: str
    aliases: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    colour: str = ""
    role: str = ""
    slug: str = ""
    help: str = ""
    excluded: bool = False
    parts: tuple[str, ...] = ()
    successor: bool = False

    def __hash__(self) -> int:  # lists of choices are keys of caches, asked for each cell
        return hash(self.value)


@dataclass(frozen=True)
class Ticks:
    """The signs and words that tick, and those that untick, besides an empty cell; case folded. `former`: what an
    earlier version took for a tick."""

    ticked: tuple[str, ...]
    unticked: tuple[str, ...]
    former: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoEntries:
    """Words by which a row is known that is no entry, folded: how a total begins, and what stands over signatures."""

    totals: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column. `writer` fills it, `kind` chooses its reader, `public` is false unless said."""

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
    """One line of the control tab. `aliases`: what an earlier version called it. `hidden`: the program's own, in a row
    that nobody needs to see. A label with `{tab}` in it stands for one line a unit: `TabTemplate.lines`."""

    role: str
    label: str
    writer: str
    help: str = ""
    choices: str = ""
    default: str = ""
    aliases: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def of_unit(self) -> bool:
        """Whether each unit's tab has a line of its own."""
        return "{tab}" in self.label

    def of_tab(self, title: str) -> Label:
        """The line of one unit's tab: its role ends with the tab's title."""
        return replace(self, role=f"{self.role}:{title}", label=self.label.replace("{tab}", title))


@dataclass(frozen=True)
class FilterView:
    """The rows of a tab that wait for somebody: a saved filter's name, and the roles of the statuses it shows."""

    title: str
    statuses: tuple[str, ...]


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
    views: tuple[FilterView, ...] = ()
    first: tuple[str, ...] = ()
    former: frozenset[str] = frozenset()
    """What lines of the guide said in earlier versions: where it stands, the line is the guide's."""

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

    def lines(self, titles: Iterable[str]) -> tuple[Label, ...]:
        """The labels of the control tab of an office whose units have the tabs with these titles."""
        titles = tuple(titles)
        return tuple(
            line
            for label in self.labels
            for line in ([label.of_tab(title) for title in titles] if label.of_unit else [label])
        )

    def label(self, role: str) -> Label:
        """The control line with this role. Raises `TemplateError` if there is none."""
        for label in self.labels:
            if label.role == role:
                return label
        raise TemplateError(f"sheets_templates/{self.kind}.toml has no label with role {role!r}")


@dataclass(frozen=True)
class Template:
    """All tabs, all closed lists, what ticks under `approval` and under a `form`, and what is no entry."""

    tabs: Mapping[str, TabTemplate]
    choices: Mapping[str, tuple[Choice, ...]]
    ticks: Mapping[str, Ticks]
    no_entries: NoEntries = NoEntries()

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
    def required_basis_roles(self) -> tuple[str, ...]:
        """The three columns that every excluded entry needs."""
        return ("dasar_pengecualian", "nomor_uji", "jangka_pengecualian")

    @cached_property
    def consequence_roles(self) -> tuple[str, ...]:
        """The two that are wanted as well, and never public."""
        return ("konsekuensi_dibuka", "konsekuensi_ditutup")

    @cached_property
    def basis_roles(self) -> tuple[str, ...]:
        """All that the basis of an exclusion consists of."""
        return (*self.required_basis_roles, *self.consequence_roles)

    @cached_property
    def version_roles(self) -> tuple[str, ...]:
        """What makes a version, sorted: the unit, its public columns, the class and its basis (rule 2)."""
        return tuple(sorted(("unit", *self.public_roles, "klasifikasi", *self.basis_roles)))

    @cached_property
    def version_texts(self) -> Pick:
        """The texts of the unit, its public columns, the class and its basis, given in this order, in the order of
        `version_roles`."""
        return pick(self.version_roles, ("unit", *self.public_roles, "klasifikasi", *self.basis_roles))

    @cached_property
    def public_texts(self) -> Pick:
        """What of the texts a unit writes the public may see."""
        return pick(self.public_roles, self.content_roles)

    def status(self, role: str) -> str:
        """The text of a status, by its role (`withdrawn`, `released`, …)."""
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

    @cached_property
    def class_values(self) -> frozenset[str]:
        """The classes as they are stored, the excluded one too."""
        return frozenset(choice.value for choice in self.choices["klasifikasi"])

    @cached_property
    def orders(self) -> Mapping[UploadOrder, str]:
        """The texts of the orders to upload."""
        return {UploadOrder(choice.role): choice.value for choice in self.choices["perintah"]}

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
