"""Postcode tables of an organisation: tried first, then put in use, each use in the organisation's chain.

It keeps no file, and nobody's postcode: only which postcodes lie in the area.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from pb.domain.people import MAY_ORGANISE, Organisation, Viewer, need_role
from pb.domain.postcodes import PostcodeTable, read_postcodes
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Ward
from pb.services import chain, rounds
from pb.services.deps import Deps
from pb.storage import people as people_storage
from pb.storage import postcodes
from pb.storage.postcodes import LoadedTable


@dataclass(frozen=True, slots=True, kw_only=True)
class PostcodesView:
    """The tables in use and on trial; of the latter how many postcodes would come, go, or change ward."""

    organisation: Organisation
    wards: tuple[Ward, ...]
    used: LoadedTable | None
    tried: LoadedTable | None
    new_count: int
    gone_count: int
    moved_count: int
    by_area: tuple[tuple[Ward | None, int], ...]  # postcodes on trial, or else in use


def view_postcodes(deps: Deps, viewer: Viewer | None, organisation_id: str) -> PostcodesView:
    """For organisers. Raises as `need_role`."""
    with deps.db.read() as tx:
        organisation = _for_organisers(tx, viewer, organisation_id)
        wards = tuple(people_storage.list_wards(tx, organisation_id))
        used = postcodes.load_table(tx, organisation_id, is_used=True)
        tried = postcodes.load_table(tx, organisation_id, is_used=False)
        before = postcodes.load_areas(tx, used.id) if used else {}
        after = postcodes.load_areas(tx, tried.id) if tried else before
    both = before.keys() & after.keys()
    counts = [(ward, sum(area == ward.id for area in after.values())) for ward in wards]
    return PostcodesView(
        organisation=organisation,
        wards=wards,
        used=used,
        tried=tried,
        new_count=len(after.keys() - before.keys()),
        gone_count=len(before.keys() - after.keys()),
        moved_count=sum(before[postcode] != after[postcode] for postcode in both),
        by_area=(*counts, (None, sum(not area for area in after.values()))),
    )


def try_postcodes(
    deps: Deps, viewer: Viewer | None, organisation_id: str, content: bytes | None, codes: Mapping[str, str]
) -> PostcodeTable | None:
    """Read a file and keep it on trial. What is wrong in its lines is returned, and then nothing is kept.

    `codes` gives a ward's id for what stands for it in the file. Raises invalid-form (`missing-file`), or as
    `need_role`.
    """
    with deps.db.read() as tx:
        _for_organisers(tx, viewer, organisation_id)
        wards = people_storage.list_wards(tx, organisation_id)
    if not content:
        raise Refusal.field("file", "missing-file")
    known = {ward.id for ward in wards}
    table = read_postcodes(content, wards, {code: one for code, one in codes.items() if one in known})
    if table.faults:
        return table
    loaded = LoadedTable(
        id=deps.randomness.id(),
        is_used=False,
        file_digest=hashlib.sha256(content).hexdigest(),
        postcode_count=len(table.areas),
        outside_count=table.outside_count,
        read_at=deps.clock.now(),
    )
    with deps.db.write() as tx:
        _for_organisers(tx, viewer, organisation_id)
        postcodes.put_table(tx, organisation_id, loaded, table.areas)
    return None


def use_postcodes(deps: Deps, viewer: Viewer | None, organisation_id: str, table_id: str) -> None:
    """Put the table on trial in use. Raises `form-out-of-date` where it is another by now."""
    with deps.db.write() as tx:
        organisation = _for_organisers(tx, viewer, organisation_id)
        tried = postcodes.load_table(tx, organisation_id, is_used=False)
        if tried is None or tried.id != table_id:
            raise Refusal("form-out-of-date", Kind.NOT_ALLOWED)
        postcodes.put_used(tx, organisation_id, table_id)
        chain.record(
            deps,
            tx,
            organisation.id,
            "postcodes_loaded",
            viewer=viewer,
            role="organiser",
            count=tried.postcode_count,
            file=tried.file_digest,
        )


def _for_organisers(tx: Session, viewer: Viewer | None, organisation_id: str) -> Organisation:
    organisation = rounds.load_organisation_or_refuse(tx, organisation_id)
    need_role(viewer, organisation.id, MAY_ORGANISE)
    return organisation
