"""While voting is open no page tells what anybody chose: not to staff, not to other voters, not in figures.

Two councils alike in everything but what was ticked must show the same pages to everybody.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from pb.services import ballots, codes, voters, voting
from pb.web import cookies
from pb.web.app import ways
from tests.web.county import VOTE, County
from tests.web.page import Page

FIRST, SECOND = f"{VOTE}p1", f"{VOTE}p2"
POT_1, POT_2 = f"{VOTE}1", f"{VOTE}2"
LOOKERS = ("visitor", "elin", "ffion", "carys")
Choices = Mapping[str, Mapping[str, int]]
BOTH: Choices = {POT_1: {FIRST: 1}, POT_2: {SECOND: 1}}
ONE: Choices = {POT_1: {FIRST: 1}, POT_2: {}}
NEITHER: Choices = {POT_1: {}, POT_2: {}}

# What is drawn anew for each page, each council or each code.
RANDOM = re.compile(r'name="(?:form_token|batch|person)" value="[^"]+"')


def council(folder: Path, choices: Choices) -> tuple[County, list[voters.Voter]]:
    """A council where six people have voted, one of them twice, and a seventh has only ticked."""
    folder.mkdir()
    keys = folder / "keys"
    keys.mkdir()
    (keys / "secret.key").write_bytes(b"7" * 32)  # so that pseudonyms, and with them the chain, are alike
    (keys / "signing.key").write_bytes(b"6" * 32)
    (keys / f"ties-{VOTE}.key").write_bytes(b"8" * 32)
    (keys / "ties-gwanwyn.key").write_bytes(b"9" * 32)
    county = County(folder, publish=True)
    deps = county.world.deps
    issued = codes.issue_batch(
        deps, county.world.elin, VOTE, label="Ysgol", count=7, pot_ids=[POT_1, POT_2], batch_id="swp0000007"
    )
    known = []
    for code in issued.codes:
        voter = voters.load_voter(deps, VOTE, voters.enter_code(deps, VOTE, code))
        assert voter is not None
        known.append(voter)
    for voter, given in [(known[0], ONE), *((voter, choices) for voter in known[:6])]:
        ballots.check_choices(deps, voter, given)
        seen = ballots.view_paper(deps, voter)
        voting.cast_ballot(deps, voter, token=seen.cast_token, paper_digest=seen.paper_digest)
    ballots.keep_choices(deps, known[6], choices)
    return county, known


def pages_of(county: County, name: str) -> dict[str, str]:
    page = county.visitor(name)
    shown = {}
    for way in ways():
        if way.show is not None and "{round_id}" in way.path:
            response = page.raw("GET", county.path(way.path, "voting"))
            shown[way.path] = f"{response.status_code} {RANDOM.sub('*', response.text)}"
    return shown


def test_nobody_sees_from_any_page_what_was_chosen(tmp_path: Path) -> None:
    one, _ = council(tmp_path / "one", BOTH)
    two, _ = council(tmp_path / "two", NEITHER)
    told = []
    for name in LOOKERS:
        first, second = pages_of(one, name), pages_of(two, name)
        told += [f"{way} tells {name}" for way in first if first[way] != second[way]]
    assert told == []
    # and the pages of the vote are really among them, with figures on them
    assert "<dd>6</dd>" in pages_of(one, "elin")["/audit/{round_id}"]
    one.close()
    two.close()


def test_a_voter_sees_her_own_choices_and_nobody_elses(tmp_path: Path) -> None:
    county, _ = council(tmp_path / "one", BOTH)
    mine, other = county.voter(), county.voter()
    path = county.path("/rounds/{round_id}/ballot")
    other.get(path)
    other.submit({f"choice.{POT_1}": FIRST})
    assert "checked" in other.raw("GET", path).text
    assert "checked" not in mine.raw("GET", path).text
    assert "checked" not in page_of_nobody(county).raw("GET", path).text
    county.close()


def test_a_session_is_good_in_its_own_round_alone_and_never_as_a_persons(tmp_path: Path) -> None:
    county, _ = council(tmp_path / "one", BOTH)
    voter = county.voter()
    for phase in ("draft", "proposing", "reviewing", "published"):
        for way in ("/rounds/{round_id}/ballot", "/rounds/{round_id}/ballot/check"):
            response = voter.raw("GET", county.path(way, phase))
            assert (response.status_code, FIRST in response.text) == (303, False)
    token = voter.client.cookies.get(cookies.full_name(cookies.VOTER, secure=False))
    stranger = page_of_nobody(county)
    stranger.client.cookies.set(cookies.full_name(cookies.SESSION, secure=False), token or "")
    assert stranger.raw("GET", "/account").status_code == 403
    county.close()


def page_of_nobody(county: County) -> Page:
    return Page(county.app)
