"""Setting a round up and announcing it: each section saved by itself, each change in the chain.

It changes nothing once voting has opened, and opens nothing: that is the clock's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from pb.domain import setup
from pb.domain.group_terms import decide_rule_with_terms
from pb.domain.ids import PotId, RoundId
from pb.domain.paper_setup import TypedBallot, decide_ballot
from pb.domain.people import MAY_ORGANISE, Viewer, need_role
from pb.domain.proposals import ProposalFilter, Status
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Milestones, Round, RuleChoice, Schedule, Ward, missing_to_announce
from pb.domain.schedules import decide_schedule
from pb.domain.setup import Section, TypedNames, TypedPot
from pb.domain.text import Bilingual
from pb.services import chain, rounds
from pb.services.deps import Deps
from pb.storage import people as people_storage
from pb.storage import proposals as proposal_storage
from pb.storage import rounds as round_storage
from pb.tally.model import BallotSpec

# What a new round starts with, and what most councils use: up to three choices, the most votes win.
FIRST_BALLOT = BallotSpec(type="approval", limits={"max_count": 3})
FIRST_AGE = 11
FIRST_RULE = RuleChoice(id="most-votes", params={"measure": "votes", "fit": "skip", "ties": "votes,cost,lot"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PotForm:
    """A pot as typed; `ward_id` is empty for the whole area."""

    name: Bilingual
    amount: str
    ward_id: str
    theme: Bilingual
    largest_request: str


def create_round(deps: Deps, viewer: Viewer | None, organisation_id: str, typed: TypedNames) -> RoundId:
    """A new draft. Raises `not-your-role` and the like, or INVALID with faults on the fields."""
    with deps.db.write() as tx:
        organisation = rounds.load_organisation_or_refuse(tx, organisation_id)
        organiser = need_role(viewer, organisation.id, MAY_ORGANISE)
        names = setup.decide_names(typed, announced=False)
        round_ = Round(
            id=RoundId(deps.randomness.id()),
            organisation_id=organisation.id,
            name=names.name,
            summary=names.summary,
            contact=names.contact,
            minimum_age=FIRST_AGE,
            schedule=Schedule(),
            spec=FIRST_BALLOT,
            rule=FIRST_RULE,
            pots=(),
            milestones=Milestones(),
        )
        round_storage.put_round(tx, round_, at=deps.clock.now())
        chain.record(deps, tx, round_.id, "round_created", viewer=organiser, role="organiser")
    return round_.id


def save_names(deps: Deps, viewer: Viewer | None, round_id: str, typed: TypedNames) -> None:
    """Names, summary and contact."""

    def change(_tx: Session, round_: Round) -> Round:
        names = setup.decide_names(typed, announced=round_.is_announced)
        return replace(round_, name=names.name, summary=names.summary, contact=names.contact)

    save_section(deps, viewer, round_id, Section.NAMES, change)


def add_pot(deps: Deps, viewer: Viewer | None, round_id: str, form: PotForm) -> PotId:
    """One more pot, at the end."""
    pot_id = PotId(deps.randomness.id())
    _save_pot(deps, viewer, round_id, pot_id, form)
    return pot_id


def save_pot(deps: Deps, viewer: Viewer | None, round_id: str, pot_id: str, form: PotForm) -> None:
    """A pot that is there already. Raises `pot-not-found`."""
    _save_pot(deps, viewer, round_id, PotId(pot_id), form, is_there=True)


def remove_pot(deps: Deps, viewer: Viewer | None, round_id: str, pot_id: str) -> None:
    """Take a pot away. Raises `pot-not-found`, `pot-has-proposals`, or `last-pot` once announced."""

    def change(tx: Session, round_: Round) -> Round:
        every = ProposalFilter(statuses=tuple(Status), pot_id=pot_id)
        in_it = proposal_storage.count_proposals(tx, round_id, every)
        return setup.without_pot(round_, pot_id, proposals=in_it)

    save_section(deps, viewer, round_id, Section.POTS, change)


def save_dates(
    deps: Deps, viewer: Viewer | None, round_id: str, wanted: Mapping[str, datetime | None]
) -> None:
    """The dates in `wanted` (UTC), by the names of `schedules.DATES`; those left out stay as they are."""

    def change(_tx: Session, round_: Round) -> Round:
        return replace(round_, schedule=decide_schedule(round_, wanted, deps.clock.now()))

    save_section(deps, viewer, round_id, Section.DATES, change)


def save_ballot(deps: Deps, viewer: Viewer | None, round_id: str, typed: TypedBallot) -> None:
    """The ballot type, its limits and the minimum age."""

    def change(tx: Session, round_: Round) -> Round:
        return decide_ballot(round_, typed, rounds.load_group_names(tx, round_))

    save_section(deps, viewer, round_id, Section.BALLOT, change)


def save_rule(
    deps: Deps,
    viewer: Viewer | None,
    round_id: str,
    rule_id: str,
    params: Mapping[str, str],
    *,
    terms: Mapping[str, str] | None = None,
) -> None:
    """The rule that decides who wins, with its parameters as the tally spells them; `terms` as typed."""

    def change(tx: Session, round_: Round) -> Round:
        groups = rounds.load_group_names(tx, round_)
        return decide_rule_with_terms(round_, rule_id, params, terms or {}, groups)

    save_section(deps, viewer, round_id, Section.RULE, change)


def announce(deps: Deps, viewer: Viewer | None, round_id: str) -> None:
    """Make the round public. Raises `round-not-ready` while something is missing, `already-announced`."""
    now = deps.clock.now()
    with deps.db.write() as tx:
        round_ = rounds.load_round_or_refuse(tx, round_id, for_update=True)
        organiser = rounds.need_organiser(viewer, round_)
        if round_.is_announced:
            raise Refusal("already-announced", Kind.WRONG_PHASE)
        missing = missing_to_announce(round_, now)
        if missing:
            raise Refusal("round-not-ready", Kind.WRONG_PHASE, count=len(missing))
        announced = replace(round_, milestones=replace(round_.milestones, announced_at=now))
        round_storage.put_round(tx, announced, at=now)
        chain.record(
            deps,
            tx,
            round_id,
            "round_announced",
            viewer=organiser,
            role="organiser",
            ballot=round_.spec.type,
            rule=round_.rule.id,
            pots=len(round_.pots),
        )


def _save_pot(
    deps: Deps,
    viewer: Viewer | None,
    round_id: str,
    pot_id: PotId,
    form: PotForm,
    *,
    is_there: bool = False,
) -> None:
    def change(tx: Session, round_: Round) -> Round:
        if is_there:
            round_.pot(pot_id)
        typed = TypedPot(
            name=form.name,
            amount=form.amount,
            ward=_ward(tx, round_, form.ward_id),
            theme=form.theme,
            largest_request=form.largest_request,
        )
        return setup.with_pot(round_, setup.decide_pot(round_, typed, pot_id))

    save_section(deps, viewer, round_id, Section.POTS, change)


def _ward(tx: Session, round_: Round, ward_id: str) -> Ward | None:
    if not ward_id:
        return None
    for ward in people_storage.list_wards(tx, round_.organisation_id):
        if ward.id == ward_id:
            return ward
    raise Refusal.field("ward", "not-a-choice")


def save_section(
    deps: Deps,
    viewer: Viewer | None,
    round_id: str,
    section: Section,
    change: Callable[[Session, Round], Round],
) -> None:
    """Load and lock, decide, save, and say in the chain which section changed (if any did)."""
    with deps.db.write() as tx:
        round_ = rounds.load_round_or_refuse(tx, round_id, for_update=True)
        organiser = rounds.need_organiser(viewer, round_)
        setup.need_unlocked(round_)
        changed = change(tx, round_)
        if changed == round_:
            return
        round_storage.put_round(tx, changed, at=deps.clock.now())
        chain.record(
            deps, tx, round_id, "round_changed", viewer=organiser, role="organiser", sections=[section.value]
        )
