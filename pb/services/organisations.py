"""An organisation's own pages: its rounds and what to do next, its wards, its settings.

It gives nobody a role: that is `people`'s.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from pb.domain.ids import WardId
from pb.domain.people import (
    MAY_GOVERN,
    MAY_ORGANISE,
    MAY_SEE_STAFF_PAGES,
    Organisation,
    Role,
    Viewer,
    need_role,
)
from pb.domain.refusals import Kind, Refusal, refuse_faults
from pb.domain.rounds import Ward
from pb.domain.setup import NAME_LENGTH, pair_faults
from pb.domain.text import Bilingual
from pb.services import chain, overview, rounds
from pb.services.deps import Deps
from pb.storage import people as people_storage
from pb.storage import rounds as round_storage

MOST_WARDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardView:
    """An organisation's rounds, latest first, each with the code of what to do next."""

    organisation: Organisation
    role: Role
    may_organise: bool
    rounds: tuple[tuple[rounds.RoundCard, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WardsView:
    """Wards in no particular order, and which of them a pot or a proposal names."""

    organisation: Organisation
    wards: tuple[Ward, ...]
    in_use: frozenset[WardId]
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsView:
    organisation: Organisation
    may_change: bool


def view_dashboard(deps: Deps, viewer: Viewer | None, organisation_id: str) -> DashboardView:
    """For everybody with a role. Raises as `need_role`."""
    now = deps.clock.now()
    with deps.db.read() as tx:
        organisation, staff = _for_staff(tx, viewer, organisation_id)
        found = round_storage.list_rounds(tx, organisation_id=organisation_id, announced_only=False)
        cards = tuple(
            (
                rounds.make_card(round_, organisation, now),
                overview.next_thing(round_, rounds.load_standings(tx, round_.id), now),
            )
            for round_ in found
        )
    role = staff.role_in(organisation.id) or Role.AUDITOR
    return DashboardView(
        organisation=organisation, role=role, may_organise=role in MAY_ORGANISE, rounds=cards
    )


def view_wards(deps: Deps, viewer: Viewer | None, organisation_id: str) -> WardsView:
    """For everybody with a role. Raises as `need_role`."""
    with deps.db.read() as tx:
        organisation, staff = _for_staff(tx, viewer, organisation_id)
        return WardsView(
            organisation=organisation,
            wards=tuple(people_storage.list_wards(tx, organisation_id)),
            in_use=people_storage.list_ward_ids_in_use(tx, organisation_id),
            may_change=staff.role_in(organisation.id) in MAY_ORGANISE,
        )


def view_ward(deps: Deps, viewer: Viewer | None, organisation_id: str, ward_id: str) -> WardsView:
    """One ward, for those who may change it. Raises `ward-not-found`, or as `need_role`."""
    page = view_wards(deps, viewer, organisation_id)
    need_role(viewer, page.organisation.id, MAY_ORGANISE)
    return replace(page, wards=(_ward(page.wards, ward_id),))


def view_new_round(deps: Deps, viewer: Viewer | None, organisation_id: str) -> DashboardView:
    """What the page of a new round needs. Raises as `need_role`, for organisers."""
    with deps.db.read() as tx:
        organisation = rounds.load_organisation_or_refuse(tx, organisation_id)
    organiser = need_role(viewer, organisation.id, MAY_ORGANISE)
    role = organiser.role_in(organisation.id) or Role.ORGANISER
    return DashboardView(organisation=organisation, role=role, may_organise=True, rounds=())


def add_ward(deps: Deps, viewer: Viewer | None, organisation_id: str, name: Bilingual) -> WardId:
    """One more ward. Raises INVALID with faults on `name_cy` and `name_en`, `too-many-wards`."""
    ward_id = WardId(deps.randomness.id())

    def write(tx: Session, organisation: Organisation) -> None:
        wards = people_storage.list_wards(tx, organisation.id)
        if len(wards) >= MOST_WARDS:
            raise Refusal("too-many-wards", Kind.WRONG_PHASE, most_count=MOST_WARDS)
        _check_ward_name(name, wards)
        people_storage.put_ward(tx, organisation.id, Ward(id=ward_id, name=name))

    _write(deps, viewer, organisation_id, MAY_ORGANISE, write, event="ward_added", ward_id=ward_id)
    return ward_id


def rename_ward(
    deps: Deps, viewer: Viewer | None, organisation_id: str, ward_id: str, name: Bilingual
) -> None:
    """Give a ward another name. Raises `ward-not-found`, or INVALID."""

    def write(tx: Session, organisation: Organisation) -> None:
        wards = people_storage.list_wards(tx, organisation.id)
        _check_ward_name(name, [ward for ward in wards if ward.id != ward_id])
        people_storage.put_ward(tx, organisation.id, replace(_ward(wards, ward_id), name=name))

    _write(deps, viewer, organisation_id, MAY_ORGANISE, write, event="ward_renamed", ward_id=ward_id)


def remove_ward(deps: Deps, viewer: Viewer | None, organisation_id: str, ward_id: str) -> None:
    """Take a ward off the list. Raises `ward-not-found`, `ward-in-use`."""

    def write(tx: Session, organisation: Organisation) -> None:
        _ward(people_storage.list_wards(tx, organisation.id), ward_id)
        if ward_id in people_storage.list_ward_ids_in_use(tx, organisation.id):
            raise Refusal("ward-in-use", Kind.WRONG_PHASE)
        people_storage.remove_ward(tx, ward_id)

    _write(deps, viewer, organisation_id, MAY_ORGANISE, write, event="ward_removed", ward_id=ward_id)


def view_settings(deps: Deps, viewer: Viewer | None, organisation_id: str) -> SettingsView:
    """For everybody with a role. Raises as `need_role`."""
    with deps.db.read() as tx:
        organisation, staff = _for_staff(tx, viewer, organisation_id)
    return SettingsView(organisation=organisation, may_change=staff.role_in(organisation.id) is Role.OWNER)


def save_settings(
    deps: Deps, viewer: Viewer | None, organisation_id: str, name: Bilingual, *, four_eyes: bool
) -> None:
    """Names and the second pair of eyes, for owners. A round keeps what its vote opened with."""

    def write(tx: Session, organisation: Organisation) -> None:
        refuse_faults(*pair_faults("name", name, most=NAME_LENGTH, both=True))
        changed = replace(organisation, name=name, four_eyes=four_eyes)
        people_storage.put_organisation(tx, changed, at=deps.clock.now())

    _write(deps, viewer, organisation_id, MAY_GOVERN, write, event="settings_changed", four_eyes=four_eyes)


def _for_staff(tx: Session, viewer: Viewer | None, organisation_id: str) -> tuple[Organisation, Viewer]:
    organisation = rounds.load_organisation_or_refuse(tx, organisation_id)
    return organisation, need_role(viewer, organisation.id, MAY_SEE_STAFF_PAGES)


def _ward(wards: Sequence[Ward], ward_id: str) -> Ward:
    for ward in wards:
        if ward.id == ward_id:
            return ward
    raise Refusal("ward-not-found", Kind.NOT_FOUND)


def _check_ward_name(name: Bilingual, others: Sequence[Ward]) -> None:
    refuse_faults(*pair_faults("name", name, most=NAME_LENGTH, both=True))
    for field, said, taken in (
        ("name_cy", name.cy, {ward.name.cy.casefold() for ward in others}),
        ("name_en", name.en, {ward.name.en.casefold() for ward in others}),
    ):
        if said.casefold() in taken:
            raise Refusal.field(field, "ward-name-taken")


def _write(
    deps: Deps,
    viewer: Viewer | None,
    organisation_id: str,
    allowed: frozenset[Role],
    write: Callable[[Session, Organisation], None],
    *,
    event: str,
    **payload: Any,
) -> None:
    with deps.db.write() as tx:
        organisation = rounds.load_organisation_or_refuse(tx, organisation_id)
        staff = need_role(viewer, organisation.id, allowed)
        write(tx, organisation)
        role = "owner" if allowed == MAY_GOVERN else "organiser"
        chain.record(deps, tx, organisation_id, event, viewer=staff, role=role, **payload)
