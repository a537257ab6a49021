"""Owners who leave at the same moment, on a database that lets both try."""

import threading
from pathlib import Path

from pb.domain.people import Role
from pb.domain.refusals import Refusal
from pb.services import people
from pb.storage import people as stored
from tests.world import ORGANISATION, World


def test_two_owners_who_leave_at_once_are_not_both_let_go(tmp_path: Path, postgres_url: str) -> None:
    world = World(tmp_path, database_url=postgres_url)
    people.change_role(world.deps, world.alys, ORGANISATION, person_id=world.elin.id, role="owner")
    ready, outcomes = threading.Barrier(2), []

    def leave(person_id: str) -> None:
        ready.wait()
        try:
            people.remove_member(world.deps, world.alys, ORGANISATION, person_id=person_id)
            outcomes.append("gone")
        except Refusal as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=leave, args=(person.id,)) for person in (world.alys, world.elin)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with world.db.read() as tx:
        owners = [role for _, role in stored.list_members(tx, ORGANISATION) if role is Role.OWNER]
    world.close()
    assert len(owners) == 1
    assert sorted(outcomes) == ["gone", "last-owner"]
