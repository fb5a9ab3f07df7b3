"""A logo only draws: whatever an SVG can do besides is refused with its line, and a bitmap is what its name says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sync.errors import SettingsError
from sync.settings.logo import active_content
from sync.site.site_settings import site_settings
from sync.template.loader import templates_folder
from tests.settings.test_settings import LEAST, load, refusal

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
XHTML, MATH = "http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML"
LOGO = '[site]\nlogo = "logo{}"\n'


def drawing(inside: str, attributes: str = "", before: str = "") -> bytes:
    return f"{before}<svg {SVG} {attributes}>\n{inside}\n</svg>".encode()


@pytest.mark.parametrize(("svg", "found"), [
    (drawing("<script>alert(1)</script>"), "<script> (line 2)"),
    (drawing('<script href="https://a.example/x.js"/>'), "<script> (line 2)"),
    (drawing(f'<script xmlns="{XHTML}">alert(1)</script>'), "<script> (line 2)"),
    (drawing(f'<metadata><h:iframe xmlns:h="{XHTML}" src="https://a.example"/></metadata>'), "<iframe> (line 2)"),
    (drawing(f'<desc><m:math xmlns:m="{MATH}" href="javascript:alert(1)"/></desc>'), "<math> (line 2)"),
    (drawing('<handler xmlns="http://www.w3.org/2001/xml-events">x</handler>'), "<handler> (line 2)"),
    (drawing("<foreignObject><p>x</p></foreignObject>"), "<foreignObject> (line 2)"),
    (drawing("<g/>", 'onload="alert(1)"'), "the script onload= (line 1)"),
    (drawing('<path d="M0 0" onclick="alert(1)"/>'), "the script onclick= (line 2)"),
    (drawing('<path d="M0 0" onMouseOver="alert(1)"/>'), "the script onMouseOver= (line 2)"),
    (drawing('<a href="javascript:alert(1)"><path d="M0 0"/></a>'), "<a> (line 2)"),
    (drawing('<a href="https://a.example"><path d="M0 0"/></a>'), "<a> (line 2)"),
    (drawing('<use href="https://a.example/x.svg#a"/>'), "a link to something else (href=) (line 2)"),
    (drawing('<use xlink:href="other.svg#a"/>'), "a link to something else (href=) (line 2)"),
    (drawing('<use href="data:image/svg+xml;base64,PHN2Zz4=#a"/>'), "a link to something else (href=) (line 2)"),
    (drawing('<image href="data:image/svg+xml,x"/>'), "a link to something else (href=) (line 2)"),
    (drawing('<image href="//a.example/hitung.png"/>'), "a link to something else (href=) (line 2)"),
    (drawing('<image href="java&#10;script:alert(1)"/>'), "a link to something else (href=) (line 2)"),
    (drawing('<feImage href="#a"/>'), "<feImage> (line 2)"),
    (drawing('<set attributeName="href" to="javascript:alert(1)"/>'), "<set> (line 2)"),
    (drawing('<animate attributeName="href" values="javascript:alert(1)"/>'), "<animate> (line 2)"),
    (drawing('<use href="#a"/>', 'xml:base="https://a.example/x.svg"'),
     "xml:base=, which makes its own parts those of another file (line 1)"),
    (drawing("<style>@import 'https://a.example/x.css';</style>"), "a style that loads something (line 2)"),
    (drawing("<style><![CDATA[g{fill:url(https://a.example/x)}]]></style>"), "a style that loads something (line 2)"),
    (drawing("<style>@imp<!-- -->ort 'https://a.example/x.css';</style>"), "a style that loads something (line 2)"),
    (drawing("<style>@imp<g/>ort 'https://a.example/x.css';</style>"), "<g> (line 2)"),
    (drawing(r"<style>g{fill:u\72l(https://a.example/x)}</style>"), "a style that loads something (line 2)"),
    (drawing('<style>g{background:-webkit-image-set("https://a.example/x" 1x)}</style>'),
     "a style that loads something (line 2)"),
    (drawing('<path fill="url(https://a.example/x.svg#a)"/>'), "a style that loads something (fill=) (line 2)"),
    (drawing('<path style="fill: URL( &quot;https://a.example/x&quot; )"/>'),
     "a style that loads something (style=) (line 2)"),
    (drawing("<g/>", before='<?xml-stylesheet href="https://a.example/x.css"?>\n'), "<?xml-stylesheet?> (line 1)"),
    (drawing("&x;", before='<!DOCTYPE svg [<!ENTITY x "&lt;script>">]>\n'),
     "definitions of its own (<!ENTITY …>) (line 1)"),
    (drawing("<g/>", before='<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]>\n'),
     "definitions of its own (<!ENTITY …>) (line 1)"),
    (drawing("<g/>", before='<!DOCTYPE svg SYSTEM "x" [<!ENTITY % x SYSTEM "file:///etc/passwd">%x;]>\n'),
     "definitions of its own (<!ENTITY …>) (line 1)"),
    (drawing("<g/>", before='<?xml version="1.0" encoding="iso-8859-1"?>\n'),
     "the encoding iso-8859-1, which is not UTF-8 (line 1)"),
    (f'<html xmlns="{XHTML}"><svg/></html>'.encode(), "<html> where <svg> should be (line 1)"),
    (drawing("<g>"), "a mistake in its XML: mismatched tag (line 3)"),
    (b"<svg>\xff</svg>",
     "a mistake in its XML: not well-formed (invalid token) (line 1)"),
    (b"<svg></svg><script/>", "a mistake in its XML: junk after document element (line 1)"),
])  # fmt: skip
def test_an_svg_that_does_more_than_draw_is_refused(tmp_path: Path, svg: bytes, found: str) -> None:
    """Scripts, handlers, foreign vocabularies, links, animation, what a style loads, tricks of XML."""
    assert active_content(svg) == found
    (tmp_path / "logo.svg").write_bytes(svg)
    assert refusal(tmp_path, LEAST + LOGO.format(".svg")) == (
        f"logo in [site]: “logo.svg” must only draw, but has {found}. Save it as plain SVG, text as paths, without "
        "links and editing data; or as PNG."
    )


@pytest.mark.parametrize("svg", [
    drawing('<path d="M0 0" fill="#8c1d24" style="image-rendering:optimizeQuality"/>',
            before='<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- Inkscape -->\n'
                   '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'),
    drawing('<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
            'sodipodi:docname="C:\\logo.svg"/><metadata><rdf:RDF '
            'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description/></rdf:RDF></metadata>'),
    drawing('<defs><linearGradient id="a"><stop offset="1"/></linearGradient><clipPath id="b"><use xlink:href="#c"/>'
            '</clipPath></defs><rect fill="url(#a)" mask="url(&quot;#b&quot;)"/><style>.f{fill:url(\'#a\')}</style>'
            '<image xlink:href="data:image/png;base64,iVBORw0KGgo="/><text><tspan>KPU</tspan></text>'),
    b"\xef\xbb\xbf<svg/>",
])  # fmt: skip
def test_what_drawing_programs_save_is_a_logo(tmp_path: Path, svg: bytes) -> None:
    """Their private notes, gradients, clips and embedded bitmaps are allowed."""
    assert active_content(svg) == ""
    (tmp_path / "logo.svg").write_bytes(svg)
    settings = load(tmp_path, LEAST + LOGO.format(".svg"))
    assert site_settings(settings).logo == ("logo.svg", svg)


def test_our_own_pictures_only_draw() -> None:
    pictures = [path.read_bytes() for path in (templates_folder("site_templates") / "assets").glob("*.svg")]
    assert pictures and not any(map(active_content, pictures))


@pytest.mark.parametrize("ending", [".png", ".jpg", ".jpeg", ".webp"])
@pytest.mark.parametrize("before", [b"", b"<!-- \x89PNG\r\n\x1a\n \xff\xd8\xff RIFFxxxxWEBP -->"])
def test_a_bitmap_that_is_really_an_svg_is_refused(tmp_path: Path, ending: str, before: bytes) -> None:
    """A kind is known by how a file begins, not by a sign somewhere in it."""
    (tmp_path / f"logo{ending}").write_bytes(before + drawing("<script>alert(1)</script>"))
    assert refusal(tmp_path, LEAST + LOGO.format(ending)) == (
        f"logo in [site]: “logo{ending}” is not the kind of picture its name says."
    )


def test_a_logo_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gambar.svg").write_bytes(drawing(""))
    (tmp_path / "logo.svg").symlink_to("gambar.svg")
    assert refusal(tmp_path, LEAST + LOGO.format(".svg")) == (
        "logo in [site]: “logo.svg” is a link. Put the picture itself there."
    )


def test_what_is_published_is_what_was_looked_at(tmp_path: Path) -> None:
    """A logo that was changed after dip.toml was read is looked at again."""
    (tmp_path / "logo.svg").write_bytes(drawing(""))
    settings = load(tmp_path, LEAST + LOGO.format(".svg"))
    (tmp_path / "logo.svg").write_bytes(drawing("<script/>"))
    with pytest.raises(SettingsError, match=re.escape("“logo.svg” must only draw, but has <script> (line 2)")):
        site_settings(settings)
