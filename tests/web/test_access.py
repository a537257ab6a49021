"""Who may see and do what: every way of the site against every kind of person, in rounds of three phases.

A way that is not in the table fails the test: say there who may before it is released.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from pb.storage.tables import METADATA
from pb.web.app import ways
from tests.web.county import County
from tests.web.fields import Values, filled, forms_of
from tests.web.page import Shown

PEOPLE = ("visitor", "bryn", "alys", "elin", "ffion", "carys", "gwen")
PHASES = ("draft", "voting", "published")
STAFF = ("alys", "elin", "ffion", "carys")

# Bryn is a resident, Alys owns the organisation, Elin organises, Ffion reviews, Carys audits, Gwen owns
# another one. 200 a page, 303 on to another, 403 not for you, 404 not here (for you), 409 not now.
ACCESS = """
                                                                     vis  bryn alys elin ffi  car  gwen
/                                                          always    200  200  200  200  200  200  200
/honest                                                    always    200  200  200  200  200  200  200
/accessibility                                             always    200  200  200  200  200  200  200
/privacy                                                   always    200  200  200  200  200  200  200
/tellers                                                   always    200  200  200  200  200  200  200
/sign-in                                                   always    200  303  303  303  303  303  303
/sign-out                                                  always    303  200  200  200  200  200  200
/join                                                      always    200  200  200  200  200  200  200
/confirm/{token}                                           always    200  200  200  200  200  200  200
/reset                                                     always    200  200  200  200  200  200  200
/reset/{token}                                             always    200  200  200  200  200  200  200
/account                                                   always    403  200  200  200  200  200  200
/account/password                                          always    403  200  200  200  200  200  200
/organise                                                  always    403  200  303  303  303  303  303
/organisations/{organisation_id}/people                    always    403  404  200  200  200  200  404
/organisations/{organisation_id}/people/invite             always    403  404  200  200  403  403  404
/organisations/{organisation_id}/people/{person_id}        always    403  404  200  403  403  403  404
/organisations/{organisation_id}/people/{person_id}/remove always    403  404  200  403  403  403  404
/invitations/{token}                                       always    200  200  200  200  200  200  200
/rounds                                                    always    200  200  200  200  200  200  200
/rounds/{round_id}                                         draft     404  404  200  200  200  200  404
                                                           voting    200  200  200  200  200  200  200
                                                           published 200  200  200  200  200  200  200
/organisations/{organisation_id}                           always    403  404  200  200  200  200  404
/organisations/{organisation_id}/rounds/new                always    403  404  200  200  403  403  404
/organisations/{organisation_id}/wards                     always    403  404  200  200  200  200  404
/organisations/{organisation_id}/wards/{ward_id}           always    403  404  200  200  403  403  404
/organisations/{organisation_id}/wards/{ward_id}/remove    always    403  404  200  200  403  403  404
/organisations/{organisation_id}/settings                  always    403  404  200  200  200  200  404
/manage/{round_id}                                         always    403  404  200  200  200  200  404
/manage/{round_id}/announce                                always    403  404  200  200  403  403  404
/manage/{round_id}/names                                   always    403  404  200  200  403  403  404
/manage/{round_id}/paper                                   always    403  404  200  200  403  403  404
/manage/{round_id}/categories                              always    403  404  200  200  403  403  404
/manage/{round_id}/pots                                    always    403  404  200  200  403  403  404
/manage/{round_id}/pots/new                                always    403  404  200  200  403  403  404
/manage/{round_id}/pots/{pot_id}                           always    403  404  200  200  403  403  404
/manage/{round_id}/pots/{pot_id}/remove                    always    403  404  200  200  403  403  404
/manage/{round_id}/dates                                   always    403  404  200  200  403  403  404
/manage/{round_id}/ballot                                  always    403  404  200  200  403  403  404
/manage/{round_id}/rule                                    always    403  404  200  200  403  403  404
/rounds/{round_id}/proposals                               draft     404  404  200  200  200  200  404
                                                           voting    200  200  200  200  200  200  200
                                                           published 200  200  200  200  200  200  200
/rounds/{round_id}/proposals/{proposal_id}                 draft     404  404  200  200  200  200  404
                                                           voting    200  200  200  200  200  200  200
                                                           published 200  200  200  200  200  200  200
/rounds/{round_id}/propose                                 draft     404  404  409  409  409  409  404
                                                           voting    409  409  409  409  409  409  409
                                                           published 409  409  409  409  409  409  409
/rounds/{round_id}/proposals/{proposal_id}/edit            draft     404  404  409  409  409  409  404
                                                           voting    409  409  409  409  409  409  409
                                                           published 409  409  409  409  409  409  409
/rounds/{round_id}/proposals/{proposal_id}/withdraw        draft     404  404  404  404  404  404  404
                                                           voting    404  200  404  404  404  404  404
                                                           published 404  404  404  404  404  404  404
/my/proposals                                              always    403  200  200  200  200  200  200
/manage/{round_id}/proposals/new                           always    403  404  409  409  409  403  404
/manage/{round_id}/reviews                                 always    403  404  200  200  200  200  404
/manage/{round_id}/reviews/{proposal_id}                   draft     403  404  409  409  409  409  404
                                                           voting    403  404  200  200  200  200  404
                                                           published 403  404  200  200  200  200  404
/rounds/{round_id}/vote                                    draft     404  404  404  404  404  404  404
                                                           voting    200  200  200  200  200  200  200
                                                           published 200  200  200  200  200  200  200
/rounds/{round_id}/vote/{proof}                            draft     404  404  404  404  404  404  404
                                                           voting    200  200  200  200  200  200  200
                                                           published 404  404  404  404  404  404  404
/rounds/{round_id}/vote/{proof}/code                       draft     404  404  404  404  404  404  404
                                                           voting    200  200  200  200  200  200  200
                                                           published 404  404  404  404  404  404  404
/rounds/{round_id}/vote/sign-on                            draft     404  404  404  404  404  404  404
                                                           voting    200  200  200  200  200  200  200
                                                           published 404  404  404  404  404  404  404
/rounds/{round_id}/vote/sign-on/go                         draft     404  404  404  404  404  404  404
                                                           voting    303  303  303  303  303  303  303
                                                           published 404  404  404  404  404  404  404
/sign-on                                                   always    303  303  303  303  303  303  303
/manage/{round_id}/proofs                                  always    403  404  200  200  403  403  404
/manage/{round_id}/register                                always    403  404  200  200  403  403  404
/manage/{round_id}/register/check                          draft     403  404  200  200  403  403  404
                                                           voting    403  404  200  200  403  403  404
                                                           published 403  404  303  303  403  403  404
/manage/{round_id}/person                                  always    403  404  200  200  403  403  404
/organisations/{organisation_id}/desk                      always    403  404  200  200  403  403  404
/organisations/{organisation_id}/postcodes                 always    403  404  200  200  403  403  404
/organisations/{organisation_id}/postcodes/check           always    403  404  200  200  403  403  404
/rounds/{round_id}/ballot                                  always    303  303  303  303  303  303  303
/rounds/{round_id}/ballot/check                            always    303  303  303  303  303  303  303
/rounds/{round_id}/ballot/receipt                          always    303  303  303  303  303  303  303
/rounds/{round_id}/ballot/reminder                         always    303  303  303  303  303  303  303
/rounds/{round_id}/ballot/reference                        always    303  303  303  303  303  303  303
/rounds/{round_id}/ballot/finish                           draft     404  404  404  404  404  404  404
                                                           voting    200  200  200  200  200  200  200
                                                           published 200  200  200  200  200  200  200
/rounds/{round_id}/receipt                                 draft     404  404  404  404  404  404  404
                                                           voting    200  200  200  200  200  200  200
                                                           published 200  200  200  200  200  200  200
/rounds/{round_id}/board                                   draft     404  404  200  200  200  200  404
                                                           voting    200  200  200  200  200  200  200
                                                           published 200  200  200  200  200  200  200
/rounds/{round_id}/board/leaves.txt                        draft     404  404  409  409  409  409  404
                                                           voting    409  409  409  409  409  409  409
                                                           published 200  200  200  200  200  200  200
/rounds/{round_id}/board/superseded.txt                    draft     404  404  409  409  409  409  404
                                                           voting    409  409  409  409  409  409  409
                                                           published 200  200  200  200  200  200  200
/rounds/{round_id}/board/batches.jsonl                     draft     404  404  200  200  200  200  404
                                                           voting    200  200  200  200  200  200  200
                                                           published 200  200  200  200  200  200  200
/manage/{round_id}/void                                    always    403  404  200  200  403  403  404
/manage/{round_id}/codes                                   always    403  404  200  200  403  403  404
/manage/{round_id}/codes/new                               always    403  404  200  200  403  403  404
/manage/{round_id}/codes/void                              always    403  404  200  200  403  403  404
/manage/{round_id}/codes/{batch_id}/void                   always    403  404  200  200  403  403  404
/manage/{round_id}/count                                   always    403  404  200  200  403  403  404
/manage/{round_id}/publish                                 always    403  404  200  200  403  403  404
/manage/{round_id}/comparison                              always    403  404  200  200  403  403  404
/manage/{round_id}/rehearsal                               always    403  404  200  200  403  403  404
/manage/{round_id}/rehearsal/file                          always    403  404  200  200  403  403  404
/rounds/{round_id}/results/{pot_id}/rules                  draft     404  404  200  200  200  200  404
                                                           voting    200  200  200  200  200  200  200
                                                           published 200  200  200  200  200  200  200
/manage/{round_id}/jobs/{job_id}                           always    403  404  200  200  403  403  404
/rounds/{round_id}/results                                 draft     404  404  200  200  200  200  404
                                                           voting    200  200  200  200  200  200  200
                                                           published 200  200  200  200  200  200  200
/rounds/{round_id}/results.csv                             draft     404  404  303  303  303  303  404
                                                           voting    303  303  303  303  303  303  303
                                                           published 200  200  200  200  200  200  200
/rounds/{round_id}/results/{pot_id}                        draft     404  404  200  200  200  200  404
                                                           voting    200  200  200  200  200  200  200
                                                           published 200  200  200  200  200  200  200
/rounds/{round_id}/check                                   draft     404  404  200  200  200  200  404
                                                           voting    200  200  200  200  200  200  200
                                                           published 200  200  200  200  200  200  200
/rounds/{round_id}/record.zip                              draft     404  404  409  409  409  409  404
                                                           voting    409  409  409  409  409  409  409
                                                           published 200  200  200  200  200  200  200
/audit/{round_id}                                          always    403  404  200  200  403  200  404
/audit/{round_id}/events                                   always    403  404  200  200  403  200  404
/audit/{round_id}/annex.zip                                draft     403  404  403  403  403  409  404
                                                           voting    403  404  403  403  403  409  404
                                                           published 403  404  403  403  403  200  404
/audit/{round_id}/record.zip                               draft     403  404  409  409  403  409  404
                                                           voting    403  404  409  409  403  409  404
                                                           published 403  404  200  200  403  200  404
"""

# What anybody may do for themselves: these look only at whose cookie, code or letter it is.
FOR_EVERYBODY = {
    "/sign-in", "/sign-out", "/join", "/reset", "/account", "/account/password",
    "/confirm/{token}", "/reset/{token}", "/invitations/{token}",
    "/rounds/{round_id}/vote/{proof}", "/rounds/{round_id}/vote/{proof}/code",
    "/rounds/{round_id}/vote/sign-on",
    "/rounds/{round_id}/vote", "/rounds/{round_id}/ballot", "/rounds/{round_id}/ballot/check",
    "/rounds/{round_id}/ballot/finish", "/rounds/{round_id}/ballot/receipt", "/rounds/{round_id}/receipt",
    "/rounds/{round_id}/ballot/reminder",
    "/rounds/{round_id}/check",
}  # fmt: skip
FOR_RESIDENTS = {"/rounds/{round_id}/propose"}
FOR_THE_AUTHOR = {
    "/rounds/{round_id}/proposals/{proposal_id}/edit",
    "/rounds/{round_id}/proposals/{proposal_id}/withdraw",
}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    made = County(tmp_path_factory.mktemp("access"), publish=True)
    yield made
    made.close()


def rows() -> Iterator[tuple[str, str, list[int]]]:
    """Way, phase, and the status for each of PEOPLE."""
    way = ""
    for line in ACCESS.splitlines()[2:]:
        parts = line.split()
        if line.startswith("/"):
            way = parts.pop(0)
        for phase in PHASES if parts[0] == "always" else parts[:1]:
            yield way, phase, [int(status) for status in parts[1:]]


def test_the_table_has_every_way_in_every_phase() -> None:
    shown = {way.path for way in ways() if way.show is not None}
    assert {way for way, _, _ in rows()} == shown, "say in ACCESS who may see it"
    said = sorted((way, phase) for way, phase, _ in rows())
    assert said == sorted((way, phase) for way in shown for phase in PHASES)


def test_everybody_sees_what_the_table_says(county: County) -> None:
    pages = {name: county.visitor(name) for name in PEOPLE}
    wrong = []
    for way, phase, statuses in rows():
        if phase != "voting" and "{round_id}" not in way:
            continue  # no round in it: once is enough
        for name, status in zip(PEOPLE, statuses, strict=True):
            got = pages[name].raw("GET", county.path(way, phase)).status_code
            if got != status:
                wrong.append(f"{way} in {phase}, {name}: {got}, the table says {status}")
    assert wrong == []


FOR_TELLERS = {
    "/manage/{round_id}/person",
    "/manage/{round_id}/paper",
    "/organisations/{organisation_id}/desk",
}


def test_a_teller_sees_the_desk_and_else_what_residents_see(county: County) -> None:
    page, wrong = county.visitor("huw"), []
    for way, phase, statuses in rows():
        resident = statuses[PEOPLE.index("gwen")]
        if way.startswith(("/manage/", "/organisations/", "/audit/")):
            wanted = 200 if way in FOR_TELLERS else 403
        else:
            wanted = resident
        got = page.raw("GET", county.path(way, phase)).status_code
        if got != wanted:
            wrong.append(f"{way} in {phase}: {got}, not {wanted}")
    assert wrong == []


def test_a_head_request_is_no_way_around(county: County) -> None:
    pages = {name: county.visitor(name) for name in ("visitor", "carys", "gwen")}
    for way, phase, statuses in rows():
        if phase == "voting":
            for name, page in pages.items():
                got = page.raw("HEAD", county.path(way, phase)).status_code
                assert got == statuses[PEOPLE.index(name)], (way, name)


def kept(county: County) -> dict[str, Sequence[Any]]:
    """Every row of every table but for what merely looking leaves behind."""
    with county.world.db.read() as tx:
        return {
            table.name: tx.connection().execute(select(table)).all()
            for table in METADATA.sorted_tables
            if table.name not in ("session", "mail_token")
        }


def the_right_fields(county: County, way: str, phase: str) -> Values:
    """A form as it is rightly sent: what an owner, or the author, is shown there, every field filled in."""
    sent: Values = {"is_sure": "1", "email": "newydd@cwm.example", "role": "auditor", "name": "Enw"}
    for name in ("alys", "bryn"):
        shown = Shown(county.visitor(name).raw("GET", county.path(way, phase)), "cy")
        for form in forms_of(shown) if shown.status == 200 else []:
            sent |= filled(form)
    sent.pop("language_switch", None)
    return sent


@pytest.mark.parametrize("phase", ["draft", "proposing", "reviewing", "voting", "published"])
def test_whoever_has_no_right_does_nothing(county: County, phase: str) -> None:
    """A visitor, an auditor, the owner of another organisation; others beyond their own."""
    strangers = {"visitor", "carys", "gwen", "bryn", "ffion", "huw"}
    pages = {name: county.visitor(name) for name in strangers}
    tokens = {name: form_token(page.raw("GET", "/sign-out")) for name, page in pages.items()}
    before, tried, wrong = kept(county), 0, []
    for way in ways():
        if way.post is None or way.path in FOR_EVERYBODY:
            continue
        if phase != "voting" and "{round_id}" not in way.path:
            continue
        fields = the_right_fields(county, way.path, phase)
        for name in sorted(strangers - allowed(way.path)):
            sent = {**fields, "form_token": tokens[name]}
            got = pages[name].raw("POST", county.path(way.path, phase), data=sent)
            tried += 1
            # a round that is past it may say so to people who may see the page, before it asks who they are
            usual = {403, 404, 409} if "proposals" in way.path or "propose" in way.path else {403, 404}
            if got.status_code not in usual or kept(county) != before:
                wrong.append(f"{way.path} in {phase}, {name}: {got.status_code}")
                before = kept(county)
    assert wrong == []
    assert tried > 60


def test_the_same_fields_from_the_right_person_are_not_turned_away(tmp_path: Path) -> None:
    """Else the test above would hold for any nonsense that is sent."""
    county, done = County(tmp_path, publish=True), 0
    page = county.visitor("alys")
    token = form_token(page.raw("GET", "/sign-out"))
    for way in ways():
        if way.post is not None and way.path not in FOR_EVERYBODY | FOR_RESIDENTS | FOR_THE_AUTHOR:
            fields = the_right_fields(county, way.path, "draft") | {"form_token": token}
            before = kept(county)
            got = page.raw("POST", county.path(way.path, "draft"), data=fields)
            assert got.status_code != 403, way.path
            done += kept(county) != before
    assert done >= 8
    county.close()


def allowed(way: str) -> set[str]:
    """Those of the strangers for whom this way is theirs."""
    if way in FOR_RESIDENTS:
        return {"bryn", "carys", "gwen", "ffion", "huw"}
    if way in FOR_THE_AUTHOR:
        return {"bryn"}
    if way in FOR_TELLERS:
        return {"huw"}
    return {"ffion"} if way.endswith(("/reviews/{proposal_id}", "/proposals/new")) else set()


def form_token(response: Any) -> str:
    forms = [form for form in Shown(response, "cy").all(".//form") if form.get("method") == "post"]
    found = [
        field.get("value", "")
        for form in forms
        for field in form.iter("input")
        if field.get("name") == "form_token"
    ]
    return found[0] if found else ""


def test_a_form_token_of_somebody_else_opens_nothing(county: County) -> None:
    """Gwen sends Alys's own form with Alys's token: hers is wanted, and then her right."""
    alys, gwen = county.visitor("alys"), county.visitor("gwen")
    token = form_token(alys.raw("GET", "/sign-out"))
    fields = the_right_fields(county, "/manage/{round_id}/names", "draft") | {"form_token": token}
    before = kept(county)
    path = county.path("/manage/{round_id}/names", "draft")
    assert gwen.raw("POST", path, data=fields).status_code in (403, 404)
    assert kept(county) == before
