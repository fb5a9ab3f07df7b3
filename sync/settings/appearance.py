"""How an office's site looks (`[site]`) and what its papers need (`[print]`), as `dip.toml` says it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sync.message import say
from sync.settings.logo import read_logo
from sync.strict_toml import Mistake

CONTRAST = 4.5
"""What WCAG 2.2 AA asks of text."""
LIGHT, DARK = "#f6f4ef", "#1a1f26"
"""What the accent stands on: the paler ground by day, the brighter one by night."""
OWN_LANGUAGE = "id"
"""The language of the office: what it wrote is in it, whatever the edition."""
FORMS, AUTHORITIES = ("perki", "kpu", "kelas"), ("ketua", "sekretaris", "ppid")
"""Forms of the list on paper, and who may decree it."""


@dataclass(frozen=True)
class Appearance:
    """`accent` is a colour like `#8c1d24`; `logo` a picture and `templates` a folder, relative to `dip.toml`. `english`
    adds the edition at `en/`; `languages` says instead which editions there are beside the office's own (`["su"]`).
    `pdf` adds the printed list to the downloads, `decree` signed decrees that came back; with `entry_feeds` every entry
    has a feed beside its page."""

    accent: str = ""
    logo: str = ""
    templates: str = ""
    english: bool = True
    pdf: bool = True
    decree: bool = False
    entry_feeds: bool = False
    languages: tuple[str, ...] = ()

    @property
    def editions(self) -> tuple[str, ...]:
        """The languages of the site, the office's own first."""
        others = self.languages or (("en",) if self.english else ())
        return tuple(dict.fromkeys((OWN_LANGUAGE, *others)))


@dataclass(frozen=True)
class Signing:
    """The signature block of the printed list: `place` and the position, name and staff number (NIP) of who signs."""

    place: str = ""
    position: str = "Pejabat Pengelola Informasi dan Dokumentasi"
    name: str = ""
    number: str = ""


@dataclass(frozen=True)
class Papers(Signing):
    """`[print]`: the signature block of the printed list, and what the papers of the procedure need.

    form             form of the list on paper: `perki`, `kpu` or `kelas`
    authority        who decrees: `ketua`, `sekretaris` or `ppid`
    authority_title  how who decrees is called on paper, where it is not said by the office's name
    authority_name   their name; with `ppid` that of `name` if empty
    authority_number their staff number (NIP)
    emblem           a picture above papers, relative to `dip.toml`; the site's logo if empty
    templates        the office's own folder of print templates
    participants     who comes to the meeting, one a line: `name | position`
    """

    form: str = "perki"
    authority: str = "ppid"
    authority_title: str = ""
    authority_name: str = ""
    authority_number: str = ""
    emblem: str = ""
    templates: str = ""
    participants: tuple[str, ...] = ()

    @property
    def ppid_signs(self) -> tuple[str, str]:
        """Name and staff number of the PPID."""
        return self.name, self.number

    @property
    def authority_signs(self) -> tuple[str, str]:
        """Name and staff number of who decrees."""
        given = self.authority_name, self.authority_number
        return self.ppid_signs if self.authority == "ppid" and not any(given) else given

    def emblem_of(self, locate: Callable[[str], Path]) -> tuple[str, bytes] | None:
        """File name and content of the emblem; None if none is set. Raises `Mistake` for what is no picture."""
        if not self.emblem:
            return None
        path = locate(self.emblem)
        try:
            return path.name, read_logo(self.emblem, path, say("emblem in [print]"))
        except OSError:
            raise Mistake(
                say("%(key)s: there is no file “%(logo)s”.", key=say("emblem in [print]"), logo=self.emblem)
            ) from None


def verify_appearance(
    site: Appearance, papers: Papers, locate: Callable[[str], Path], *, with_files: bool = True
) -> None:
    """`locate` finds a path as written in `dip.toml`. Raises `Mistake`."""
    _verify_papers(papers, locate, with_files=with_files)
    if site.accent:
        _verify_accent(site.accent)
    if bad := [language for language in site.languages if not re.fullmatch(r"[a-z]{2,3}", language)]:
        raise Mistake(
            say("languages in [site]: “%(text)s” is no code of a language; write it like su, en or jv.", text=bad[0])
        )
    if not with_files:
        return
    if site.logo:
        _verify_logo(site.logo, locate(site.logo))
    if site.templates and not locate(site.templates).is_dir():
        raise Mistake(say("templates in [site]: “%(templates)s” is not a folder.", templates=site.templates))


def night_accent(accent: str) -> str:
    """The accent as it can be read on a dark ground: mixed with white as far as needed."""
    for share in range(0, 101, 5):
        mixed = "#" + "".join(f"{value + (255 - value) * share // 100:02x}" for value in _parts(accent))
        if contrast(mixed, DARK) >= CONTRAST:
            return mixed
    return "#ffffff"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 defines it: from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _verify_papers(papers: Papers, locate: Callable[[str], Path], *, with_files: bool) -> None:
    for name, known in (("form", FORMS), ("authority", AUTHORITIES)):
        if getattr(papers, name) not in known:
            raise Mistake(
                say(
                    "%(name)s in [print]: “%(value)s” must be one of %(known)s.",
                    name=name, value=getattr(papers, name), known=", ".join(known),
                )
            )  # fmt: skip
    if not with_files:
        return
    papers.emblem_of(locate)
    if papers.templates and not locate(papers.templates).is_dir():
        raise Mistake(say("templates in [print]: “%(templates)s” is not a folder.", templates=papers.templates))


def _verify_accent(accent: str) -> None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", accent):
        raise Mistake(say("accent in [site]: “%(accent)s” is not a colour; write it like #8c1d24.", accent=accent))
    if (ratio := contrast(accent, LIGHT)) < CONTRAST:
        raise Mistake(
            say(
                "accent in [site]: %(accent)s is too pale to be read on the page (contrast %(ratio)s; at least "
                "%(least)s is needed). Choose a darker one.",
                accent=accent, ratio=format(ratio, ".1f"), least=CONTRAST,
            )
        )  # fmt: skip


def _verify_logo(logo: str, path: Path) -> None:
    try:
        read_logo(logo, path)
    except FileNotFoundError:
        raise Mistake(say("%(key)s: there is no file “%(logo)s”.", key=say("logo in [site]"), logo=logo)) from None


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
