"""Postcodes and e-mailed codes for tests: a table in use, and what came in the letter."""

import re
from collections.abc import Mapping

from pb.domain.rounds import Round
from pb.services import postcodes, proving, voters
from pb.services.voters import Voter
from tests.votes import ROUND, open_vote
from tests.world import ORGANISATION, World

SHORT = b"postcode,ward\nSA99 1AA,Harbour\nSA99 1AB,Y Pentre\nSA99 1AC,\n"
CODE = re.compile(r"\b[0-9]{6}\b")


def load_postcodes(world: World, content: bytes = SHORT) -> None:
    """Try a table and put it in use, as an organiser does."""
    assert postcodes.try_postcodes(world.deps, world.elin, ORGANISATION, content, {}) is None
    tried = postcodes.view_postcodes(world.deps, world.elin, ORGANISATION).tried
    assert tried is not None
    postcodes.use_postcodes(world.deps, world.elin, ORGANISATION, tried.id)


def open_vote_by_email(world: World, **changed: object) -> Round:
    """The usual round, which takes codes by e-mail beside voter codes."""
    load_postcodes(world)
    taken: dict[str, object] = {"proofs": ("code", "email")}
    return open_vote(world, **(taken | changed))  # type: ignore[arg-type] # fields by name


def sent_code(world: World) -> str:
    """The code in the letter that came last."""
    return _code_in(world.letters.letters[-1].body)


def texted_code(world: World) -> str:
    """The code in the text message that came last."""
    return _code_in(world.telephone.texts[-1].body)


def _code_in(body: str) -> str:
    found = set(CODE.findall(body))
    assert len(found) == 1
    return str(found.pop())


SENT = {"email": sent_code, "text": texted_code}


def proved(world: World, way: str, typed: Mapping[str, str], round_id: str = ROUND) -> str:
    """The token of a session, for whoever asks for a code that is sent, and answers it."""
    token = proving.ask(world.deps, round_id, way, typed).token
    return proving.answer(world.deps, round_id, way, SENT[way](world), token=token)


def come_by(world: World, way: str, typed: Mapping[str, str]) -> Voter:
    """The same as the voter."""
    voter = voters.load_voter(world.deps, ROUND, proved(world, way, typed))
    assert voter is not None
    return voter
