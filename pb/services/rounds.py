"""Rounds as everybody else needs them: loading one, who may do what with it, and the lists people read.

It changes nothing: setting up is done in `setup`, opening and closing by the clock in `clockwork`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from pb.domain.groups import group_names
from pb.domain.people import (
    MAY_AUDIT,
    MAY_ORGANISE,
    MAY_REVIEW,
    MAY_SEE_STAFF_PAGES,
    Organisation,
    Role,
    Viewer,
    need_role,
)
from pb.domain.proposals import ProposalFilter, Status
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Group, Phase, ProposalStanding, Round, is_due_to_open, phase_at
from pb.domain.text import Bilingual
from pb.domain.timeline import Stage, next_moment, timeline
from pb.services.deps import Deps
from pb.storage import people as people_storage
from pb.storage import proposals as proposal_storage
from pb.storage import rounds as round_storage
from pb.storage.prepared import Tx

OPEN_PHASES = frozenset({Phase.PROPOSING, Phase.VOTING})


def load_round_or_refuse(
    tx: Tx, round_id: str, *, for_update: bool = False, for_share: bool = False, edition: str | None = None
) -> Round:
    """The round, as `storage.rounds.load_round` reads it. Raises Refusal `round-not-found`."""
    round_ = round_storage.load_round(
        tx, round_id, for_update=for_update, for_share=for_share, edition=edition
    )
    if round_ is None:
        raise Refusal("round-not-found", Kind.NOT_FOUND)
    return round_


def load_round_for_reader(tx: Session, round_id: str, viewer: Viewer | None) -> Round:
    """The round, if this reader may know of it: a draft is only for its organisation's people.

    Raises Refusal `round-not-found`.
    """
    round_ = load_round_or_refuse(tx, round_id)
    if not round_.is_announced and not is_staff(viewer, round_):
        raise Refusal("round-not-found", Kind.NOT_FOUND)
    return round_


def load_organisation_of(tx: Session, round_: Round) -> Organisation:
    """Who runs the round."""
    return load_organisation_or_refuse(tx, round_.organisation_id)


def load_organisation_or_refuse(tx: Session, organisation_id: str) -> Organisation:
    """The organisation. Raises Refusal `not-found`."""
    organisation = people_storage.load_organisation(tx, organisation_id)
    if organisation is None:
        raise Refusal("not-found", Kind.NOT_FOUND)
    return organisation


def has_four_eyes(round_: Round, organisation: Organisation) -> bool:
    """Whether a second person must publish: as frozen when voting opened, until then as the setting says."""
    return organisation.four_eyes if round_.four_eyes is None else round_.four_eyes


def is_staff(viewer: Viewer | None, round_: Round) -> bool:
    """Whether the viewer has a role in the round's organisation that opens staff pages."""
    return role_of(viewer, round_) in MAY_SEE_STAFF_PAGES


def role_of(viewer: Viewer | None, round_: Round) -> Role | None:
    """The viewer's role in the round's organisation."""
    return viewer.role_in(round_.organisation_id) if viewer else None


def need_organiser(viewer: Viewer | None, round_: Round) -> Viewer:
    """Owner or organiser. Raises `sign-in-first`, `not-your-role`, or to strangers `not-found`."""
    return need_role(viewer, round_.organisation_id, MAY_ORGANISE)


def need_reviewer(viewer: Viewer | None, round_: Round) -> Viewer:
    """Owner, organiser or reviewer. Raises as `need_organiser`."""
    return need_role(viewer, round_.organisation_id, MAY_REVIEW)


def need_auditor(viewer: Viewer | None, round_: Round) -> Viewer:
    """Owner, organiser or auditor. Raises as `need_organiser`."""
    return need_role(viewer, round_.organisation_id, MAY_AUDIT)


def need_staff(viewer: Viewer | None, round_: Round) -> Viewer:
    """Anybody with a role but tellers. Raises as `need_organiser`."""
    return need_role(viewer, round_.organisation_id, MAY_SEE_STAFF_PAGES)


def load_group_names(tx: Session, round_: Round) -> dict[Group, Bilingual]:
    """The names of the groups of a round's projects: its categories, and the organisation's wards."""
    return group_names(round_, people_storage.list_wards(tx, round_.organisation_id))


def load_standings(tx: Session, round_id: str) -> tuple[ProposalStanding, ...]:
    """What opening the vote needs to know of each submitted or accepted proposal."""
    wanted = ProposalFilter(statuses=(Status.SUBMITTED, Status.ACCEPTED))
    return tuple(
        ProposalStanding(
            id=proposal.id,
            pot_id=proposal.content.pot_id,
            status=proposal.status.value,
            has_both_languages=proposal.has_both_languages,
            groups=proposal.groups,
            cost_pence=proposal.cost_pence,
        )
        for proposal in proposal_storage.list_proposals(tx, round_id, wanted)
        if proposal.content.pot_id is not None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCard:
    """A round in a list. `next_at` is when the phase changes next, None where no date is set for it."""

    id: str
    organisation: Bilingual
    name: Bilingual
    summary: Bilingual
    phase: Phase
    total_pence: int
    pot_count: int
    next_at: datetime | None
    imported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundList:
    """Announced rounds by what a reader can do: take part now, look forward or wait, read results."""

    open: tuple[RoundCard, ...]
    waiting: tuple[RoundCard, ...]
    published: tuple[RoundCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """The public page of a round. `is_late`: the vote's minute has come, but it has not opened."""

    round: Round
    organisation: Organisation
    phase: Phase
    stages: tuple[Stage, ...]
    is_late: bool
    four_eyes: bool
    proposal_count: int  # submitted, accepted or declined
    accepted_count: int
    role: Role | None
    groups: Mapping[Group, Bilingual]  # by which its ballots may have limits


def make_card(round_: Round, organisation: Organisation, now: datetime) -> RoundCard:
    """A round as lists show it."""
    return RoundCard(
        id=round_.id,
        organisation=organisation.name,
        name=round_.name,
        summary=round_.summary,
        phase=phase_at(round_, now),
        total_pence=sum(pot.amount_pence for pot in round_.pots),
        pot_count=len(round_.pots),
        next_at=next_moment(round_, now),
        imported=round_.is_imported,
    )


def view_rounds(deps: Deps) -> RoundList:
    """All announced rounds, latest first within each group."""
    now = deps.clock.now()
    with deps.db.read() as tx:
        organisations = {one.id: one for one in people_storage.list_organisations(tx)}
        cards = [
            make_card(round_, organisations[round_.organisation_id], now)
            for round_ in round_storage.list_rounds(tx)
        ]
    return RoundList(
        open=tuple(card for card in cards if card.phase in OPEN_PHASES),
        waiting=tuple(card for card in cards if card.phase not in OPEN_PHASES | {Phase.PUBLISHED}),
        published=tuple(card for card in cards if card.phase is Phase.PUBLISHED),
    )


def view_round(deps: Deps, viewer: Viewer | None, round_id: str) -> RoundView:
    """A round's public page. Raises Refusal `round-not-found`."""
    now = deps.clock.now()
    with deps.db.read() as tx:
        round_ = load_round_for_reader(tx, round_id, viewer)
        organisation = load_organisation_of(tx, round_)
        proposals = proposal_storage.count_proposals(tx, round_id, ProposalFilter())
        accepted = proposal_storage.count_proposals(tx, round_id, ProposalFilter(statuses=(Status.ACCEPTED,)))
        names = load_group_names(tx, round_)
    return RoundView(
        round=round_,
        organisation=organisation,
        phase=phase_at(round_, now),
        stages=timeline(round_, now),
        is_late=is_due_to_open(round_, now),
        four_eyes=has_four_eyes(round_, organisation),
        proposal_count=proposals,
        accepted_count=accepted,
        role=role_of(viewer, round_),
        groups=names,
    )
