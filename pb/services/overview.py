"""What an organiser sees of a round at a glance: what is set, what is missing, what to do next.

It only reads.
"""

from dataclasses import dataclass
from datetime import datetime

from pb.domain.groups import GroupNames, group_names
from pb.domain.paper_limits import missing_to_vote
from pb.domain.paper_setup import measures_of
from pb.domain.people import MAY_AUDIT, MAY_ORGANISE, MAY_REVIEW, Organisation, Role, Viewer
from pb.domain.rounds import (
    Missing,
    Phase,
    ProposalStanding,
    Round,
    Ward,
    is_due_to_open,
    missing_to_announce,
    phase_at,
)
from pb.domain.schedules import locked_dates
from pb.domain.setup import Section
from pb.domain.timeline import Stage, timeline
from pb.services import rounds, wrong_codes
from pb.services.deps import Deps
from pb.storage import people as people_storage
from pb.tally.rules import RULES

# Which set-up page mends what is missing.
MENDED_IN = {
    "names-in-both-languages": Section.NAMES,
    "a-pot": Section.POTS,
    "pot-name-in-both-languages": Section.POTS,
    "pot-theme-in-both-languages": Section.POTS,
    "proposal-dates-passed": Section.DATES,
    "voting-dates": Section.DATES,
    "voting-dates-passed": Section.DATES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ManageView:
    """The management overview; also what each set-up page needs to show itself.

    `missing_first` stands before the announcement, `missing_vote` before the vote; `is_late` says that the
    vote's minute has come without it opening. `sections` tells for each part whether it is complete.
    """

    round: Round
    organisation: Organisation
    phase: Phase
    next: str
    stages: tuple[Stage, ...]
    missing_first: tuple[Missing, ...]
    missing_vote: tuple[Missing, ...]
    sections: tuple[tuple[Section, bool], ...]
    locked: bool
    locked_dates: frozenset[str]
    is_late: bool
    is_guessed: bool  # many wrong codes were given in the last hour, as far as this process saw
    four_eyes: bool
    role: Role
    wards: tuple[Ward, ...]
    groups: GroupNames  # of its categories and wards
    rules: tuple[str, ...]  # that can count the round's ballots
    other_rules: tuple[str, ...]
    measures: tuple[str, ...]  # that the round's ballots yield, the usual one first
    waiting_count: int
    accepted_count: int

    @property
    def may_organise(self) -> bool:
        return self.role in MAY_ORGANISE

    @property
    def may_review(self) -> bool:
        return self.role in MAY_REVIEW

    @property
    def may_audit(self) -> bool:
        return self.role in MAY_AUDIT


def view_manage(deps: Deps, viewer: Viewer | None, round_id: str) -> ManageView:
    """For everybody with a role in the organisation. Raises `round-not-found`, or as `need_staff`."""
    now = deps.clock.now()
    with deps.db.read() as tx:
        round_ = rounds.load_round_or_refuse(tx, round_id)
        staff = rounds.need_staff(viewer, round_)
        organisation = rounds.load_organisation_of(tx, round_)
        standings = rounds.load_standings(tx, round_id)
        wards = tuple(people_storage.list_wards(tx, round_.organisation_id))
        is_guessed = wrong_codes.alarming_count(tx, round_id, now) is not None
    first = missing_to_announce(round_, now) if not round_.is_announced else ()
    opened = round_.milestones.voting_opened_at is not None
    return ManageView(
        round=round_,
        organisation=organisation,
        phase=phase_at(round_, now),
        next=next_thing(round_, standings, now),
        stages=timeline(round_, now),
        missing_first=first,
        missing_vote=() if opened else missing_to_vote(round_, standings),
        sections=_sections(first),
        locked=round_.is_locked,
        locked_dates=locked_dates(round_, now),
        is_late=is_due_to_open(round_, now),
        is_guessed=is_guessed,
        four_eyes=rounds.has_four_eyes(round_, organisation),
        role=rounds.role_of(staff, round_) or Role.AUDITOR,
        wards=wards,
        groups=group_names(round_, wards),
        rules=tuple(name for name, rule in RULES.items() if round_.spec.type in rule.ballot_types),
        other_rules=tuple(name for name, rule in RULES.items() if round_.spec.type not in rule.ballot_types),
        measures=measures_of(round_.spec),
        waiting_count=sum(one.status == "submitted" for one in standings),
        accepted_count=sum(one.status == "accepted" for one in standings),
    )


def view_setup(deps: Deps, viewer: Viewer | None, round_id: str) -> ManageView:
    """The same for a set-up page, which only organisers open. Raises also `not-your-role`."""
    with deps.db.read() as tx:
        rounds.need_organiser(viewer, rounds.load_round_or_refuse(tx, round_id))
    return view_manage(deps, viewer, round_id)


def next_thing(round_: Round, standings: tuple[ProposalStanding, ...], now: datetime) -> str:
    """The code of what there is to do next in a round."""
    phase, done, plan = phase_at(round_, now), round_.milestones, round_.schedule
    if phase is Phase.DRAFT:
        return "finish-setup" if missing_to_announce(round_, now) else "announce"
    if phase is Phase.REVIEWING:
        if any(one.status == "submitted" for one in standings):
            return "review"
        missing = missing_to_vote(round_, standings)
        if missing:
            return "mend-before-vote"
        past = plan.voting_close_at is not None and plan.voting_close_at <= now
        return "set-new-dates" if past else "issue-codes"
    if phase is Phase.COUNTING:
        return "publish" if done.counted_at is not None else "count"
    return {
        Phase.ANNOUNCED: "wait-for-proposals",
        Phase.PROPOSING: "follow-proposals",
        Phase.VOTING: "follow-vote",
    }.get(phase, "see-results")


def _sections(missing: tuple[Missing, ...]) -> tuple[tuple[Section, bool], ...]:
    lacking = {MENDED_IN[one.code] for one in missing if one.code in MENDED_IN}
    return tuple((section, section not in lacking) for section in Section)
