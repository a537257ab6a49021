"""The template environments: strict, escaping, each in its language, with the other language marked."""

import pytest
from jinja2 import UndefinedError

from pb.domain.text import Bilingual, Language
from pb.i18n.templates import environment, in_alphabet, in_language, paragraphs


def drawn(source: str, language: Language = "cy", **values: object) -> str:
    return environment(language).from_string(source).render(values)


def test_what_is_typed_is_escaped() -> None:
    assert drawn("{{ typed }}", typed="<b>&") == "&lt;b&gt;&amp;"
    assert drawn("{{ _('Cost: %(x)s', x=typed) }}", "en", typed="<b>") == "Cost: &lt;b&gt;"


def test_a_name_that_is_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        drawn("{{ missing }}")


def test_each_environment_speaks_its_language() -> None:
    assert drawn("{{ _('There is a problem') }}", "cy") == "Mae problem wedi codi"
    assert drawn("{{ _('There is a problem') }}", "en") == "There is a problem"
    assert drawn("{{ language }} {{ other_language }} {{ own_names.cy }}", "en") == "en cy Cymraeg"


def test_fixed_sentences_are_translated_once_and_others_each_time() -> None:
    welsh = environment("cy")
    source = (
        "{{ _('Page not found') }}|{{ pgettext('link', 'Back') }}"
        "|{{ _('Page %(page)s of %(pages)s', page=n, pages=9) }}"
    )
    assert (
        welsh.from_string(source).render(n="<2>") == "Heb ddod o hyd i'r dudalen|Yn ôl|Tudalen &lt;2&gt; o 9"
    )
    assert "Heb ddod o hyd" in str(welsh.compile("{{ _('Page not found') }}", raw=True))
    assert drawn("{% set _ = say %}{{ _('Page not found') }}", "en", say=str) == "Page not found"


def test_a_percent_sign_is_doubled_in_messages() -> None:
    assert drawn("{{ _('100%% sure') }}", "en") == "100% sure"


def test_text_only_in_the_other_language_is_marked() -> None:
    both, one = Bilingual(cy="Tŷ", en="House"), Bilingual(en="House & garden")
    assert in_language(both, "cy") == "Tŷ"
    assert in_language(one, "cy") == '<span lang="en">House &amp; garden</span>'
    assert drawn("{{ text | plain_in_language }}", text=one) == "House &amp; garden"


def test_paragraphs_keep_line_breaks_and_language() -> None:
    assert paragraphs("a <i>\nb\n\n\n\nc", "cy") == "<p>a &lt;i&gt;<br>b</p>\n<p>c</p>"
    assert paragraphs(Bilingual(en="x"), "cy") == '<p lang="en">x</p>'
    assert paragraphs("", "cy") == ""


def test_money_and_dates_are_filters() -> None:
    assert drawn("{{ 450000 | money }} {{ 1204 | count }} {{ 1 | share(4) }}") == "£4,500 1,204 25%"


def test_names_are_put_in_the_order_of_the_alphabet() -> None:
    class Named:
        def __init__(self, cy: str, en: str) -> None:
            self.name = Bilingual(cy=cy, en=en)

    things = [Named("Ddôl", "Meadow"), Named("Dyffryn", "Valley"), Named("Cwm", "Zed")]
    assert [thing.name.cy for thing in in_alphabet(things, "cy")] == ["Cwm", "Dyffryn", "Ddôl"]
    assert [thing.name.cy for thing in in_alphabet(things, "en")] == ["Ddôl", "Dyffryn", "Cwm"]
