"""In person: somebody whom a teller knows or checks on the spot is let in there and then.

The ballot opens on the teller's own device, handed over, or with a code on another. A teller learns of a
person only that they may vote, cannot be found, or have voted; and nothing of any choice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from pb.domain.batches import CodeStatus
from pb.domain.codes import SECRET_BITS, VoterCode, voter_code
from pb.domain.electors import read_given
from pb.domain.ids import RoundId
from pb.domain.people import MAY_LET_IN, MAY_ORGANISE, Organisation, Viewer, need_role, need_teller
from pb.domain.proofs import (
    DESK,
    DEVICE,
    NO_MATCH,
    PERSON,
    ROW,
    Key,
    declaration_faults,
    find_same,
    pots_for,
)
from pb.domain.refusals import Kind, Refusal, refuse_faults
from pb.domain.rounds import Phase, Pot, Round, Ward, phase_at
from pb.domain.voting import need_open
from pb.services import proving, rounds, signin, voters, voting, wrong_codes
from pb.services.deps import Deps
from pb.services.identities import key_for, keyed
from pb.storage import desk, electors, people, register, roll
from pb.storage import rounds as round_storage
from pb.storage import signin as sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """What the desk needs: whether people can be let in now, what the register, if any, asks for, and how
    many the viewer has let in."""

    round: Round
    is_open: bool
    is_organiser: bool
    fields: tuple[str, ...]
    wards: tuple[Ward, ...]
    new_person: str  # drawn with the form, which lets in once
    let_in_count: int
    by_teller: tuple[tuple[str, int], ...]  # names and counts, for organisers

    @property
    def is_offered(self) -> bool:
        return PERSON in self.round.proofs


@dataclass(frozen=True, slots=True, kw_only=True)
class DesksView:
    """The rounds of an organisation in which somebody may let people in now."""

    organisation: Organisation
    rounds: tuple[Round, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetIn:
    """A code in the clear, once, and the pots it is for."""

    round: Round
    code: str
    pots: tuple[Pot, ...]


def view_desks(deps: Deps, viewer: Viewer | None, organisation_id: str) -> DesksView:
    """For tellers and organisers. Raises as `need_role`."""
    now = deps.clock.now()
    with deps.db.read() as tx:
        organisation = rounds.load_organisation_or_refuse(tx, organisation_id)
        teller = need_role(viewer, organisation.id, MAY_LET_IN)
        found = round_storage.list_rounds(tx, organisation_id=organisation_id)
    mine = teller.membership_in(organisation.id)
    only = mine.round_id if mine else None
    return DesksView(
        organisation=organisation,
        rounds=tuple(
            each
            for each in found
            if PERSON in each.proofs and phase_at(each, now) is Phase.VOTING and only in (None, each.id)
        ),
    )


def view_desk(deps: Deps, viewer: Viewer | None, round_id: str) -> DeskView:
    """For tellers and organisers. Raises `round-not-found`, or as `need_teller`."""
    with deps.db.read() as tx:
        round_ = rounds.load_round_or_refuse(tx, round_id)
        teller = need_teller(viewer, round_.organisation_id, round_.id)
        wards = people.list_wards(tx, round_.organisation_id)
        counts = desk.list_counts(tx, round_id)
        fields = _fields(tx, round_id)
        is_organiser = teller.role_in(round_.organisation_id) in MAY_ORGANISE
        found = [(people.load_viewer(tx, person_id), count) for person_id, count in counts.items()]
    return DeskView(
        round=round_,
        is_open=phase_at(round_, deps.clock.now()) is Phase.VOTING,
        is_organiser=is_organiser,
        fields=fields,
        wards=tuple(wards),
        new_person=deps.randomness.id(),
        let_in_count=counts.get(teller.id, 0),
        by_teller=tuple((each.name, count) for each, count in found if each) if is_organiser else (),
    )


def let_in(deps: Deps, viewer: Viewer | None, round_id: str, typed: Mapping[str, str]) -> LetIn:
    """A code for one person, marked on the register where `typed` has what it asks for.

    Raises invalid-form: `tick-to-confirm`, `ward-not-found`, `ward-without-pot`, `no-match`, `voted-already`,
    or what is missing of the declaration; `desk-form-sent`, `voter-void`, `proof-not-offered`,
    `voting-not-open`, `voting-closed`; and as `need_teller`.
    """
    keys, area = _read(deps, viewer, round_id, typed)
    secret = voter_code(0, deps.randomness.bits(SECRET_BITS)).secret
    verifier = deps.hasher.hash_code(secret)  # outside the transaction: it takes a while
    with deps.db.write() as tx:
        round_, selector = _admit(deps, tx, viewer, round_id, keys=keys, area=area)
        roll.put_verifier(tx, round_id, selector, verifier)
    mine = set(pots_for(round_, area))
    return LetIn(
        round=round_,
        code=VoterCode(selector=selector, secret=secret).text,
        pots=tuple(pot for pot in round_.pots if pot.id in mine),
    )


def hand_over(
    deps: Deps, viewer: Viewer | None, round_id: str, typed: Mapping[str, str], *, desk_token: str
) -> str:
    """The token of a voter's session on this very device, for one person.

    The teller's own session is good for this desk alone from now on: the device is in other hands. The same
    form from the same device, sent again while it is there, opens the same voter's paper: the second of two
    taps. Raises as `let_in`.
    """
    now, form = deps.clock.now(), typed.get("person") or deps.randomness.id()
    with deps.db.read() as tx:
        need_open(rounds.load_round_or_refuse(tx, round_id), now)
        # Nobody who lacks the teller's session or the round's key can make the token; the same form makes
        # the same.
        token = keyed(deps, round_id, DEVICE, f"{form}\0{desk_token}")
        if voters.find_voter(tx, round_id, token, now):
            return token
    keys, area = _read(deps, viewer, round_id, typed)
    with deps.db.write() as tx:
        rounds.load_round_or_refuse(tx, round_id, for_update=True)  # two taps wait for each other
        if voters.find_voter(tx, round_id, token, now):
            return token
        round_, selector = _admit(deps, tx, viewer, round_id, keys=keys, area=area)
        sessions.put_desk(tx, signin.token_hash(desk_token), round_.id)
        return voters.begin_session(deps, tx, round_id, selector, token=token)


def take_back(deps: Deps, desk_token: str) -> RoundId | None:
    """The round of the desk that a device comes back to; None where the teller has to sign in again."""
    if signin.load_viewer(deps, desk_token) is None:
        return None
    with deps.db.read() as tx:
        session = sessions.load_session(tx, signin.token_hash(desk_token))
    return session.desk_round_id if session else None


def _read(
    deps: Deps, viewer: Viewer | None, round_id: str, typed: Mapping[str, str]
) -> tuple[list[Key], str]:
    """Keys and area of the person, as far as the register knows them; a wrong answer counts as a guess."""
    with deps.db.read() as tx:
        round_ = rounds.load_round_or_refuse(tx, round_id)
        _need_desk(deps, viewer, round_)
        try:
            keys, area = _read_person(deps, tx, round_, typed)
        except Refusal as no:
            if any(fault.code == NO_MATCH for fault in no.faults):
                wrong_codes.note_wrong(deps, round_id)
            raise
    if not pots_for(round_, area):
        raise Refusal.field("area", "ward-without-pot")
    form = typed.get("person", "")
    return [*keys, *([key_for(deps, round_id, DESK, form)] if form else [])], area


def _read_person(deps: Deps, tx: Session, round_: Round, typed: Mapping[str, str]) -> tuple[list[Key], str]:
    """No keys where nothing of the register was given: not all are on it, so the declaration is needed."""
    fields = _fields(tx, round_.id)
    is_sure = typed.get("is_sure")
    if not any(typed.get(name, "").strip() for name in fields):
        refuse_faults(*declaration_faults(round_, typed))
        _need_sure(is_sure)
        return [], _read_ward(tx, round_, typed.get("area", ""))
    _need_sure(is_sure)
    key = key_for(deps, round_.id, ROW, "\0".join(read_given(fields, typed)))
    found = electors.find_area(tx, round_.id, key.hash)
    if found is None:
        raise Refusal.field(fields[0], NO_MATCH)
    return [key, *electors.find_more_keys(tx, round_.id, [key])], found


def _read_ward(tx: Session, round_: Round, area: str) -> str:
    """A ward of the organisation, or empty for none."""
    if area and area not in {ward.id for ward in people.list_wards(tx, round_.organisation_id)}:
        raise Refusal.field("area", "ward-not-found")
    return area


def _admit(
    deps: Deps, tx: Session, viewer: Viewer | None, round_id: str, *, keys: list[Key], area: str
) -> tuple[Round, str]:
    """The selector of a new voter; or of one who came before without voting, and then begins anew."""
    locked = rounds.load_round_or_refuse(tx, round_id, for_update=True)
    teller = _need_desk(deps, viewer, locked)
    known = register.find_voters(tx, round_id, keys)
    if any(key.kind == DESK for key in known):
        raise Refusal("desk-form-sent", Kind.WRONG_PHASE)
    selector = find_same(keys, known, register.list_keys(tx, round_id, set(known.values())))
    if selector is None:
        selector = proving.new_selector(deps, tx, round_id)
        proving.add_voter(deps, tx, locked, proof=PERSON, area=area, selector=selector)
    else:
        _need_not_voted(tx, round_id, selector)
        voting.begin_anew(deps, tx, round_id, selector)
    register.put_keys(tx, round_id, [key for key in keys if key not in known], selector)
    desk.add_one(tx, round_id, teller.id)
    return locked, selector


def _need_not_voted(tx: Session, round_id: str, selector: str) -> None:
    found = roll.load_code(tx, round_id, selector, for_update=True)
    if found is None or found.status is not CodeStatus.ISSUED:
        raise Refusal("voter-void", Kind.NOT_ALLOWED)
    if found.has_voted:
        raise Refusal.field(_fields(tx, round_id)[0], "voted-already")


def _need_sure(is_sure: str | None) -> None:
    if not is_sure:
        raise Refusal.field("is_sure", "tick-to-confirm")


def _need_desk(deps: Deps, viewer: Viewer | None, round_: Round) -> Viewer:
    teller = need_teller(viewer, round_.organisation_id, round_.id)
    if PERSON not in round_.proofs:
        raise Refusal("proof-not-offered", Kind.NOT_FOUND)
    need_open(round_, deps.clock.now())
    return teller


def _fields(tx: Session, round_id: str) -> tuple[str, ...]:
    table = electors.load_table(tx, round_id, is_used=True)
    return table.fields if table else ()
