"""The templates of `site_templates/`, bound to one office and one language: names and values in, bytes of pages out.

An office's own folder comes before ours: a file there wins, and may extend the one it replaces as `dip/<name>`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sync.errors import TemplateError
from sync.message import read_catalogue, say
from sync.settings.appearance import OWN_LANGUAGE, night_accent
from sync.site.formatting import (
    counted,
    document_kind,
    given_name,
    grounds,
    language_name,
    long_day,
    mail_link,
    weight,
    years,
)
from sync.site.keys import Keys, SiteFile
from sync.site.site_settings import SiteSettings
from sync.site.template_files import TemplateFiles
from sync.template.template import Template

if TYPE_CHECKING:
    from jinja2 import Environment

OWN = OWN_LANGUAGE
_FONT = re.compile(r"@font-face ?\{[^}]*\}\n?")
ACCENT, NIGHT = b"#8c1d24", b"#f2a5a4"
"""The accent in our own assets, by day and by night."""

COMMENTS = re.compile(rb"^[ ]*/\*(?:(?!\*/).)*\*/\n", re.MULTILINE | re.DOTALL)
BLANKS = re.compile(rb"^\s+|\s*([{};,])\s*", re.MULTILINE)


class SitePages:
    """One edition of the site. `folder` is where it stands below the top of the site: empty, or `en/`."""

    def __init__(
        self, site: SiteSettings, template: Template, files: TemplateFiles, keys: Keys, language: str = OWN
    ) -> None:
        self.site, self.template, self.files, self.keys = site, template, files, keys
        self.language = language
        self.folder = "" if language == OWN else f"{language}/"

    def file(
        self, name: str, path: str, derived: Callable[[], Mapping[str, object]] = dict, **words: object
    ) -> SiteFile:
        """The page that stands at `path` within the edition, made from the template `name`. Its key names `words`; what
        is `derived` from them alone is made when the page is."""
        key = self.keys.key(self.folder + path, [name, words], self.language)
        return SiteFile(key, lambda: self.page(name, path, **words, **derived()))

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
            return _environment(self.files).get_template(name).render(self.words | place | words).encode()
        except Exception as error:
            raise _explained(error, name) from error

    @cached_property
    def say(self) -> Callable[..., str]:
        """A message in the language of the edition."""
        return translator(catalogue(self.files, self.language))

    def raw(self, text: str) -> Any:
        """Text that may stand in a page as it is: it was made safe for that place."""
        from markupsafe import Markup

        return Markup(text)  # noqa: S704

    @cached_property
    def words(self) -> dict[str, object]:
        """What every template may say."""
        return {
            **vocabulary(self.template),
            "_": self.say,
            "site": replace(self.site, templates=None),  # a path could read files, in the sandbox too
            "logo": self.site.logo[0] or "ikon.svg",
            "languages": [(each, language_name(each)) for each in self.site.languages],
            "asli": "" if self.language == OWN else self.raw(f' lang="{OWN}"'),
            "language": self.language,
            "stamp": self._stamp(),
            "hari": partial(long_day, language=self.language),
            "angka": partial(counted, language=self.language),
            "ukuran": partial(weight, language=self.language),
        }

    def _stamp(self) -> str:
        """Changes with the assets, so that no browser shows a new page with old styles."""
        assets = site_assets(self.files, self.site)
        return hashlib.sha256(b"".join(data for _, data in sorted(assets.items()))).hexdigest()[:8]


def vocabulary(template: Template) -> dict[str, object]:
    """The words of the sheets that templates may say."""
    return {
        "slugs": {choice.value: choice.slug for choice in template.choices["klasifikasi"]},
        "parts": {choice.value: choice.parts for choice in template.choices["bentuk"]},
        "headers": element_headers(template),
    }


def element_headers(template: Template) -> dict[str, str]:
    """What each element of an entry is called, by the role that `Change.elements` names it by."""
    unit, master = template.tab("unit"), template.tab("induk")
    headers = {column.role: column.header for column in (*unit.columns, master.column("klasifikasi"))}
    return {**headers, "penguasa": master.column("sub_bagian").header}


def site_assets(files: TemplateFiles, site: SiteSettings) -> dict[str, bytes]:
    """Styles, script and pictures as they lie in `assets/`, in the office's accent, with its logo."""
    name, picture = site.logo
    styles = {path: _lean(data) for path, data in files.ours.items() if path.endswith(".css") and path not in files.own}
    assets = {path: _coloured(styles.get(path, data), site.accent) for path, data in files.assets().items()}
    return assets | ({f"assets/{name}": picture} if name else {})


@lru_cache(maxsize=64)
def _lean(style: bytes) -> bytes:
    """One of our styles as it is sent: without what only its readers need."""
    return BLANKS.sub(rb"\1", COMMENTS.sub(b"", style))


def _coloured(asset: bytes, accent: str) -> bytes:
    """The accent of the office in place of ours."""
    return asset.replace(ACCENT, accent.encode()).replace(NIGHT, night_accent(accent).encode()) if accent else asset


def single_file(pages: SitePages, derived: Callable[[], Mapping[str, object]], **words: object) -> SiteFile:
    """`sematan.html`: the whole list as one file, styles and script inside, for an office whose web site takes
    articles and attachments but no folders. Everything it links to it names in full."""

    def assets() -> dict[str, object]:
        files = site_assets(pages.files, pages.site)
        # A picture or a font of its own would be a second file.
        style = _FONT.sub("", files["assets/dip.css"].decode().replace("url(kawung.svg)", "none"))
        script = files["assets/dip.js"].decode().replace("</", "<\\/")
        return {**derived(), "gaya": pages.raw(style), "skrip": pages.raw(script)}

    words |= {"root": pages.site.url, "top": pages.site.url}
    return pages.file("sematan.html.j2", "sematan.html", assets, **words)


def catalogue(files: TemplateFiles, language: str) -> dict[str, str]:
    """The messages of a language, from `<language>.po`, the office's before ours. Indonesian needs none: it stands in
    the templates; what another does not have is said in Indonesian. Raises `TemplateError` for a language without a
    catalogue."""
    messages: dict[str, str] = {}
    name = f"{language}.po"
    found = [data for data in (files.ours.get(name), files.own.get(name)) if data is not None]
    if not found and language != OWN:
        raise TemplateError(
            say(
                "site template %(name)s is missing, and languages in [site] names its language. Put the catalogue "
                "into the folder templates in [site] names, or take the language away.",
                name=name,
            )
        )
    for data in found:
        messages |= _messages(data, name)
    return messages


def _messages(data: bytes, name: str) -> dict[str, str]:
    try:
        return read_catalogue(data)
    except ValueError as error:
        raise TemplateError(say("site template %(name)s: %(error)s", name=name, error=error)) from error


def translator(catalogue: Mapping[str, str]) -> Callable[..., str]:
    """`_("… %(name)s", name=…)`: a message in the language of the edition, its values escaped."""
    from markupsafe import Markup, escape

    def say(message: str, **values: object) -> str:
        text = catalogue.get(message, message)
        return Markup(escape(text)) % values if values else text  # noqa: S704  escaped on the spot

    return say


@lru_cache(4)
def _environment(files: TemplateFiles) -> Environment:
    """Jinja over these files, kept for the next page."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def load(name: str) -> tuple[str, str, None] | None:
        data = files.find(name)
        return None if data is None else (data.decode(), name, None)

    # Ours alone need no sandbox, which takes half as long again.
    kind: type[Environment] = ImmutableSandboxedEnvironment if files.own else Environment
    jinja = kind(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, auto_reload=False,
    )  # fmt: skip
    jinja.filters |= {"jenis": document_kind, "tahun": years, "nama_sendiri": given_name, "pasal17": grounds}
    jinja.globals |= {"digest": _style_digest, "surat": mail_link}
    return jinja


def _style_digest(text: Any) -> str:
    """The CSP source that allows exactly this inline style."""
    import base64

    return "sha256-" + base64.b64encode(hashlib.sha256(str(text).encode()).digest()).decode()


def _explained(error: Exception, name: str) -> Exception:
    from jinja2 import TemplateNotFound, TemplateRuntimeError, TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return TemplateError(
            say(
                "site template %(name)s, line %(lineno)s: %(message)s",
                name=error.name, lineno=error.lineno, message=error.message,
            )
        )  # fmt: skip
    if isinstance(error, TemplateNotFound):
        return TemplateError(
            say("site template %(name)s is missing (wanted by %(wanted)s)", name=error.name, wanted=name)
        )
    if isinstance(error, UnicodeDecodeError):
        return TemplateError(
            say("site template %(name)s, or one it uses, is not UTF-8 text. Save it as UTF-8.", name=name)
        )
    if isinstance(error, RecursionError | MemoryError):
        return TemplateError(
            say("site template %(place)s: it uses itself without end, or makes too much", place=_place(error, name))
        )
    if isinstance(
        error, TemplateRuntimeError | TypeError | ValueError | LookupError | ArithmeticError | AttributeError
    ):
        return TemplateError(say("site template %(place)s: %(error)s", place=_place(error, name), error=error))
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
