"""One round of the demo, brought by the services to the phase it should stand in.

It makes nothing up: what happens stands in `rounds`, `proposals` and `voters`.
"""

from collections.abc import Mapping
from datetime import datetime

from pb.cli.demo.county import COUNTY, THEMES
from pb.cli.demo.model import DemoDays, DemoProposal, DemoRound
from pb.cli.demo.proposals import BY_KEY
from pb.cli.demo.seed_votes import Codes, seed_votes
from pb.cli.demo.stage import CLOSES, OPENS, Cast, SetClock, Stage, at
from pb.domain.ids import CategoryId, OrganisationId, PotId, ProposalId, RoundId, WardId
from pb.domain.money import as_typed
from pb.domain.paper_setup import TypedBallot
from pb.domain.proposal_form import TypedProposal
from pb.domain.proposals import Status, TypedVerdict
from pb.domain.rounds import TIES
from pb.domain.setup import TypedNames
from pb.domain.text import Bilingual
from pb.services import categories, clockwork, counting, proof_setup, proposals, reviews, setup
from pb.services.deps import Deps
from pb.services.rounds import load_round_or_refuse

WHY_ACCEPTED = Bilingual(
    cy="Mae'r cynnig yn bodloni meini prawf y gronfa, ac mae'r costau wedi'u gwirio.",
    en="The proposal is within the fund's criteria, and its costs have been checked.",
)


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
    stage = Stage(deps=deps, round=round_, cast=cast, wards=wards, today=today, set_clock=set_clock)
    days = round_.days
    round_id, pots = _set_up(stage, organisation_id)
    kinds = _sort_by_themes(stage, round_id)
    if days.announced is None:
        return round_id, None
    stage.go(days.announced, 10)
    setup.announce(deps, cast["organiser"], round_id)
    ids: dict[str, ProposalId] = {}
    if days.proposals_open is not None and days.proposals_open < 0:
        ids = _propose(stage, round_id, pots, kinds)
        _review(stage, round_id, kinds, ids)
    if days.voting_open is None or days.voting_open >= 0:
        return round_id, None
    tried = seed_votes(stage, round_id, pots, ids)
    _finish(stage, round_id)
    return round_id, tried


def _set_up(stage: Stage, organisation_id: OrganisationId) -> tuple[RoundId, dict[str, PotId]]:
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
                ward_id=stage.wards[pot.ward] if pot.ward else "",
                theme=Bilingual(),
                largest_request=as_typed(pot.largest_request_pence),
            ),
        )
        for pot in round_.pots
    }
    if days.voting_open is not None:
        setup.save_dates(deps, organiser, round_id, _dates(stage.today, days))
    return round_id, pots


def _sort_by_themes(stage: Stage, round_id: RoundId) -> dict[str, CategoryId]:
    """Make the round's themes its categories; the ids of these by theme."""
    names = {theme.key: theme.name for theme in THEMES}
    typed = [("", names[key]) for key in stage.round.themes]
    categories.save_categories(stage.deps, stage.cast["organiser"], round_id, typed)
    with stage.deps.db.read() as tx:
        saved = load_round_or_refuse(tx, round_id).categories
    return dict(zip(stage.round.themes, (each.id for each in saved), strict=True))


def _dates(today: datetime, days: DemoDays) -> dict[str, datetime | None]:
    wanted = (
        ("proposals_open_at", days.proposals_open, OPENS),
        ("proposals_close_at", days.proposals_close, CLOSES),
        ("voting_open_at", days.voting_open, OPENS),
        ("voting_close_at", days.voting_close, CLOSES),
    )
    return {name: None if day is None else at(today, day, hour) for name, day, hour in wanted}


def _propose(
    stage: Stage, round_id: RoundId, pots: Mapping[str, PotId], kinds: Mapping[str, CategoryId]
) -> dict[str, ProposalId]:
    """Proposals come in over the days they may; drafts and withdrawn ones are the residents' own."""
    ids: dict[str, ProposalId] = {}
    first, last = stage.round.days.proposals_open or 0, min(stage.round.days.proposals_close or 0, 0)
    entries = [(pot.key, BY_KEY[key]) for pot in stage.round.pots for key in pot.proposals]
    for place, (pot_key, demo) in enumerate(entries):
        stage.go(first + (last - first) * place // max(1, len(entries)), OPENS + 1 + place % 9, place % 60)
        typed = _typed(stage, demo, pots[pot_key], kinds.get(demo.theme, ""))
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


def _typed(stage: Stage, demo: DemoProposal, pot_id: PotId, category_id: str) -> TypedProposal:
    own = demo.language
    return TypedProposal(
        language=own,
        title=demo.title.in_language(own)[0],
        summary=demo.summary.in_language(own)[0],
        description=demo.description.in_language(own)[0],
        amount=as_typed(demo.amount_pence),
        lines=[(line.label, as_typed(line.amount_pence)) for line in demo.breakdown],
        pot_id=pot_id,
        ward_id=stage.wards[demo.ward] if demo.ward else "",
        category_id=category_id,
        goals=demo.goals,
    )


def _review(
    stage: Stage, round_id: RoundId, kinds: Mapping[str, CategoryId], ids: Mapping[str, ProposalId]
) -> None:
    stage.go((stage.round.days.proposals_close or 0) + 2, 14)
    for key, proposal_id in ids.items():
        if key in stage.round.waiting:
            continue
        demo = BY_KEY[key]
        other = "en" if demo.language == "cy" else "cy"
        accepted = demo.status is Status.ACCEPTED
        verdict = TypedVerdict(
            category_id=kinds.get(demo.theme, ""),
            verdict="accept" if accepted else "decline",
            cost=as_typed(demo.amount_pence),
            translated_title=demo.title.as_record()[other],
            translated_summary=demo.summary.as_record()[other],
            reason=demo.reason or WHY_ACCEPTED,
        )
        reviews.decide(stage.deps, stage.cast["reviewer"], round_id, proposal_id, verdict)


def _finish(stage: Stage, round_id: RoundId) -> None:
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
