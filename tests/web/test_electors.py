"""The register through its pages: brought in, looked at, offered, and voted by."""

from tests.rounds import make_round
from tests.services.proofs.test_register import FIELDS, NIA, PEOPLE, open_it
from tests.votes import ROUND
from tests.web.conftest import AsPerson
from tests.web.page import Page
from tests.world import NOON, World


def test_an_organiser_brings_one_in_and_offers_it(world: World, as_person: AsPerson) -> None:
    round_ = make_round(world, opens=NOON)
    english, here = as_person(world.elin, language="en"), f"/manage/{round_.id}"
    english.get(f"{here}/proofs")
    shown = english.submit({"proofs": "register"}, status=422)
    assert shown.faults == ["Bring in the register before you offer voting by it."]
    english.get(shown.links()["Bring in the register"])
    shown = english.submit({"fields": "surname"}, status=422)
    assert shown.faults == [
        "Choose at least two things that people must give.",
        "Say where the list comes from and why you may use it.",
    ]
    typed: dict[str, str | list[str]] = {"fields": list(FIELDS), "source": "Our members, rule 7"}
    assert english.submit(typed, status=422).faults == ["Choose a file."]
    shown = english.submit(typed, files={"file": ("a.csv", b"surname,postcode,number\nRees,,1\n")})
    assert "Line 2: something that people must give is empty" in shown.main
    english.get(f"{here}/register")
    shown = english.submit(typed, files={"file": ("a.csv", PEOPLE.encode())})
    assert "New people3" in shown.main
    assert "Pugh" not in shown.html
    shown = english.submit()
    assert shown.notice == "This register is now in use."
    assert "Our members, rule 7" in shown.main
    english.get(f"{here}/proofs")
    assert english.submit({"proofs": ["code", "register"]}).notice == "Your changes have been saved."


def test_a_resident_gives_what_it_holds_and_votes(world: World, page: Page) -> None:
    open_it(world)
    page.get(f"/rounds/{ROUND}/vote/register")
    shown = page.submit(NIA | {"number": "99"}, status=422)
    assert shown.faults == ["Ni allwn ddod o hyd ichi gyda hyn. Gwiriwch bob maes; os yw popeth yn gywir, "
                            "gofynnwch i'r trefnwyr am help."]  # fmt: skip
    assert shown.value("surname") == "pugh sian"
    assert page.submit(NIA).path == f"/cy/rounds/{ROUND}/ballot"
    page.submit()
    assert page.submit().path == f"/cy/rounds/{ROUND}/ballot/receipt"
