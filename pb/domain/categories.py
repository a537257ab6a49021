"""The categories of a round as an organiser types them: one for each kind of proposal, in both languages.

It sets no limits by them; a category that something depends on is not taken away.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from pb.domain.ids import CategoryId
from pb.domain.refusals import Fault, Refusal, refuse_faults
from pb.domain.rounds import CATEGORY, Category, Round
from pb.domain.setup import pair_faults
from pb.domain.text import Bilingual

MOST_CATEGORIES, CATEGORY_LENGTH = 12, 60

TypedCategory = tuple[str, Bilingual]
"""An id (empty for a new one) and the names as typed; a line without names is no category."""


def decide_categories(
    round_: Round, typed: Sequence[TypedCategory], *, in_use: Collection[str], new_ids: Iterator[str]
) -> Round:
    """The round with these categories. `in_use` are those that proposals belong to.

    Raises Refusal INVALID with faults on `category_<line>_cy` and `_en`, lines counted from 1.
    """
    known = {str(each.id) for each in round_.categories}
    faults: list[Fault] = []
    kept: list[Category] = []
    for line, (given, name) in enumerate(typed[:MOST_CATEGORIES], start=1):
        field = f"category_{line}"
        if given and given not in known:
            raise Refusal.field(f"{field}_cy", "not-a-choice")
        if not name.cy and not name.en:
            if given and (given in in_use or is_limited(round_, given)):
                faults.append(Fault(field=f"{field}_cy", code="category-in-use"))
            continue
        faults += pair_faults(field, name, most=CATEGORY_LENGTH, both=True)
        if any(name.cy == other.name.cy or name.en == other.name.en for other in kept):
            faults.append(Fault(field=f"{field}_cy", code="category-name-taken"))
        kept.append(Category(id=CategoryId(given or next(new_ids)), name=name))
    refuse_faults(*faults)
    return replace(round_, categories=tuple(kept))


def is_limited(round_: Round, category_id: str) -> bool:
    """Whether a limit of the ballot or a term of the rule speaks of a category."""
    group = f"{CATEGORY}={category_id}"
    on_ballot = any(name.partition(":")[2] == group for name in round_.spec.limits)
    return on_ballot or any(
        part.rpartition(":")[0].strip() == group
        for text in round_.rule.params.values()
        for part in text.split(";")
    )
