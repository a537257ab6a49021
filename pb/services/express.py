"""The steps of a vote by the bare driver and shared commits, for the hour in which everybody votes.

It decides nothing of its own: the same functions judge, keep and cast as on the ordinary way. Whatever is
not plain sailing (a refusal, a session about to end, a round that has not been read) is left to that way.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from pb.domain.refusals import Refusal
from pb.domain.rounds import Round
from pb.domain.voting import Choices
from pb.services import ballots, clockwork, voters, voting
from pb.services.ballots import PaperView
from pb.services.deps import Deps
from pb.services.voters import SEEN_STEP, Voter
from pb.storage.editions import NotKept
from pb.storage.prepared import Bare

T = TypeVar("T")


class _NotPlain(Exception):
    """Something that the ordinary way has to look at."""


def view_paper(deps: Deps, round_id: str, token: str) -> PaperView | None:
    """The paper of a voter's session; None where the ordinary way has to answer."""
    try:
        with deps.db.glance() as tx:
            return ballots.view_paper_in(deps, tx, *_voter(deps, tx, round_id, token, held=False))
    except (Refusal, NotKept, _NotPlain):
        return None


async def choose(deps: Deps, round_id: str, token: str, choices: Choices) -> bool:
    """Keep and judge choices; False where the ordinary way has to answer (what was kept stays kept)."""

    def job(tx: Bare) -> bool:
        kept = ballots.keep_choices_in(deps, tx, *_voter(deps, tx, round_id, token), choices)
        return not ballots.faults_of(kept)

    return await _submitted(deps, job) is True


async def cast(deps: Deps, round_id: str, token: str, *, cast: str, paper_digest: str) -> bool:
    """Cast what was checked: True once it is on disk, False where the ordinary way has to answer."""

    def job(tx: Bare) -> str:
        voter, round_ = _voter(deps, tx, round_id, token)
        return voting.cast_ballot_in(deps, tx, voter, round_, token=cast, paper_digest=paper_digest)

    return await _submitted(deps, job) is not None


async def _submitted(deps: Deps, job: Callable[[Bare], T]) -> T | None:
    try:
        return await deps.db.submit(job)
    except (Refusal, NotKept, _NotPlain, DBAPIError, OSError):
        return None  # whatever failed, nothing was committed; the ordinary way tries once more, or apologises


def _voter(deps: Deps, tx: Bare, round_id: str, token: str, *, held: bool = True) -> tuple[Voter, Round]:
    """Who the session belongs to, and the round, open (and `held` so).

    Raises _NotPlain where the session's use must be noted or the clock has to work; as `open_round` besides.
    """
    now = deps.clock.now()
    voter, seen_at = voters.find_voter(tx, round_id, token, now)
    if voter is None or now - seen_at >= SEEN_STEP:
        raise _NotPlain
    round_ = voters.open_round(deps, tx, round_id, held=held)
    if not clockwork.is_quiet(deps, round_, now):
        raise _NotPlain
    return voter, round_
