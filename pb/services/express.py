"""The steps of a vote by the bare driver and shared commits, for the hour in which everybody votes.

It decides nothing of its own: the same functions judge, keep and cast as on the ordinary way. Whatever is
not plain sailing (a refusal, a session that has ended, a round that has not been read) is left to that way.
"""

from asyncio import Future, get_running_loop, shield
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from pb.domain.refusals import Refusal
from pb.domain.rounds import Round
from pb.domain.voting import Choices
from pb.services import ballots, clockwork, voters, voting
from pb.services.ballots import PaperView
from pb.services.deps import Deps
from pb.services.voters import Voter
from pb.storage.editions import NotKept
from pb.storage.prepared import Bare

T = TypeVar("T")
TRIES = 3  # once more after noting a session's use, and once more after the clock's work


class _NotPlain(Exception):
    """Something that the ordinary way has to look at."""


class _Unnoted(Exception):
    """A session's use has to be noted first."""


class _Unsettled(Exception):
    """The clock may have work in the round, to be done first."""


class Express:
    """What voters ask for, with one event loop; None or False where the ordinary way has to answer."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._settling: dict[str, Future[None]] = {}

    async def view_paper(self, round_id: str, token: str) -> PaperView | None:
        """The paper of a voter's session."""

        def look(tx: Bare) -> PaperView:
            return ballots.view_paper_in(self._deps, tx, *self._voter(tx, round_id, token, held=False))

        return await self._plainly(round_id, token, lambda: self._deps.db.look(look))

    async def choose(self, round_id: str, token: str, choices: Choices) -> bool:
        """Keep and judge choices; what was kept stays kept, also where they break a limit."""

        def job(tx: Bare) -> bool:
            voter, round_ = self._voter(tx, round_id, token)
            kept = ballots.keep_choices_in(self._deps, tx, voter, round_, choices)
            return not ballots.faults_of(kept)

        return await self._plainly(round_id, token, lambda: self._deps.db.submit(job)) is True

    async def cast(self, round_id: str, token: str, *, cast: str, paper_digest: str) -> bool:
        """Cast what was checked: True once it is on disk."""

        def job(tx: Bare) -> str:
            voter, round_ = self._voter(tx, round_id, token)
            return voting.cast_ballot_in(self._deps, tx, voter, round_, token=cast, paper_digest=paper_digest)

        return await self._plainly(round_id, token, lambda: self._deps.db.submit(job)) is not None

    async def _plainly(self, round_id: str, token: str, attempt: Callable[[], Awaitable[T]]) -> T | None:
        """What comes of an attempt, with what has to be done before it.

        Whatever fails, nothing was committed: the ordinary way tries once more, or apologises.
        """
        try:
            for _ in range(TRIES):
                try:
                    return await attempt()
                except _Unnoted:
                    await self._deps.db.submit(lambda tx: voters.note_use(tx, token, self._deps.clock.now()))
                except _Unsettled:
                    await self._settle(round_id)
        except (Refusal, NotKept, _NotPlain, DBAPIError, OSError):
            pass
        return None

    async def _settle(self, round_id: str) -> None:
        """Have the clock's work done in a thread, once for everybody who comes meanwhile."""
        running = self._settling.get(round_id)
        if running is None:
            loop = get_running_loop()
            running = loop.run_in_executor(None, clockwork.settle, self._deps, round_id)
            self._settling[round_id] = running
            running.add_done_callback(lambda _: self._settling.pop(round_id, None))
        await shield(running)

    def _voter(self, tx: Bare, round_id: str, token: str, *, held: bool = True) -> tuple[Voter, Round]:
        """Who the session belongs to, and the round, open (and `held` so).

        Raises _NotPlain, _Unnoted and _Unsettled; as `open_round` besides.
        """
        deps, now = self._deps, self._deps.clock.now()
        found = voters.find_voter(tx, round_id, token, now)
        if found is None:
            raise _NotPlain
        if voters.is_use_unnoted(found.seen_at, now):
            raise _Unnoted
        round_ = voters.open_round(deps, tx, round_id, held=held, edition=found.edition)
        if not clockwork.is_quiet(deps, round_, now):
            raise _Unsettled
        return found.voter, round_
