"""The quick ways say what the slow ways say."""

from __future__ import annotations

from functools import partial

import jinja2
import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader
from jinja2.runtime import Context
from markupsafe import Markup

from sync.model import Link
from sync.site.pages import translator
from sync.site.quick import Escaped, QuickEnvironment

values = st.one_of(st.text(), st.text().map(Markup), st.integers(), st.none(), st.lists(st.text()))


class Page:
    """Something that knows itself how it stands in HTML."""

    def __html__(self) -> str:
        return "<b>tebal</b>"


def rendered(template: str, **words: object) -> str:
    """What the quick way makes of a template."""
    return QuickEnvironment(autoescape=True, loader=DictLoader({"a": template})).get_template("a").render(**words)


@given(values)
def test_it_says_what_markupsafe_says(value: object) -> None:
    """Text and text that is safe already are equal as keys, and must not be taken for each other."""
    for each in (value, str(value), Markup(str(value)), value):
        assert PAGE.render(x=each) == markupsafe.escape(each)


def test_what_knows_itself_how_it_stands_in_html_stands_so() -> None:
    assert rendered("{{ x }}", x=Page()) == "<b>tebal</b>"


def test_no_more_texts_are_kept_than_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.site.quick.KEPT", 2)
    texts = Escaped()
    assert [texts[text] for text in "<&<>&"] == ["&lt;", "&amp;", "&lt;", "&gt;", "&amp;"]
    assert len(texts) <= 2


class Other:
    """Something with attributes of an entry that is none."""

    judul = "<Judul>"
    name = "<nama>"


CASES = [
    "{{ x }} {{ x | safe }} {{ x ~ '<' }}",
    "{{ other.judul }} {{ other.name }} {{ other.tidak is defined }} {{ other.url | default('-') }}",
    "{{ link.url }} {{ link.name or link.url }} {{ link.tidak | default('-') }} {{ link['url'] }}",
    "{{ own('&', kedua='<') }} {{ plain(1, kedua=x) }} {{ own(own(x)) }}",
    "{% macro m(a, b=2) %}{{ a }}{{ b }}{{ caller() if caller }}{% endmacro %}{{ m(x) }}{% call m(1) %}<{% endcall %}",
    "{% for one in ['<', 1] %}{{ loop.index }}{{ one }}{{ own(one) }}{% else %}-{% endfor %}",
    "{% autoescape false %}{{ x }}<{% endautoescape %}{% filter upper %}a{{ x }}b{% endfilter %}",
    "{% set y %}<{{ x }}{% endset %}{{ y }}{% block b scoped %}[{{ y }}{{ x }}]{% endblock %}{{ self.b() }}",
    "{{ context_own(x) }} {{ ns.a }} {{ joiner(', ')() }}",
]


@jinja2.pass_context
def context_own(context: Context, value: str) -> str:
    """A function that wants to see the words of the page."""
    return f"{value}{context['x']}"


@pytest.mark.parametrize("template", CASES)
def test_a_template_says_what_it_says_in_plain_jinja(template: str) -> None:
    def own(first: object, kedua: object = "-") -> str:
        return f"<{first}{kedua}>"

    words = {
        "x": "&<", "other": Other(), "link": Link("<a>", "https://x.example/?a&b"), "own": partial(own), "plain": own,
        "context_own": context_own, "ns": {"a": "<"},
    }  # fmt: skip
    plain = jinja2.Environment(autoescape=True, loader=DictLoader({"a": template})).get_template("a").render(**words)
    assert rendered(template, **words) == plain


def test_what_is_missing_is_told_as_jinja_tells_it() -> None:
    for template in ("{{ x.judul }}", "{{ x('a') }}", "{{ x }}", "{{ other.judul.y.z }}"):
        found = []
        for kind in (QuickEnvironment, jinja2.Environment):
            jinja = kind(autoescape=True, undefined=jinja2.StrictUndefined)
            with pytest.raises(jinja2.UndefinedError) as error:
                jinja.from_string(template).render(other=Other())
            found.append(str(error.value))
        assert found[0] == found[1]


PAGE = QuickEnvironment(autoescape=True).from_string("{{ x }}")


def test_a_message_with_a_value_is_that_of_this_very_value() -> None:
    """One and true are equal as keys, so are a text and the same text that is safe already."""
    say = translator({"%(x)s buah": "%(x)s pieces"})
    for value in (1, True, "<", Markup("<"), ["<"], ["<"]):
        assert say("%(x)s buah", x=value) == Markup("%(x)s pieces") % {"x": value}
