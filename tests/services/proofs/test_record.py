"""A round that people came to in several ways: its record is sound, and holds none of what they typed."""

import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pb.domain.ids import PotId
from pb.domain.proposals import Status
from pb.domain.rounds import Pot
from pb.domain.text import Bilingual
from pb.services import audit, chain, clockwork, counting, in_person, proof_setup, sign_on, voters
from pb.verifier.__main__ import main as verify
from tests.proofs import load_postcodes, proved
from tests.provider import Provider
from tests.rounds import make_proposal, make_round
from tests.services.proofs.test_email import TYPED
from tests.sign_on import answer_in, leave, world_with_provider
from tests.votes import cast
from tests.world import NOON, World

HERE = "agored"


def vote(world: World, session: str, pot: Pot) -> None:
    voter = voters.load_voter(world.deps, HERE, session)
    assert voter is not None
    cast(world, voter, {pot.id: {}})


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[World, Provider]]:
    with world_with_provider(tmp_path) as made:
        yield made


def test_the_record_adds_up_and_verifies(both: tuple[World, Provider], tmp_path: Path) -> None:
    world, provider = both
    pot = Pot(id=PotId("agored1"), name=Bilingual(cy="Y pot", en="The pot"), amount_pence=10_000_00)
    round_ = make_round(world, round_id=HERE, pots=(pot,), opens=NOON - timedelta(days=16))
    make_proposal(world, round_, "Syniad", pot=pot, status=Status.ACCEPTED)
    with world.db.write() as tx:
        for type_ in ("round_created", "round_announced"):
            chain.record(world.deps, tx, HERE, type_)
    load_postcodes(world)
    taken = ("email", "text", "sign-on", "person")
    proof_setup.save_proofs(world.deps, world.alys, HERE, taken, ("live",))
    clockwork.settle(world.deps, HERE)
    for name in ("nia", "rhys"):
        asked = TYPED | {"email": f"{name}@cwm.example"}
        vote(world, proved(world, "email", asked, HERE), pot)
    vote(world, proved(world, "text", TYPED | {"phone": "07700 900123"}, HERE), pot)
    begun, address = leave(world, HERE)
    back = answer_in(provider.sign_in(address, "sian-9"))
    vote(world, sign_on.come_back(world.deps, HERE, begun, back), pot)
    made = in_person.let_in(
        world.deps, world.elin, HERE, {"is_sure": "1", "tie": "live", "is_old_enough": "1"}
    )
    vote(world, voters.enter_code(world.deps, HERE, made.code), pot)
    world.clock.go(days=20)
    clockwork.settle(world.deps, HERE)
    counting.count_round(world.deps, world.elin, HERE, is_sure=True)
    counting.publish_round(world.deps, world.alys, HERE, is_sure=True)
    record = tmp_path / "record.zip"
    record.write_bytes(audit.export_record(world.deps, world.carys, HERE).content)
    assert verify([str(record)]) == 0
    with zipfile.ZipFile(record) as files:
        said = {name: files.read(name) for name in files.namelist()}
    assert b'"codes_issued":0' in said["turnout.json"]
    assert b'"proofs":["email","text","sign-on","person"]' in said["round.json"]
    # so few came that it is told of all ways together, and not how many
    assert (
        b'"by_proof":[{"fewer_than":10,"issued":0,"proof":"email+person+sign-on+text","used":5,"void":0}]'
        in said["turnout.json"]
    )
    assert b'{"count":null,"fewer_than":10,"proof":"email+person+sign-on+text"}' in said["events.jsonl"]
    assert b'"ties":["live"]' in said["round.json"]
    assert all(
        typed not in content
        for content in said.values()
        for typed in (b"nia@", b"SA99", b"7700900123", b"sian-9")
    )
