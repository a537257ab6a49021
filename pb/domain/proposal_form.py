"""What an author types into the proposal form, read into content or into faults.

It saves nothing; a draft may be unfinished, what is submitted may not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pb.domain.ids import CategoryId, WardId
from pb.domain.money import read_pence
from pb.domain.proposals import (
    DESCRIPTION_LENGTH,
    GOALS,
    LABEL_LENGTH,
    MOST_GOALS,
    MOST_LINES,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    Content,
    CostLine,
)
from pb.domain.refusals import Fault, refuse_faults
from pb.domain.rounds import Pot, Round, Ward
from pb.domain.text import Language, clean, length_fault, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedProposal:
    """The form as it came. `lines` are (label, amount) pairs, blank ones included."""

    language: str = ""
    title: str = ""
    summary: str = ""
    description: str = ""
    amount: str = ""
    lines: Sequence[tuple[str, str]] = field(default=())
    pot_id: str = ""
    ward_id: str = ""
    category_id: str = ""
    goals: Sequence[str] = field(default=())


def read_content(typed: TypedProposal, round_: Round, wards: Sequence[Ward], *, complete: bool) -> Content:
    """The content of a proposal. Raises Refusal `invalid-form` with every fault.

    Where `complete` is False (a draft) nothing is missing yet, but what is there must be readable.
    """
    faults: list[Fault] = []
    language: Language = "en" if typed.language == "en" else "cy"
    if complete and typed.language not in ("cy", "en"):
        faults.append(Fault(field="language", code="not-a-choice"))
    title, summary = one_line(typed.title), one_line(typed.summary)
    description = clean(typed.description)
    least = 1 if complete else 0
    for name, text, most in (
        ("title", title, TITLE_LENGTH),
        ("summary", summary, SUMMARY_LENGTH),
        ("description", description, DESCRIPTION_LENGTH),
    ):
        fault = length_fault(name, text, least=least, most=most)
        faults += [fault] if fault else []
    pot = _pot(typed, round_, faults, complete=complete)
    amount = _amount(typed.amount, pot, faults, complete=complete)
    breakdown = _breakdown(typed.lines, amount, faults, complete=complete)
    ward_id = _ward(typed, pot, wards, faults)
    category_id = _category(typed, round_, faults, complete=complete)
    goals = tuple(goal for goal in GOALS if goal in typed.goals)
    if len(goals) > MOST_GOALS:
        faults.append(Fault(field="goals", code="too-many-goals", facts={"most": MOST_GOALS}))
    refuse_faults(*faults)
    return Content(
        language=language, title=title, summary=summary, description=description, amount_pence=amount,
        breakdown=breakdown, pot_id=pot.id if pot else None, ward_id=ward_id,
        category_id=category_id, goals=goals,
    )  # fmt: skip


def _pot(typed: TypedProposal, round_: Round, faults: list[Fault], *, complete: bool) -> Pot | None:
    if not typed.pot_id and len(round_.pots) == 1:
        return round_.pots[0]
    pot = next((pot for pot in round_.pots if pot.id == typed.pot_id), None)
    if pot is None and (complete or typed.pot_id):
        faults.append(Fault(field="pot_id", code="choose-a-pot"))
    return pot


def _amount(text: str, pot: Pot | None, faults: list[Fault], *, complete: bool) -> int:
    if not text.strip() and not complete:
        return 0
    amount = read_pence("amount", text)
    if isinstance(amount, Fault):
        faults.append(amount)
        return 0
    most = min(pot.amount_pence, pot.largest_request_pence or pot.amount_pence) if pot else amount
    if amount > most:
        faults.append(Fault(field="amount", code="over-largest-request", facts={"most_pence": most}))
    return amount


def _breakdown(
    lines: Sequence[tuple[str, str]], amount: int, faults: list[Fault], *, complete: bool
) -> tuple[CostLine, ...]:
    found: list[CostLine] = []
    before = len(faults)
    for place, (label_typed, amount_typed) in enumerate(lines[:MOST_LINES], start=1):
        label = one_line(label_typed)
        if not label and not amount_typed.strip():
            continue
        label_fault = length_fault(f"line_label_{place}", label, most=LABEL_LENGTH)
        line_amount = read_pence(f"line_amount_{place}", amount_typed)
        faults += [label_fault] if label_fault else []
        if isinstance(line_amount, Fault):
            faults.append(line_amount)
        else:
            found.append(CostLine(label=label, amount_pence=line_amount))
    total = sum(line.amount_pence for line in found)
    if complete and len(faults) == before and not any(fault.field == "amount" for fault in faults):
        if not found:
            faults.append(Fault(field="line_label_1", code="a-cost-line-needed"))
        elif total != amount:
            facts = {"total_pence": total, "amount_pence": amount}
            faults.append(Fault(field="amount", code="lines-do-not-add-up", facts=facts))
    return tuple(found)


def _ward(typed: TypedProposal, pot: Pot | None, wards: Sequence[Ward], faults: list[Fault]) -> WardId | None:
    if pot is not None and pot.ward is not None:
        return pot.ward.id  # a ward's own pot leaves nothing to choose
    if typed.ward_id and typed.ward_id not in {ward.id for ward in wards}:
        faults.append(Fault(field="ward_id", code="not-a-choice"))
    return WardId(typed.ward_id) if typed.ward_id else None


def _category(
    typed: TypedProposal, round_: Round, faults: list[Fault], *, complete: bool
) -> CategoryId | None:
    found = next((each.id for each in round_.categories if each.id == typed.category_id), None)
    if found is None and round_.categories and (complete or typed.category_id):
        faults.append(Fault(field="category_id", code="choose-a-category"))
    return found
