"""Proposals: what a resident asks for, and what may happen to it.

It decides; it does not save, send or translate.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from pb.domain.ids import CategoryId, PersonId, PotId, ProposalId, RoundId, WardId
from pb.domain.money import read_pence
from pb.domain.refusals import Fault, Kind, Refusal, faults_of
from pb.domain.rounds import CATEGORY, WARD, Group
from pb.domain.text import Bilingual, Language, clean, length_fault, one_line

GOALS = ("WFG1", "WFG2", "WFG3", "WFG4", "WFG5", "WFG6", "WFG7")
MOST_GOALS = 3
TITLE_LENGTH, SUMMARY_LENGTH, DESCRIPTION_LENGTH, REASON_LENGTH = 80, 200, 4000, 1000
LABEL_LENGTH, MOST_LINES = 80, 12


class Status(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One line of a costed breakdown."""

    label: str
    amount_pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What the author writes, in the language it is written in."""

    language: Language
    title: str = ""
    summary: str = ""
    description: str = ""
    amount_pence: int = 0
    breakdown: tuple[CostLine, ...] = ()
    pot_id: PotId | None = None
    ward_id: WardId | None = None
    category_id: CategoryId | None = None
    goals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a reviewer decided: the cost as it will be on the ballot paper, and the public reason."""

    cost_pence: int
    reason: Bilingual
    reviewed_at: datetime
    reviewed_by: PersonId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    id: ProposalId
    round_id: RoundId
    number: int  # the order in which proposals came, from 1; shown with the proposal
    author_id: PersonId | None
    author_name: str
    status: Status
    content: Content
    translated_title: str = ""  # in the other language
    translated_summary: str = ""
    verdict: Verdict | None = None
    created_at: datetime
    submitted_at: datetime | None = None
    paper_id: str | None = None  # its name on an imported ballot paper

    @property
    def title(self) -> Bilingual:
        return _both(self.content.language, self.content.title, self.translated_title)

    @property
    def summary(self) -> Bilingual:
        return _both(self.content.language, self.content.summary, self.translated_summary)

    @property
    def has_both_languages(self) -> bool:
        return self.title.is_complete and self.summary.is_complete

    @property
    def cost_pence(self) -> int:
        """The cost that counts: the reviewer's, or what was asked for while there is no verdict."""
        return self.verdict.cost_pence if self.verdict else self.content.amount_pence

    @property
    def groups(self) -> tuple[Group, ...]:
        """What it belongs to: its category first, then its ward."""
        found = ((CATEGORY, self.content.category_id), (WARD, self.content.ward_id))
        return tuple((dimension, str(name)) for dimension, name in found if name)

    @property
    def project_id(self) -> str:
        """Its name in a contest: its own, or the one an imported election gave it."""
        return self.paper_id or self.id


def _both(language: Language, own: str, other: str) -> Bilingual:
    return Bilingual(cy=own, en=other) if language == "cy" else Bilingual(cy=other, en=own)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalFilter:
    """What a list of proposals is narrowed to; empty fields narrow nothing. `words` are folded."""

    statuses: Sequence[Status] = field(default=(Status.SUBMITTED, Status.ACCEPTED, Status.DECLINED))
    pot_id: str | None = None
    ward_id: str | None = None
    category_id: str | None = None
    words: str = ""
    author_id: PersonId | None = None


AUTHOR_MAY_EDIT = frozenset({Status.DRAFT, Status.SUBMITTED, Status.ACCEPTED, Status.DECLINED})
PUBLIC = frozenset({Status.SUBMITTED, Status.ACCEPTED, Status.DECLINED})


def need_author(proposal: Proposal, person_id: PersonId) -> Proposal:
    """The proposal, if it is this person's own. Raises Refusal `not-found`, so that others learn nothing."""
    if proposal.author_id != person_id:
        raise Refusal("not-found", Kind.NOT_FOUND)
    return proposal


def decide_edit(proposal: Proposal, content: Content, *, submit: bool, now: datetime) -> Proposal:
    """The proposal with new content. What was submitted stays so and is looked at again by a reviewer.

    Raises Refusal `proposal-withdrawn`.
    """
    if proposal.status not in AUTHOR_MAY_EDIT:
        raise Refusal("proposal-withdrawn", Kind.WRONG_PHASE)
    stays_draft = proposal.status is Status.DRAFT and not submit
    return replace(
        proposal,
        content=content,
        status=Status.DRAFT if stays_draft else Status.SUBMITTED,
        submitted_at=None if stays_draft else proposal.submitted_at or now,
        verdict=None,
    )


def decide_withdraw(proposal: Proposal) -> Proposal:
    """The proposal taken back by its author. Raises Refusal `proposal-withdrawn` at a second try."""
    if proposal.status is Status.WITHDRAWN:
        raise Refusal("proposal-withdrawn", Kind.WRONG_PHASE)
    return replace(proposal, status=Status.WITHDRAWN, verdict=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedVerdict:
    """The review form as it came."""

    verdict: str
    cost: str
    translated_title: str
    translated_summary: str
    reason: Bilingual
    category_id: str = ""  # as the reviewer sorts it


def decide_verdict(
    proposal: Proposal,
    typed: TypedVerdict,
    *,
    pot_amount_pence: int,
    now: datetime,
    by: PersonId,
    categories: Collection[CategoryId] = (),
) -> Proposal:
    """The proposal accepted or declined.

    Raises Refusal `not-under-review`, or `invalid-form` with every fault. Accepting needs title and summary
    in the other language, so that the ballot paper stands in both, and one of the round's categories if it
    has any.
    """
    if proposal.status not in PUBLIC:
        raise Refusal("not-under-review", Kind.WRONG_PHASE)
    accepts = typed.verdict == "accept"
    title, summary = one_line(typed.translated_title), one_line(typed.translated_summary)
    reason = Bilingual(cy=clean(typed.reason.cy), en=clean(typed.reason.en))
    cost = read_pence("cost", typed.cost, most=pot_amount_pence)
    faults = [
        None if typed.verdict in ("accept", "decline") else Fault(field="verdict", code="not-a-choice"),
        length_fault("translated_title", title, least=int(accepts), most=TITLE_LENGTH),
        length_fault("translated_summary", summary, least=int(accepts), most=SUMMARY_LENGTH),
        cost if isinstance(cost, Fault) else None,
        length_fault("reason_cy", reason.cy, most=REASON_LENGTH),
        length_fault("reason_en", reason.en, most=REASON_LENGTH),
    ]
    category_id = next((each for each in categories if each == typed.category_id), None)
    if categories and accepts and category_id is None:
        faults.append(Fault(field="category_id", code="choose-a-category"))
    if isinstance(cost, Fault) or any(faults):
        raise Refusal.invalid(faults_of(faults))
    return replace(
        proposal,
        status=Status.ACCEPTED if accepts else Status.DECLINED,
        content=replace(proposal.content, category_id=category_id or proposal.content.category_id),
        translated_title=title,
        translated_summary=summary,
        verdict=Verdict(cost_pence=cost, reason=reason, reviewed_at=now, reviewed_by=by),
    )
