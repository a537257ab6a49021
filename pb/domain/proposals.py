"""Proposals: what a resident asks for, and what may happen to it.

It decides; it does not save, send or translate.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pb.domain.ids import PersonId, PotId, ProposalId, RoundId, WardId
from pb.domain.text import Bilingual, Language

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
    words: str = ""
    author_id: PersonId | None = None
