"""One round of the demo, brought by the services to the phase it should stand in.

It makes nothing up: what happens stands in `rounds`, `proposals` and `voters`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pb.cli.demo.county import COUNTY
from pb.cli.demo.model import DemoDays, DemoProposal, DemoRound
from pb.cli.demo.proposals import BY_KEY
from pb.cli.demo.voters import Choice, ballots
from pb.domain.ids import OrganisationId, PotId, ProposalId, RoundId, WardId
from pb.domain.money import as_typed
from pb.domain.paper_setup import TypedBallot
from pb.domain.people import Viewer
from pb.domain.proposal_form import TypedProposal
from pb.domain.proposals import Status, TypedVerdict
from pb.domain.rounds import TIES
from pb.domain.setup import TypedNames
from pb.domain.text import Bilingual
from pb.i18n.formats import WALES
from pb.services import clockwork, codes, counting, proof_setup, proposals, reviews, setup, voting
from pb.services.deps import Deps
from pb.services.voters import Voter

Cast = dict[str, Viewer]  # by the keys of `people`
SetClock = Callable[[datetime], None]
OPENS, CLOSES = 9, 20  # hours of the day, in Wales
TURNOUT_PERCENT, SO_FAR_PERCENT = 64, 41  # of a round that is over, and of one still open
SPARE_CODES = 6
VOTING_DAYS = 3  # on which the votes come in
WHY_ACCEPTED = Bilingual(
    cy="Mae'r cynnig yn bodloni meini prawf y gronfa, ac mae'r costau wedi'u gwirio.",
    en="The proposal is within the fund's criteria, and its costs have been checked.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Voter codes to try: some that nobody has used, and one whose vote can be changed."""

    unused: tuple[str, ...]
    used: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """What every step of one round needs."""

    deps: Deps
    round: DemoRound
    cast: Cast
    today: datetime
    set_clock: SetClock

    def go(self, day: int, hour: int, minute: int = 0) -> datetime:
        """Move the clock to a time of the day in Wales, never past the real present."""
        moment = min(at(self.today, day, hour, minute), self.today)
        self.set_clock(moment)
        return moment


def seed_round(
    deps: Deps,
    round_: DemoRound,
    *,
    organisation_id: OrganisationId,
    cast: Cast,
    wards: Mapping[str, WardId],
    today: datetime,
    set_clock: SetClock,
) -> tuple[RoundId, Codes | None]:
    """Make the round and let happen to it what its days say; its id, and codes where voting has opened."""
    stage = _Stage(deps=deps, round=round_, cast=cast, today=today, set_clock=set_clock)
    days = round_.days
    round_id, pots = _set_up(stage, organisation_id, wards)
    if days.announced is None:
        return round_id, None
    stage.go(days.announced, 10)
    setup.announce(deps, cast["organiser"], round_id)
    ids: dict[str, ProposalId] = {}
    if days.proposals_open is not None and days.proposals_open < 0:
        ids = _propose(stage, round_id, pots, wards)
        _review(stage, round_id, ids)
    if days.voting_open is None or days.voting_open >= 0:
        return round_id, None
    tried = _vote(stage, round_id, pots, ids)
    _finish(stage, round_id)
    return round_id, tried


def at(today: datetime, day: int, hour: int, minute: int = 0) -> datetime:
    """A time of the day in Wales, `day` days from `today`."""
    return (today.astimezone(WALES) + timedelta(days=day)).replace(
        hour=hour, minute=minute, second=0, microsecond=0
    )


def _set_up(
    stage: _Stage, organisation_id: OrganisationId, wards: Mapping[str, WardId]
) -> tuple[RoundId, dict[str, PotId]]:
    deps, round_, organiser, days = stage.deps, stage.round, stage.cast["organiser"], stage.round.days
    stage.go((days.announced or 0) - 7, 11)
    names = TypedNames(name=round_.name, summary=round_.summary, contact=COUNTY.contact)
    round_id = setup.create_round(deps, organiser, organisation_id, names)
    limits = round_.spec.limits
    age = round_.minimum_age
    ballot = TypedBallot(
        type=round_.spec.type,
        max_count=str(limits.get("max_count", "")),
        min_count=str(limits.get("min_count", "") or ""),
        age=str(age) if age else "none",
    )
    setup.save_ballot(deps, organiser, round_id, ballot)
    setup.save_rule(deps, organiser, round_id, round_.rule.id, round_.rule.params)
    proof_setup.save_proofs(deps, organiser, round_id, round_.proofs, TIES)
    pots = {
        pot.key: setup.add_pot(
            deps,
            organiser,
            round_id,
            setup.PotForm(
                name=pot.name,
                amount=as_typed(pot.amount_pence),
                ward_id=wards[pot.ward] if pot.ward else "",
                theme=Bilingual(),
                largest_request=as_typed(pot.largest_request_pence),
            ),
        )
        for pot in round_.pots
    }
    if days.voting_open is not None:
        setup.save_dates(deps, organiser, round_id, _dates(stage.today, days))
    return round_id, pots


def _dates(today: datetime, days: DemoDays) -> dict[str, datetime | None]:
    wanted = (
        ("proposals_open_at", days.proposals_open, OPENS),
        ("proposals_close_at", days.proposals_close, CLOSES),
        ("voting_open_at", days.voting_open, OPENS),
        ("voting_close_at", days.voting_close, CLOSES),
    )
    return {name: None if day is None else at(today, day, hour) for name, day, hour in wanted}


def _propose(
    stage: _Stage, round_id: RoundId, pots: Mapping[str, PotId], wards: Mapping[str, WardId]
) -> dict[str, ProposalId]:
    """Proposals come in over the days they may; drafts and withdrawn ones are the residents' own."""
    ids: dict[str, ProposalId] = {}
    first, last = stage.round.days.proposals_open or 0, min(stage.round.days.proposals_close or 0, 0)
    entries = [(pot.key, BY_KEY[key]) for pot in stage.round.pots for key in pot.proposals]
    for place, (pot_key, demo) in enumerate(entries):
        stage.go(first + (last - first) * place // max(1, len(entries)), OPENS + 1 + place % 9, place % 60)
        typed = _typed(demo, pots[pot_key], wards)
        if demo.status in (Status.DRAFT, Status.WITHDRAWN):
            author = stage.cast["resident" if demo.language == "cy" else "second-resident"]
            submit = demo.status is Status.WITHDRAWN
            saved = proposals.save(stage.deps, author, round_id, None, typed, submit=submit)
            if submit:
                proposals.withdraw(stage.deps, author, round_id, saved.id)
            continue
        entered = proposals.enter(stage.deps, stage.cast["reviewer"], round_id, typed, author_name=demo.group)
        ids[demo.key] = entered.id
    return ids


def _typed(demo: DemoProposal, pot_id: PotId, wards: Mapping[str, WardId]) -> TypedProposal:
    own = demo.language
    return TypedProposal(
        language=own,
        title=demo.title.in_language(own)[0],
        summary=demo.summary.in_language(own)[0],
        description=demo.description.in_language(own)[0],
        amount=as_typed(demo.amount_pence),
        lines=[(line.label, as_typed(line.amount_pence)) for line in demo.breakdown],
        pot_id=pot_id,
        ward_id=wards[demo.ward] if demo.ward else "",
        goals=demo.goals,
    )


def _review(stage: _Stage, round_id: RoundId, ids: Mapping[str, ProposalId]) -> None:
    stage.go((stage.round.days.proposals_close or 0) + 2, 14)
    for key, proposal_id in ids.items():
        if key in stage.round.waiting:
            continue
        demo = BY_KEY[key]
        other = "en" if demo.language == "cy" else "cy"
        accepted = demo.status is Status.ACCEPTED
        verdict = TypedVerdict(
            verdict="accept" if accepted else "decline",
            cost=as_typed(demo.amount_pence),
            translated_title=demo.title.as_record()[other],
            translated_summary=demo.summary.as_record()[other],
            reason=demo.reason or WHY_ACCEPTED,
        )
        reviews.decide(stage.deps, stage.cast["reviewer"], round_id, proposal_id, verdict)


def _vote(
    stage: _Stage, round_id: RoundId, pots: Mapping[str, PotId], ids: Mapping[str, ProposalId]
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
    stage: _Stage, round_id: RoundId, votes: list[tuple[str, dict[str, dict[str, int]]]], *, until: int
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
    stage: _Stage, round_id: RoundId, keys: tuple[str, ...], pots: Mapping[str, PotId], count: int
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


def _finish(stage: _Stage, round_id: RoundId) -> None:
    days, cast = stage.round.days, stage.cast
    if days.voting_close is None or days.voting_close >= 0:
        return
    stage.go(days.voting_close, CLOSES, 1)
    clockwork.settle(stage.deps, round_id)
    if days.counted is not None:
        stage.go(days.counted, 10)
        counting.count_round(stage.deps, cast["organiser"], round_id, is_sure=True)
    if days.published is not None:
        stage.go(days.published, 12)
        counting.publish_round(stage.deps, cast["second-organiser"], round_id, is_sure=True)
