"""Jinja, quick enough for ten thousand pages: what it does for each page and each value anew is done once, or not at
all."""

from __future__ import annotations

from dataclasses import fields
from keyword import iskeyword
from typing import Any

import markupsafe
from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, new_context
from markupsafe import Markup

from sync.model import Link
from sync.site.gate import PublicEntry

KEPT = 1 << 16
"""How many texts are kept escaped: what pages say of themselves, and what all pages say."""
PUBLIC = {field.name: kind.__name__ for kind in (PublicEntry, Link) for field in fields(kind)}
"""The attributes that nearly every output asks for, and whose they are."""


OURS = "Joined as joined, Link, PublicEntry, escaped"
"""What compiled templates use of this file."""


class Escaped(dict[str, Markup]):
    """Texts and what `markupsafe.escape` says of them, asked once for each."""

    def __missing__(self, text: str) -> Markup:
        if len(self) >= KEPT:
            self.clear()
        self[text] = safe = markupsafe.escape(text)
        return safe


escaped = Escaped()


class Joined:
    """What is yielded where Jinja means to put several outputs behind each other."""

    extend = "".join

    @staticmethod
    def append(output: str) -> str:
        """One output alone."""
        return output


class QuickGenerator(CodeGenerator):
    """Compiles templates as Jinja does, to code that means the same and runs a shorter way where what it meets is ours:
    a text is escaped once, attributes of entries are taken directly, so are calls of a `partial`, and the outputs that
    follow each other leave a template together."""

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802  Jinja's own name
        """`yield joined.extend((…))`, where Jinja's would yield one output after the other."""
        own, frame.buffer = frame.buffer, frame.buffer or "yield joined"
        super().visit_Output(node, frame)
        frame.buffer = own

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if self._is_usual(frame):
            self.write("(escaped[value] if type(value := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if self._is_usual(frame):
            self.write(") is str else value if type(value) is Markup else escape(value))")
        else:
            super()._output_child_post(node, frame, finalize)

    def _is_usual(self, frame: Frame) -> bool:
        return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  Jinja's own name
        """An attribute of an entry or a link; of all else Jinja's own."""
        kind = PUBLIC.get(node.attr)
        if kind is None or not isinstance(node.node, nodes.Name):
            super().visit_Getattr(node, frame)
            return
        name = frame.symbols.ref(node.node.name)
        self.write(f"({name}.{node.attr} if type({name}) is {kind} else ")
        super().visit_Getattr(node, frame)
        self.write(")")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802  Jinja's own name
        """A `partial` is called without asking what else it wants to be given: ours want nothing."""
        words = (*node.args, *node.kwargs)
        strange = forward_caller or node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs)
        if strange or not isinstance(node.node, nodes.Name):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        name = frame.symbols.ref(node.node.name)
        self.write(f"({name} if type({name}) is partial else partial(context.call, ")
        self.visit(node.node, frame)
        self.write(", _loop_vars=_loop_vars" * bool(frame.loop_frame))
        self.write(", _block_vars=_block_vars" * bool(frame.block_frame) + "))(")
        for word in words:
            self.visit(word, frame)
            self.write(", ")
        self.write(")")


class QuickTemplate(Template):
    """Takes what every template may say from the environment in one step."""

    def new_context(self, vars: Any = None, shared: bool = False, locals: Any = None) -> Context:  # noqa: A002  Jinja's own names
        """What a page is rendered with."""
        words = vars if shared else {**self.environment.globals, **(vars or {})}
        return new_context(self.environment, self.name, self.blocks, words, shared=True, globals=None, locals=locals)


class QuickEnvironment(Environment):
    """Its templates are compiled our way."""

    def __init__(self, **words: Any) -> None:
        super().__init__(**words)
        self.found: dict[str, Template] = {}

    code_generator_class = QuickGenerator
    template_class = QuickTemplate

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002  Jinja's own name
        """A template, found once: it does not change under an environment that does not look whether it did."""
        if self.auto_reload or globals is not None or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self.found.get(name)
        if found is None:
            found = self.found[name] = super().get_template(name, parent)
        return found

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        compiled = super()._generate(source, name, filename, defer_init)
        return f"{compiled}\nfrom functools import partial\nfrom {__name__} import {OURS}\n"
