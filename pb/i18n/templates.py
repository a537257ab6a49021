"""One Jinja environment per language: strict, escaping, with that language's words, dates and sums.

It knows nothing of requests; the web layer hands in the globals that do.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from pb.domain.money import as_typed
from pb.domain.text import Bilingual, Language
from pb.i18n import catalog, formats
from pb.i18n.folding import FoldingEnvironment
from pb.i18n.sorting import sort_key

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


def environment(language: Language, extra: Mapping[str, Any] | None = None) -> Environment:
    """An environment whose templates speak `language`; `extra` become globals."""
    env = FoldingEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    spoken = catalog.words(language)
    env.install_gettext_callables(  # type: ignore[attr-defined] # added by the i18n extension
        spoken.gettext, spoken.ngettext, newstyle=True, pgettext=spoken.pgettext, npgettext=spoken.npgettext
    )
    env.filters.update(_filters(language))
    env.globals.update(language=language, other_language=catalog.other(language), own_names=catalog.OWN_NAMES)
    env.globals.update(extra or {})
    return env


def _filters(language: Language) -> dict[str, Callable[..., Any]]:
    return {
        "money": formats.money,
        "count": formats.count,
        "share": formats.share,
        "decimal": formats.decimal,
        "date": lambda day: formats.long_date(day, language),
        "short_date": lambda day: formats.short_date(day, language),
        "time": formats.clock_time,
        "typed_date": formats.typed_date,
        "datetime": lambda instant: formats.date_and_time(instant, language),
        "machine_time": formats.machine_time,
        "in_language": lambda text: in_language(text, language),
        "plain_in_language": lambda text: text.in_language(language)[0],
        "in_alphabet": lambda named: in_alphabet(named, language),
        "typed_money": as_typed,
        "paragraphs": lambda text: paragraphs(text, language),
    }


def in_alphabet(named: Iterable[Any], language: Language) -> list[Any]:
    """Things with a bilingual `name`, in the order of this language's alphabet."""
    return sorted(named, key=lambda thing: sort_key(thing.name.in_language(language)[0], language))


def in_language(text: Bilingual, language: Language) -> Markup:
    """The text for this reader; where only the other language has it, marked with its `lang`."""
    said, really = text.in_language(language)
    return escape(said) if really == language else Markup('<span lang="{}">{}</span>').format(really, said)


def paragraphs(text: str | Bilingual, language: Language) -> Markup:
    """Typed text as paragraphs, single line breaks kept; text in the other language only is marked so."""
    said, really = text.in_language(language) if isinstance(text, Bilingual) else (text, language)
    opening = Markup("<p>") if really == language else Markup('<p lang="{}">').format(really)
    blocks = [block.strip() for block in said.replace("\r", "").split("\n\n") if block.strip()]
    return Markup("\n").join(
        opening + Markup("<br>").join(escape(line) for line in block.split("\n")) + Markup("</p>")
        for block in blocks
    )
