"""The quick ways say what the slow ways say."""

from __future__ import annotations

import markupsafe
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader
from markupsafe import Markup

from sync.quick import QuickEnvironment, escape

values = st.one_of(st.text(), st.text().map(Markup), st.integers(), st.none(), st.lists(st.text()))


class Page:
    """Something that knows itself how it stands in HTML."""

    def __html__(self) -> str:
        return "<b>tebal</b>"


@given(values)
def test_it_says_what_markupsafe_says(value: object) -> None:
    """Text and text that is safe already are equal as keys, and must not be taken for each other."""
    for each in (value, str(value), Markup(str(value)), value):
        assert (escape(each), type(escape(each))) == (markupsafe.escape(each), Markup)


def test_what_knows_itself_how_it_stands_in_html_stands_so() -> None:
    assert escape(Page()) == "<b>tebal</b>"


def test_templates_escape_with_it() -> None:
    templates = {"a": "{{ x }} {{ x | safe }} {{ x ~ '<' }}"}
    jinja = QuickEnvironment(loader=DictLoader(templates), autoescape=True)
    assert jinja.get_template("a").render(x="&") == "&amp; & &amp;&lt;"
    assert jinja.get_template("a").root_render_func.__globals__["escape"] is escape
