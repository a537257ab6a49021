"""Registers of a round: tried first, then put in use, each use in the round's chain.

Only keyed hashes and wards are kept. A change while voting is open needs a second person.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from pb.domain.contacts import email_identity, mailbox_of
from pb.domain.electors import Register, decide_register, read_register
from pb.domain.people import Viewer
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Phase, Round, need_phase
from pb.domain.text import one_line
from pb.services import chain, overview, rounds
from pb.services.deps import Deps
from pb.services.identities import keyed
from pb.services.overview import ManageView
from pb.storage import electors
from pb.storage import people as people_storage
from pb.storage.electors import ElectorKeys, ElectorTable

BEFORE_THE_CLOSE = (Phase.DRAFT, Phase.ANNOUNCED, Phase.PROPOSING, Phase.REVIEWING, Phase.VOTING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectorsView:
    """The registers in use and on trial; of the latter how many people would come, go, or change ward."""

    page: ManageView
    used: ElectorTable | None
    tried: ElectorTable | None
    new_count: int
    gone_count: int
    moved_count: int
    may_change: bool
    needs_another: bool  # the viewer read the file, so somebody else has to put it in use


def view_electors(deps: Deps, viewer: Viewer | None, round_id: str) -> ElectorsView:
    """For organisers. Raises as `view_setup`."""
    page = overview.view_setup(deps, viewer, round_id)
    with deps.db.read() as tx:
        used = electors.load_table(tx, round_id, is_used=True)
        tried = electors.load_table(tx, round_id, is_used=False)
        before = electors.load_keys(tx, used.id) if used else {}
        after = electors.load_keys(tx, tried.id) if tried else {}
    return ElectorsView(
        page=page,
        used=used,
        tried=tried,
        new_count=len(after.keys() - before.keys()),
        gone_count=len(before.keys() - after.keys()),
        moved_count=sum(before[key] != after[key] for key in before.keys() & after.keys()),
        may_change=page.phase in BEFORE_THE_CLOSE and not page.round.is_imported,
        needs_another=_needs_another(page.round, tried, viewer, four_eyes=page.four_eyes),
    )


def try_electors(
    deps: Deps,
    viewer: Viewer | None,
    round_id: str,
    content: bytes | None,
    *,
    fields: Sequence[str],
    source: str,
) -> Register | None:
    """Read a file and keep its hashes on trial. What is wrong in its lines is returned; then nothing is kept.

    Raises invalid-form (`missing-file`, and on `fields`, `source`), `wrong-phase`, as `need_organiser`.
    """
    with deps.db.read() as tx:
        round_ = rounds.load_round_or_refuse(tx, round_id)
        person = rounds.need_organiser(viewer, round_)
        need_phase(round_, deps.clock.now(), *BEFORE_THE_CLOSE)
        wards = people_storage.list_wards(tx, round_.organisation_id)
        used = electors.load_table(tx, round_id, is_used=True)
    source = one_line(source)
    wanted = decide_register(fields, source)
    if round_.is_locked and used is not None and wanted != used.fields:
        raise Refusal.field("fields", "fields-fixed")  # else those who came would be strangers
    if not content:
        raise Refusal.field("file", "missing-file")
    read = read_register(content, wanted, wards)
    if read.faults:
        return read
    table = ElectorTable(
        id=deps.randomness.id(),
        is_used=False,
        file_digest=hashlib.sha256(content).hexdigest(),
        source=source,
        fields=wanted,
        elector_count=len(read.people),
        read_at=deps.clock.now(),
        read_by=person.id,
    )
    with deps.db.write() as tx:
        round_ = rounds.load_round_or_refuse(tx, round_id, for_share=True)
        need_phase(round_, deps.clock.now(), *BEFORE_THE_CLOSE)
        electors.put_table(tx, round_id, table, _hashed(deps, round_id, read))
    return None


def use_electors(deps: Deps, viewer: Viewer | None, round_id: str, table_id: str) -> None:
    """Put the register on trial in use. Raises `form-out-of-date` where it is another by now,
    `second-person-for-register` while voting is open, `wrong-phase`, and as `need_organiser`."""
    with deps.db.write() as tx:
        round_ = rounds.load_round_or_refuse(tx, round_id, for_update=True)
        person = rounds.need_organiser(viewer, round_)
        need_phase(round_, deps.clock.now(), *BEFORE_THE_CLOSE)
        tried = electors.load_table(tx, round_id, is_used=False)
        if tried is None or tried.id != table_id:
            raise Refusal("form-out-of-date", Kind.NOT_ALLOWED)
        if _needs_another(round_, tried, person, four_eyes=_four_eyes(tx, round_)):
            raise Refusal("second-person-for-register", Kind.NOT_ALLOWED)
        electors.put_used(tx, round_id, table_id)
        chain.record(
            deps,
            tx,
            round_id,
            "register_loaded",
            viewer=person,
            role="organiser",
            count=tried.elector_count,
            file=tried.file_digest,
            source=tried.source,
            fields=list(tried.fields),
        )


def _hashed(deps: Deps, round_id: str, read: Register) -> list[ElectorKeys]:
    """Hashes of everybody. An address that several people share says nothing of which of them it is."""
    times = Counter(mailbox_of(one.email) for one in read.people.values() if one.email)
    return [
        ElectorKeys(
            key_hash=keyed(deps, round_id, "row", "\0".join(one.values)),
            contact_hash=(
                keyed(deps, round_id, *email_identity(one.email))
                if one.email and times[mailbox_of(one.email)] == 1
                else None
            ),
            area=one.area,
        )
        for one in read.people.values()
    ]


def _four_eyes(tx: Session, round_: Round) -> bool:
    return rounds.has_four_eyes(round_, rounds.load_organisation_of(tx, round_))


def _needs_another(
    round_: Round, tried: ElectorTable | None, viewer: Viewer | None, *, four_eyes: bool
) -> bool:
    if tried is None or viewer is None or not round_.is_locked or not four_eyes:
        return False
    return tried.read_by == viewer.id
