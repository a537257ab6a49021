"""An environment that translates fixed sentences when it reads a template, not each time it draws one.

It may do so because each environment speaks one language; sentences with values in them are left for later.
"""

from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

_ARGUMENTS = {"_": 1, "gettext": 1, "pgettext": 2}


class FoldingEnvironment(Environment):
    """Jinja's environment; `_("...")` and `pgettext("...", "...")` are said as a template is read."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        read = super()._parse(source, name, filename)
        folded: nodes.Template = _Folder(self).visit(read)
        return folded


class _Folder(NodeTransformer):
    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 # Jinja looks for this name
        self.generic_visit(node)
        texts = _fixed_texts(node)
        if texts is None or not isinstance(node.node, nodes.Name):
            return node
        say: Any = self._environment.globals["pgettext" if len(texts) > 1 else "gettext"]
        # Jinja's own functions want a context for its escaping alone; ours always escapes.
        said = say(self._environment.from_string("").new_context(), *texts)
        return nodes.Const(Markup(said), lineno=node.lineno)  # noqa: S704 # our own sentences, as Jinja does


def _fixed_texts(node: nodes.Call) -> list[str] | None:
    """The texts of a gettext call that has nothing to fill in; None for every other call."""
    if not isinstance(node.node, nodes.Name) or node.kwargs or node.dyn_args or node.dyn_kwargs:
        return None
    texts = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
    wanted = _ARGUMENTS.get(node.node.name)
    if wanted is None or len(texts) != wanted or len(node.args) != wanted:
        return None
    return [str(text) for text in texts]
