"""The categories of a round: saved with the set-up, and kept where a proposal or a limit names them.

It sorts no proposal: authors and reviewers do.
"""

from collections.abc import Sequence

from sqlmodel import Session

from pb.domain.categories import TypedCategory, decide_categories
from pb.domain.people import Viewer
from pb.domain.rounds import Round
from pb.domain.setup import Section
from pb.services.deps import Deps
from pb.services.setup import save_section
from pb.storage import proposals


def save_categories(deps: Deps, viewer: Viewer | None, round_id: str, typed: Sequence[TypedCategory]) -> None:
    """The categories as typed. Raises as `save_section`, or INVALID with faults on the lines."""

    def change(tx: Session, round_: Round) -> Round:
        in_use = proposals.list_category_ids_in_use(tx, round_id)
        new_ids = iter(deps.randomness.id, None)
        return decide_categories(round_, typed, in_use=in_use, new_ids=new_ids)

    save_section(deps, viewer, round_id, Section.CATEGORIES, change)
