"""The votes of one round of the demo: a code for everybody who may vote, and the votes of some of them.

It makes nothing up: who votes for what stands in `voters`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pb.cli.demo.stage import OPENS, Stage
from pb.cli.demo.voters import Choice, ballots
from pb.domain.ids import PotId, ProposalId, RoundId
from pb.services import clockwork, codes, voting
from pb.services.voters import Voter

TURNOUT_PERCENT, SO_FAR_PERCENT = 64, 41  # of a round that is over, and of one still open
SPARE_CODES = 6
VOTING_DAYS = 3  # on which the votes come in


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Voter codes to try: some that nobody has used, and one whose vote can be changed."""

    unused: tuple[str, ...]
    used: str


def seed_votes(
    stage: Stage, round_id: RoundId, pots: Mapping[str, PotId], ids: Mapping[str, ProposalId]
) -> Codes:
    """Issue a code to every voter, by the pots they may vote on, and cast what they chose."""
    days = stage.round.days
    stage.go((days.voting_open or 0) - 1, 15)
    by_pots: dict[tuple[str, ...], list[dict[str, Choice]]] = {}
    for _, chosen in ballots(stage.round):
        by_pots.setdefault(tuple(chosen), []).append(chosen)
    issued = {keys: _issue(stage, round_id, keys, pots, len(people)) for keys, people in by_pots.items()}
    is_open = days.voting_close is None or days.voting_close >= 0
    stage.go(min((days.voting_open or 0) + 1, 0), OPENS, 30)
    clockwork.settle(stage.deps, round_id)
    votes: list[tuple[str, dict[str, dict[str, int]]]] = [
        (code, {pots[key]: {ids[project]: 1 for project in chosen[key]} for key in keys})
        for keys, people in by_pots.items()
        for code, chosen in zip(issued[keys], people[: _voting(len(people), is_open=is_open)], strict=False)
    ]
    _cast(stage, round_id, votes, until=0 if is_open else (days.voting_close or 0) - 1)
    cast_codes = [code for code, _ in votes]
    used = set(cast_codes)
    unused = [code for found in issued.values() for code in found if code not in used]
    return Codes(unused=tuple(unused[:SPARE_CODES]), used=cast_codes[0])


def _cast(
    stage: Stage, round_id: RoundId, votes: list[tuple[str, dict[str, dict[str, int]]]], *, until: int
) -> None:
    """Votes come in over the days, so that they are sealed in several batches."""
    first = min((stage.round.days.voting_open or 0) + 1, 0)
    for place in range(VOTING_DAYS + 1):
        stage.go(first + (until - first) * place // VOTING_DAYS, OPENS + place, 30)
        clockwork.settle(stage.deps, round_id)
        if place == VOTING_DAYS:
            return
        # Only the hash of each code is not computed again: it was a moment ago, when the code was issued.
        voting.cast_many(
            stage.deps,
            round_id,
            (
                (Voter(round_id=round_id, selector=code[:5], pot_ids=tuple(map(PotId, marks))), marks)
                for code, marks in votes[place::VOTING_DAYS]
            ),
        )


def _issue(
    stage: Stage, round_id: RoundId, keys: tuple[str, ...], pots: Mapping[str, PotId], count: int
) -> tuple[str, ...]:
    names = {pot.key: pot.name for pot in stage.round.pots}
    label = names[keys[-1]].cy
    batch = codes.issue_batch(
        stage.deps,
        stage.cast["organiser"],
        round_id,
        label=label,
        count=count,
        pot_ids=[pots[key] for key in keys],
    )
    return batch.codes


def _voting(people: int, *, is_open: bool) -> int:
    """How many of them have voted by now."""
    return people * (SO_FAR_PERCENT if is_open else TURNOUT_PERCENT) // 100
