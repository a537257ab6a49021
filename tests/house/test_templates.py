"""Pages are made of whole, translated sentences, and bring no script or style of their own.

It reads the templates' source; what a browser gets is checked by the tests of the web and the browser.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
from jinja2 import meta, nodes

from tests.house.tree import TEMPLATES, named, project_files

PAGES = [path for path in project_files() if path.suffix == ".html" and path.is_relative_to(TEMPLATES)]
ENVIRONMENT = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
GETTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
TAGS = re.compile(r"<!--.*?-->|<[^>]*>|&#?\w+;", re.S)
TYPED = re.compile(r"<(script|style|code|pre|kbd)\b.*?</\1>", re.S)  # read by machines, or typed as it is
ATTRIBUTES = re.compile(r'[\w-]+="[^"<>]*"')  # in macros that write a part of a tag
SPOKEN_ATTRIBUTES = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"{]*[A-Za-z][^"{]*)')
HANDLERS = re.compile(r"<[^>]*\s(?:on[a-z]+|style)\s*=", re.S)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|javascript:")
MAY_INLINE = {"pb/templates/base.html"}  # the critical style, allowed by its hash


def test_sentences_are_not_glued_together() -> None:
    glued = [
        f"{named(path)}:{node.lineno}"
        for path in PAGES
        for node in ENVIRONMENT.parse(path.read_text(encoding="utf-8")).find_all((nodes.Concat, nodes.Add))
        if _says_something(node)
    ]
    assert glued == [], "whole sentences with placeholders instead"


def test_no_words_stand_outside_the_catalogue() -> None:
    bare = [f"{named(path)}: {words!r}" for path in PAGES for words in _bare_words(path)]
    assert bare == []


def test_no_inline_script_or_style() -> None:
    texts = {named(path): path.read_text(encoding="utf-8") for path in PAGES}
    assert [name for name, text in texts.items() if HANDLERS.search(text)] == []
    assert [name for name, text in texts.items() if INLINE.search(text) and name not in MAY_INLINE] == []


def test_templates_name_templates_that_exist() -> None:
    lost = [
        f"{named(path)}: {name}"
        for path in PAGES
        for name in meta.find_referenced_templates(ENVIRONMENT.parse(path.read_text(encoding="utf-8")))
        if name is not None and not (TEMPLATES / name).is_file()
    ]
    assert lost == []


def _says_something(node: nodes.Node) -> bool:
    """Whether a sentence is among the pieces that are put together; lists of sentences are no pieces."""
    if isinstance(node, nodes.Call):
        return isinstance(node.node, nodes.Name) and node.node.name in GETTEXT
    if isinstance(node, nodes.Concat | nodes.Add | nodes.Filter | nodes.CondExpr | nodes.Mod):
        return any(_says_something(piece) for piece in node.iter_child_nodes())
    return False


def _bare_words(path: Path) -> Iterator[str]:
    """Letters that a reader would see and that no translator is given."""
    source = path.read_text(encoding="utf-8")
    shown = "".join(
        value if kind == "data" else " {} " if kind == "variable_begin" else ""
        for _, kind, value in ENVIRONMENT.lex(source)
        if kind in {"data", "variable_begin"}
    )
    text = ATTRIBUTES.sub(" ", TAGS.sub(" ", TYPED.sub(" ", shown)))
    yield from (words for words in re.findall(r"[A-Za-zÀ-ÿŵŷŴŶ][^{}\n]*", text) if words.strip())
    yield from SPOKEN_ATTRIBUTES.findall(shown)
