"""The templates of `site_templates/`, bound to one office and one language: names and values in, bytes of pages out.

An office's own folder comes before ours: a file there wins, and may extend the one it replaces as `dip/<name>`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sync.errors import TemplateError
from sync.public import SiteSettings
from sync.template import Template, templates_folder
from sync.wording import counted, document_kind, long_day, years

if TYPE_CHECKING:
    from jinja2 import Environment


class Pages:
    """One edition of the site. `folder` is where it stands below the top of the site: empty, or `en/`. Holds no state
    that changes."""

    def __init__(self, site: SiteSettings, template: Template, own: Path | None, language: str = "id") -> None:
        self.site = site
        self.template = template
        self.language = language
        self.folder = "" if language == "id" else f"{language}/"
        self.folders = tuple(path for path in (own, templates_folder("site_templates")) if path)
        self.jinja = _environment(self.folders)
        self.words = self._words()

    def page(self, name: str, path: str, **words: object) -> bytes:
        """The page that stands at `path` within the edition, from the template `name`. Templates know where
        they are: `root` leads to the top of the edition, `top` to the top of the site, `here` is the page within the
        edition, `alamat` its full address. Raises `TemplateError`."""
        up, here = "../" * path.count("/"), path.removesuffix("index.html")
        place = {
            "root": up,
            "top": up + "../" * self.folder.count("/"),
            "here": here,
            "alamat": f"{self.site.url}{self.folder}{here}" if self.site.url else "",
        }
        try:
            return self.jinja.get_template(name).render(self.words, **place, **words).encode()
        except Exception as error:
            raise _explained(error, name) from error

    def raw(self, text: str) -> Any:
        """Text that may stand in a page as it is: it was made safe for that place."""
        from markupsafe import Markup

        return Markup(text)  # noqa: S704

    def assets(self) -> dict[str, bytes]:
        """Styles, script and pictures as they lie in `assets/`, an office's own before ours."""
        found: dict[str, bytes] = {}
        for folder in reversed(self.folders):
            for path in sorted((folder / "assets").glob("*")):
                found[f"assets/{path.name}"] = path.read_bytes()
        return found

    def _words(self) -> Mapping[str, object]:
        """What every template may say."""
        say = _translator()
        unit, master = self.template.tab("unit"), self.template.tab("induk")
        headers = {column.role: column.header for column in (*unit.columns, master.column("klasifikasi"))}
        return {
            "_": say,
            "site": self.site,
            "language": self.language,
            "stamp": self._stamp(),
            "hari": partial(long_day, language=self.language),
            "angka": partial(counted, language=self.language),
            "slugs": {choice.value: choice.slug for choice in self.template.choices["klasifikasi"]},
            "parts": {choice.value: choice.parts for choice in self.template.choices["bentuk"]},
            "headers": {**headers, "penguasa": master.column("sub_bagian").header},
        }

    def _stamp(self) -> str:
        """Changes with the assets, so that no browser shows a new page in old clothes."""
        return hashlib.sha256(b"".join(data for _, data in sorted(self.assets().items()))).hexdigest()[:8]


def _translator() -> Callable[..., Any]:
    """`_("… %(name)s", name=…)`: a message in the language of the edition, its values escaped."""
    from markupsafe import Markup, escape

    catalogue: Mapping[str, str] = {}

    def say(message: str, **values: object) -> Any:
        text = catalogue.get(message, message)
        return Markup(escape(text)) % values if values else text  # noqa: S704  escaped on the spot

    return say


@cache
def _environment(folders: tuple[Path, ...]) -> Environment:
    """Jinja over these folders, kept for the next rendering; a template that changed meanwhile is read again."""
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

    ours = FileSystemLoader(folders[-1])
    loader = ChoiceLoader([*(FileSystemLoader(folder) for folder in folders), PrefixLoader({"dip": ours})])
    jinja = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True,
    )  # fmt: skip
    jinja.filters |= {"jenis": document_kind, "tahun": years}
    jinja.globals["digest"] = _style_digest
    return jinja


def _style_digest(text: Any) -> str:
    """The CSP source that allows exactly this inline style."""
    import base64

    return "sha256-" + base64.b64encode(hashlib.sha256(str(text).encode()).digest()).decode()


def _explained(error: Exception, name: str) -> Exception:
    from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

    if isinstance(error, TemplateSyntaxError):
        return TemplateError(f"site template {error.name}, line {error.lineno}: {error.message}")
    if isinstance(error, TemplateNotFound):
        return TemplateError(f"site template {error.name} is missing (wanted by {name})")
    if isinstance(error, UndefinedError | TypeError | ValueError):
        return TemplateError(f"site template {_place(error, name)}: {error}")
    return error


def _place(error: Exception, name: str) -> str:
    """The innermost line of a template in a traceback."""
    place, frame = name, error.__traceback__
    while frame:
        file = frame.tb_frame.f_code.co_filename
        if file.endswith(".j2"):
            place = f"{Path(file).name}, line {frame.tb_lineno}"
        frame = frame.tb_next
    return place
