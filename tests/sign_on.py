"""A round that takes council accounts, with a provider that is really there, and people who sign in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pb.domain.sign_on import SignOnSettings
from pb.domain.text import Bilingual
from pb.services import sign_on, voters
from pb.services.openid.provider import OpenIdProvider
from pb.services.sign_on import Answer
from pb.services.voters import Voter
from tests.proofs import load_postcodes
from tests.provider import CLIENT, RETURN_TO, Provider
from tests.votes import ROUND, open_vote
from tests.world import World

TYPED = {"postcode": "SA99 1AA", "tie": "live", "is_old_enough": "1"}
PROOFS = ("code", "email", "sign-on", "person")


@contextmanager
def world_with_provider(folder: Path, database_url: str | None = None) -> Iterator[tuple[World, Provider]]:
    """A world and its provider, whose clock is the world's."""
    world = World(folder, database_url=database_url)
    with Provider(now=world.clock.now).running() as provider:
        use(world, provider)
        yield world, provider
    world.close()


def use(world: World, provider: Provider, *, seconds: float = 5.0, **settings: Any) -> None:
    """Make the provider the deployment's, as the settings say."""
    made = SignOnSettings(
        issuer=provider.issuer,
        client_id=CLIENT,
        client_secret=provider.secret,
        name=Bilingual(cy="Fy Nghwm", en="My Vale"),
        **settings,
    )
    world.deps = replace(world.deps, sign_on=OpenIdProvider(made, return_to=RETURN_TO, seconds=seconds))


def open_vote_by_sign_on(world: World, **changed: object) -> None:
    load_postcodes(world)
    taken: dict[str, object] = {"proofs": PROOFS}
    open_vote(world, **(taken | changed))  # type: ignore[arg-type] # fields by name


def leave(world: World, round_id: str = ROUND, **typed: str) -> tuple[str, str]:
    """Begin a journey: the browser's token, and the address at the provider."""
    token = sign_on.begin(world.deps, round_id, TYPED | typed)
    address = sign_on.view_departure(world.deps, round_id, token, "cy")
    assert address is not None
    return token, address


def answer_in(location: str) -> Answer:
    """What stands in the address that the provider sends somebody back to."""
    said = {name: values[-1] for name, values in parse_qs(urlsplit(location).query).items()}
    return Answer(
        state=said.get("state", ""),
        code=said.get("code", ""),
        error=said.get("error", ""),
        issuer=said.get("iss", ""),
    )


def come_by_account(world: World, provider: Provider, subject: str = "nia-7", **claims: Any) -> Voter:
    """The whole journey of one person."""
    token, address = leave(world)
    back = answer_in(provider.sign_in(address, subject, **claims))
    session = sign_on.come_back(world.deps, ROUND, token, back)
    voter = voters.load_voter(world.deps, ROUND, session)
    assert voter is not None
    return voter
