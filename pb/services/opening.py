"""Opening the vote at its minute: everything that decides who wins is frozen, and its digest is published.

It opens nothing early and nothing unready; who asks is `clockwork`, never a person.
"""

import hashlib
from dataclasses import replace

from sqlmodel import Session

from pb.domain.freeze import config_digest
from pb.domain.paper_limits import missing_to_vote
from pb.domain.proposals import Proposal, ProposalFilter, Status
from pb.domain.rounds import Missing, Round, is_due_to_open
from pb.services import chain, rounds, signing
from pb.services.deps import Deps
from pb.storage import proposals as proposal_storage
from pb.storage import rounds as round_storage


def list_paper(tx: Session, round_: Round) -> list[Proposal]:
    """The proposals on the round's ballot papers: the accepted ones of its pots, by number."""
    pots = {pot.id for pot in round_.pots}
    accepted = proposal_storage.list_proposals(tx, round_.id, ProposalFilter(statuses=(Status.ACCEPTED,)))
    return [proposal for proposal in accepted if proposal.content.pot_id in pots]


def missing_to_open(tx: Session, round_: Round) -> tuple[Missing, ...]:
    """What still stands between the round and its vote."""
    return missing_to_vote(round_, rounds.load_standings(tx, round_.id))


def open_voting(deps: Deps, tx: Session, round_: Round) -> Round:
    """Freeze and open, if it is due and nothing is missing; else nothing happens.

    The caller holds the round's row locked. Returns the round as it stands afterwards.
    """
    now = deps.clock.now()
    if not is_due_to_open(round_, now) or missing_to_open(tx, round_):
        return round_
    four_eyes = rounds.has_four_eyes(round_, rounds.load_organisation_of(tx, round_))
    deps.keys.make_link_key(round_.id)
    opened = replace(
        round_,
        milestones=replace(round_.milestones, voting_opened_at=now),
        four_eyes=four_eyes,
        config_digest=config_digest(round_, list_paper(tx, round_), four_eyes=four_eyes),
        seed_commitment=hashlib.sha256(deps.keys.tie_secret(round_.id)).hexdigest(),
    )
    round_storage.put_round(tx, opened, at=now)
    chain.record(
        deps,
        tx,
        round_.id,
        "voting_opened",
        config_digest=opened.config_digest,
        seed_commitment=opened.seed_commitment,
        four_eyes=four_eyes,
        openings=opened.box_mode.value,
        signing_key=signing.public_key(deps),
    )
    return opened
