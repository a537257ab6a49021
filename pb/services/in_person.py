"""In person: somebody whom the organisers know or check on the spot gets a code there and then.

The ballot is opened with the code on another device: on this one an organiser is signed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from pb.domain.codes import SECRET_BITS, SELECTOR_BITS, VoterCode, voter_code
from pb.domain.electors import read_given
from pb.domain.people import Viewer
from pb.domain.proofs import NO_MATCH, PERSON, pots_for
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Phase, Pot, Round, phase_at
from pb.domain.voting import need_open
from pb.services import overview, proving, rounds
from pb.services.deps import Deps
from pb.services.identities import keyed
from pb.services.overview import ManageView
from pb.storage import electors, register, roll


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """What the desk needs: whether people can be let in now, and what the register, if any, asks for."""

    page: ManageView
    is_offered: bool
    is_open: bool
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetIn:
    """A code in the clear, once, and the pots it is for."""

    round: Round
    code: str
    pots: tuple[Pot, ...]


def view_desk(deps: Deps, viewer: Viewer | None, round_id: str) -> DeskView:
    """For organisers. Raises as `view_setup`."""
    page = overview.view_setup(deps, viewer, round_id)
    with deps.db.read() as tx:
        table = electors.load_table(tx, round_id, is_used=True)
    return DeskView(
        page=page,
        is_offered=PERSON in page.round.proofs,
        is_open=phase_at(page.round, deps.clock.now()) is Phase.VOTING,
        fields=table.fields if table else (),
    )


def let_in(
    deps: Deps, viewer: Viewer | None, round_id: str, *, area: str, is_sure: bool, typed: Mapping[str, str]
) -> LetIn:
    """A code for one person; marked on the register where `typed` has what it asks for.

    Raises invalid-form: `tick-to-confirm`, `ward-without-pot`, `no-match`, `came-already`;
    `proof-not-offered`, `voting-not-open`, `voting-closed`, and as `need_organiser`.
    """
    with deps.db.read() as tx:
        round_ = rounds.load_round_or_refuse(tx, round_id)
        _need_desk(deps, viewer, round_)
        if not is_sure:
            raise Refusal.field("is_sure", "tick-to-confirm")
        keys, area = _read(deps, tx, round_, area, typed)
        if not pots_for(round_, area):
            raise Refusal.field("area", "ward-without-pot")
    secret = deps.randomness.bits(SECRET_BITS)
    code = voter_code(deps.randomness.bits(SELECTOR_BITS), secret)
    verifier = deps.hasher.hash_code(code.secret)  # outside the transaction: it takes a while
    with deps.db.write() as tx:
        locked = rounds.load_round_or_refuse(tx, round_id, for_update=True)
        _need_desk(deps, viewer, locked)
        if keys and register.find_voters(tx, round_id, keys):
            raise Refusal.field(_fields(tx, round_id)[0], "came-already")
        if roll.load_code(tx, round_id, code.selector) is not None:
            raise Refusal("try-again", Kind.UNAVAILABLE)
        proving.add_voter(
            deps, tx, locked, proof=PERSON, area=area, selector=code.selector, verifier=verifier
        )
        register.put_keys(tx, round_id, keys, code.selector)
    return _made(locked, area, code)


def _need_desk(deps: Deps, viewer: Viewer | None, round_: Round) -> None:
    rounds.need_organiser(viewer, round_)
    if PERSON not in round_.proofs:
        raise Refusal("proof-not-offered", Kind.NOT_FOUND)
    need_open(round_, deps.clock.now())


def _read(
    deps: Deps, tx: Session, round_: Round, area: str, typed: Mapping[str, str]
) -> tuple[list[str], str]:
    """Keys and area of somebody on the register; no keys where nothing was given, for not all are on it."""
    fields = _fields(tx, round_.id)
    if not any(typed.get(name, "").strip() for name in fields):
        return [], area
    key = keyed(deps, round_.id, "row", "\0".join(read_given(fields, typed)))
    found = electors.find_area(tx, round_.id, key)
    if found is None:
        raise Refusal.field(fields[0], NO_MATCH)
    return [key, *electors.find_more_keys(tx, round_.id, [key])], found


def _fields(tx: Session, round_id: str) -> tuple[str, ...]:
    table = electors.load_table(tx, round_id, is_used=True)
    return table.fields if table else ()


def _made(round_: Round, area: str, code: VoterCode) -> LetIn:
    mine = set(pots_for(round_, area))
    return LetIn(round=round_, code=code.text, pots=tuple(pot for pot in round_.pots if pot.id in mine))
