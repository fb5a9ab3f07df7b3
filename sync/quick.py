"""Jinja, quick enough for ten thousand pages: what it does for each page and each value anew is done once, or not at
all."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

import markupsafe
from jinja2 import Environment, Template, nodes
from jinja2.runtime import Context, new_context
from markupsafe import Markup

KEPT = 1 << 12
"""How many texts are kept escaped: what a page says of itself, and what all pages say."""


@lru_cache(KEPT)
def _text(text: str) -> Markup:
    return markupsafe.escape(text)


def escape(value: object) -> Markup:
    """What `markupsafe.escape` says of a value."""
    if type(value) is str:
        return _text(value)
    return value if type(value) is Markup else markupsafe.escape(value)


class QuickContext(Context):
    """Calls a `partial` without asking first what else it wants to be given: ours want nothing."""

    def call(self, what: Any, /, *args: Any, **named: Any) -> Any:
        """The value of a call in a template."""
        if type(what) is not partial:
            return super().call(what, *args, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return what(*args, **named)


class QuickTemplate(Template):
    """Takes what every template may say from the environment in one step."""

    def new_context(self, vars: Any = None, shared: bool = False, locals: Any = None) -> Context:  # noqa: A002  Jinja's own names
        """What a page is rendered with."""
        words = vars if shared else {**self.environment.globals, **(vars or {})}
        return new_context(self.environment, self.name, self.blocks, words, shared=True, globals=None, locals=locals)


class QuickEnvironment(Environment):
    """Its templates call our `escape` where Jinja's would call its own."""

    context_class = QuickContext
    template_class = QuickTemplate

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        return f"{super()._generate(source, name, filename, defer_init)}\nfrom {__name__} import escape\n"
