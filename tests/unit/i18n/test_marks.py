"""Marks become sentences in the reader's language, plurals in all six Welsh forms."""

from gettext import GNUTranslations
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from pb.i18n import catalog
from pb.i18n.marks import N_, Contextual, Plural, ngettext, pgettext, say

FORMS = (
    "%(num)s pleidlais", "%(num)s bleidlais", "%(num)s bleidlais", "%(num)s pleidlais",
    "%(num)s phleidlais", "%(num)s o bleidleisiau",
)  # fmt: skip


@pytest.fixture
def welsh() -> GNUTranslations:
    made = Catalog(locale="cy")
    made.mime_headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Plural-Forms", catalog.WELSH_PLURALS),
    ]
    made.add(("%(num)s vote", "%(num)s votes"), FORMS)
    made.add("Open", "Ar agor", context="state")
    made.add("Cost: %(cost)s.", "Y gost: %(cost)s.")
    compiled = BytesIO()
    write_mo(compiled, made)
    compiled.seek(0)
    return GNUTranslations(compiled)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 pleidlais"), (1, "1 bleidlais"), (2, "2 bleidlais"), (3, "3 pleidlais"),
        (4, "4 o bleidleisiau"), (6, "6 phleidlais"), (8, "8 o bleidleisiau"), (100, "100 o bleidleisiau"),
    ],
)  # fmt: skip
def test_each_number_takes_its_welsh_form(welsh: GNUTranslations, number: int, said: str) -> None:
    assert say(ngettext("%(num)s vote", "%(num)s votes"), welsh, {"num": number}) == said


def test_a_figure_with_a_comma_still_chooses_its_form(welsh: GNUTranslations) -> None:
    assert say(Plural("%(num)s vote", "%(num)s votes"), welsh, {"count": "1,204"}) == "1204 o bleidleisiau"


def test_context_and_facts(welsh: GNUTranslations) -> None:
    assert say(pgettext("state", "Open"), welsh) == "Ar agor"
    assert say(N_("Cost: %(cost)s."), welsh, {"cost": "£4,500"}) == "Y gost: £4,500."


def test_what_has_no_welsh_is_said_in_english(welsh: GNUTranslations) -> None:
    assert say(Contextual("elsewhere", "Open"), welsh) == "Open"
    assert say("100%% sure", catalog.words("en")) == "100% sure"
