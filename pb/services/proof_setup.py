"""The proofs a round takes: choosing them, and how many people came by each.

It changes nothing once voting has opened, and shows nobody's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from pb.domain.disclosure import told_beside_sum
from pb.domain.matching import Pair, find_pairs
from pb.domain.people import Viewer
from pb.domain.proofs import CODE, PERSON, decide_proofs
from pb.domain.rounds import Round
from pb.domain.setup import Section
from pb.domain.sign_on import SIGN_ON
from pb.services import overview, setup, text_cap
from pb.services.deps import Deps
from pb.services.overview import ManageView
from pb.services.proofs import PROOFS
from pb.services.text_cap import TextCounts
from pb.storage import electors, postcodes, register, roll
from pb.storage.roll import CodeCounts

Needs = dict[str, tuple[str, ...]]
NEEDS: Needs = {
    CODE: (),
    **{name: proof.NEEDS for name, proof in PROOFS.items()},
    SIGN_ON: ("provider", "postcodes"),
    PERSON: (),
}
OF_THE_MACHINE = ("texts", "provider")  # what organisers cannot bring in themselves
NOBODY = CodeCounts(issued_count=0, void_count=0, used_count=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofsView:
    """`counts` has a line for each proof the round takes, `pairs` one for every two of them.

    `known` are the proofs that can be chosen; `texts` is there where text messages can be sent.
    """

    page: ManageView
    known: tuple[str, ...]
    there: frozenset[str]
    counts: tuple[tuple[str, CodeCounts], ...]
    told: tuple[bool, ...]  # for each of these whether it may be told how many voted, once voting has closed
    texts: TextCounts | None
    pairs: tuple[Pair, ...]


def view_proofs(deps: Deps, viewer: Viewer | None, round_id: str) -> ProofsView:
    """For organisers. Raises as `view_setup`."""
    page = overview.view_setup(deps, viewer, round_id)
    with deps.db.read() as tx:
        found = roll.count_by_proof(tx, round_id)
        known = register.count_known(tx, round_id)
        there = _there(deps, tx, page.round)
        texts = text_cap.count_texts(deps, tx, round_id) if "texts" in there else None
    missing = set(OF_THE_MACHINE) - there
    counts = tuple((proof, found.get(proof, NOBODY)) for proof in page.round.proofs)
    return ProofsView(
        page=page,
        known=tuple(name for name in NEEDS if not missing & set(NEEDS[name])),
        there=there,
        counts=counts,
        told=told_beside_sum([each.used_count for _, each in counts]),
        texts=texts,
        pairs=find_pairs(
            page.round.proofs,
            known,
            has_register="register" in there,
            is_forgotten=page.round.milestones.voting_closed_at is not None,
        ),
    )


def save_proofs(
    deps: Deps, viewer: Viewer | None, round_id: str, chosen: Sequence[str], ties: Sequence[str]
) -> None:
    """The proofs by which people may come, and what must tie them to the area.

    Raises `setup-locked`, or invalid-form on `proofs` or `ties`.
    """

    def change(tx: Session, round_: Round) -> Round:
        return decide_proofs(round_, chosen, ties, needs=_needs(deps), there=_there(deps, tx, round_))

    setup.save_section(deps, viewer, round_id, Section.PROOFS, change)


def _needs(deps: Deps) -> Needs:
    tells_place = deps.sign_on is not None and deps.sign_on.settings.ward_claim
    return {**NEEDS, SIGN_ON: ("provider",)} if tells_place else NEEDS


def _there(deps: Deps, tx: Session, round_: Round) -> frozenset[str]:
    """What proofs may need: brought in by the organisers, or set up by whoever runs the machine."""
    has_postcodes = postcodes.load_table(tx, round_.organisation_id, is_used=True) is not None
    has_register = electors.load_table(tx, round_.id, is_used=True) is not None
    found = (
        ("postcodes", has_postcodes),
        ("register", has_register),
        ("texts", deps.texter is not None),
        ("provider", deps.sign_on is not None),
    )
    return frozenset(name for name, is_there in found if is_there)
