"""The templates of `site_templates/`, bound to one office and one language: names and values in, bytes of pages out.

An office's own folder comes before ours: a file there wins, and may extend the one it replaces as `dip/<name>`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sync.errors import TemplateError
from sync.settings.appearance import night_accent
from sync.site.formatting import counted, document_kind, long_day, years
from sync.site.site_settings import SiteSettings
from sync.template.loader import templates_folder
from sync.template.template import Template

if TYPE_CHECKING:
    from jinja2 import Environment

OWN = "id"
"""The language of the office: what it wrote is in it, whatever the edition."""
ACCENT, NIGHT = b"#8c1d24", b"#f2a5a4"
"""The accent in our own assets, by day and by night."""


class SitePages:
    """One edition of the site. `folder` is where it stands below the top of the site: empty, or `en/`."""

    def __init__(self, site: SiteSettings, template: Template, own: Path | None, language: str = OWN) -> None:
        self.site = site
        self.template = template
        self.language = language
        self.folder = "" if language == OWN else f"{language}/"
        self.folders = tuple(path for path in (own or site.templates, templates_folder("site_templates")) if path)
        self.jinja = _environment(self.folders)
        self._say = translator(catalogue(self.folders, language))
        self.words = self._words()

    def page(self, name: str, path: str, **words: object) -> bytes:
        """The page that stands at `path` within the edition, from the template `name`. Templates know where
        they are: `root` leads to the top of the edition, `top` to the top of the site, `here` is the page within the
        edition, `alamat` its full address. Raises `TemplateError`."""
        up, here = "../" * path.count("/"), path.removesuffix("index.html")
        place: dict[str, object] = {
            "root": up,
            "top": up + "../" * self.folder.count("/"),
            "here": here,
            "alamat": f"{self.site.url}{self.folder}{here}" if self.site.url else "",
        }
        try:
            return self.jinja.get_template(name).render(self.words | place | words).encode()
        except Exception as error:
            raise _explained(error, name) from error

    def say(self, message: str) -> str:
        """A message in the language of the edition."""
        return self._say(message)

    def raw(self, text: str) -> Any:
        """Text that may stand in a page as it is: it was made safe for that place."""
        from markupsafe import Markup

        return Markup(text)  # noqa: S704

    def assets(self) -> dict[str, bytes]:
        """Styles, script and pictures as they lie in `assets/`, an office's own before ours."""
        found: dict[str, bytes] = {}
        for folder in reversed(self.folders):
            for path in sorted((folder / "assets").glob("*")):
                found[f"assets/{path.name}"] = self._coloured(path.read_bytes())
        name, picture = self.site.logo
        return found | ({f"assets/{name}": picture} if name else {})

    def _coloured(self, asset: bytes) -> bytes:
        """The accent of the office in place of ours."""
        if not self.site.accent:
            return asset
        day, night = self.site.accent.encode(), night_accent(self.site.accent).encode()
        return asset.replace(ACCENT, day).replace(NIGHT, night)

    def _words(self) -> dict[str, object]:
        """What every template may say."""
        unit, master = self.template.tab("unit"), self.template.tab("induk")
        headers = {column.role: column.header for column in (*unit.columns, master.column("klasifikasi"))}
        return {
            "_": self._say,
            "site": self.site,
            "logo": self.site.logo[0] or "ikon.svg",
            "languages": self.site.languages,
            "asli": "" if self.language == OWN else self.raw(f' lang="{OWN}"'),
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


def to_single_file(pages: SitePages, **words: object) -> bytes:
    """`sematan.html`: the whole list as one file, styles and script inside, for an office whose web site takes articles
    and attachments but no folders. Everything it links to it names in full."""
    assets = pages.assets()
    # A picture of its own would be a second file.
    style = assets["assets/dip.css"].decode().replace("url(kawung.svg)", "none")
    script = assets["assets/dip.js"].decode().replace("</", "<\\/")
    words |= {"root": pages.site.url, "top": pages.site.url, "gaya": pages.raw(style), "skrip": pages.raw(script)}
    return pages.page("sematan.html.j2", "sematan.html", **words)


def catalogue(folders: Sequence[Path], language: str) -> dict[str, str]:
    """The messages of a language, from `<language>.po` in the folders, the first winning. Indonesian needs none: it
    stands in the templates. Raises `TemplateError`."""
    found: dict[str, str] = {}
    for path in (folder / f"{language}.po" for folder in reversed(folders)):
        if path.is_file():
            found |= _messages(path)
    return found


def _messages(path: Path) -> dict[str, str]:
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            messages = read_po(file, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise TemplateError(f"site template {path.name}: {error}") from error
    return {str(message.id): str(message.string) for message in messages if message.id and message.string}


def translator(catalogue: Mapping[str, str]) -> Callable[..., str]:
    """`_("… %(name)s", name=…)`: a message in the language of the edition, its values escaped."""
    from markupsafe import Markup, escape

    def say(message: str, **values: object) -> str:
        text = catalogue.get(message, message)
        return Markup(escape(text)) % values if values else text  # noqa: S704  escaped on the spot

    return say


def _environment(folders: tuple[Path, ...]) -> Environment:
    """Jinja over these folders, kept for the next rendering until a file changes."""
    files = [path for folder in folders for path in sorted(folder.glob("*.j2"))]
    return _compiled(folders, tuple((path, path.stat().st_mtime_ns) for path in files))


@lru_cache(8)
def _compiled(folders: tuple[Path, ...], _: object) -> Environment:
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

    ours = FileSystemLoader(folders[-1])
    loader = ChoiceLoader([*(FileSystemLoader(folder) for folder in folders), PrefixLoader({"dip": ours})])
    jinja = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, auto_reload=False,
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
    if isinstance(error, UnicodeDecodeError):
        return TemplateError(f"site template {name}, or one it uses, is not UTF-8 text. Save it as UTF-8.")
    if isinstance(error, UndefinedError | TypeError | ValueError | LookupError | ArithmeticError | AttributeError):
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
