"""Bringing the invented county into a database, through the same services that people use.

The clock is scripted, so that dates, phases and event chains stand as if all had happened when it says.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pb.cli.demo.county import COUNTY, POSTCODES, WARDS
from pb.cli.demo.model import DemoPerson
from pb.cli.demo.people import PEOPLE
from pb.cli.demo.rounds import ROUNDS
from pb.cli.demo.seed_round import seed_round
from pb.cli.demo.seed_votes import Codes
from pb.cli.demo.stage import Cast
from pb.domain.ids import OrganisationId, WardId
from pb.domain.people import Viewer
from pb.domain.text import Bilingual
from pb.services import invitations, organisations, people, postcodes, signin
from pb.services.deps import Deps
from pb.services.hashing import Cost, PasswordHasher
from pb.services.mail import Letter

# Codes of rounds that are closed already never open anything again, so hashing them may cost nothing.
CHEAP = PasswordHasher(code_cost=Cost(memory_kib=8, passes=1, lanes=1))


@dataclass
class ScriptedClock:
    """A clock that says what the script says."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


@dataclass
class CaughtLetters:
    """Letters kept, for the links in them."""

    letters: list[Letter] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)

    def token(self) -> str:
        """The token of the link in the last letter."""
        found = re.search(r"/(?:confirm|invitations)/(\S+)", self.letters[-1].body)
        if found is None:
            raise RuntimeError("the last letter has no link")
        return found[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """What a visitor to the demo needs to know: the organisation, and codes to try by the round's name."""

    organisation_id: OrganisationId
    codes: tuple[tuple[Bilingual, str, Codes], ...]  # name, round id, codes


def seed(deps: Deps, *, progress: Callable[[str], None]) -> Seeded:
    """Fill an empty database; about half a minute. `progress` is told what is being done."""
    now = deps.clock.now()
    clock, letters = ScriptedClock(now - timedelta(days=400)), CaughtLetters()
    scripted = replace(deps, clock=clock, mailer=letters)
    progress(f"{len(PEOPLE)} people, {len(WARDS)} wards")
    with deps.db.write():  # one transaction for all that is small
        organisation_id, cast, wards = found_county(scripted, letters)
    codes: list[tuple[Bilingual, str, Codes]] = []
    for demo_round in ROUNDS:
        progress(demo_round.name.en)
        finished = demo_round.days.voting_close is not None and demo_round.days.voting_close < 0
        with deps.db.write():
            round_id, issued = seed_round(
                replace(scripted, hasher=CHEAP) if finished else scripted,
                demo_round,
                organisation_id=organisation_id,
                cast=cast,
                wards=wards,
                today=now,
                set_clock=lambda moment: setattr(clock, "moment", moment),
            )
        if issued is not None and not finished:
            codes.append((demo_round.name, round_id, issued))
    return Seeded(organisation_id=organisation_id, codes=tuple(codes))


def found_county(deps: Deps, letters: CaughtLetters) -> tuple[OrganisationId, Cast, dict[str, WardId]]:
    """The council with everybody in it, and its wards, by their keys."""
    organisation_id, cast = _people(deps, letters)
    wards = {
        ward.key: organisations.add_ward(deps, cast["owner"], organisation_id, ward.name) for ward in WARDS
    }
    if postcodes.try_postcodes(deps, cast["owner"], organisation_id, POSTCODES.encode(), {}) is not None:
        raise RuntimeError("the postcodes of the county cannot be read")
    tried = postcodes.view_postcodes(deps, cast["owner"], organisation_id).tried
    postcodes.use_postcodes(deps, cast["owner"], organisation_id, tried.id if tried else "")
    return organisation_id, cast, wards


def _people(deps: Deps, letters: CaughtLetters) -> tuple[OrganisationId, Cast]:
    owner = next(person for person in PEOPLE if person.role == "owner")
    organisation_id = people.add_owner(
        deps,
        email=owner.email,
        name=owner.name,
        password=owner.passphrase,
        language=owner.language,
        organisation=COUNTY.council,
    )
    cast: Cast = {owner.key: _viewer(deps, owner)}
    for person in PEOPLE:
        if person is owner:
            continue
        if person.role is None:
            signin.ask_to_join(deps, email=person.email, language=person.language)
            signin.finish_joining(
                deps, letters.token(), name=person.name, password=person.passphrase, language=person.language
            )
        else:
            invitations.invite(deps, cast[owner.key], organisation_id, email=person.email, role=person.role)
            invitations.take_up_invitation(
                deps, letters.token(), name=person.name, password=person.passphrase, language=person.language
            )
        cast[person.key] = _viewer(deps, person)
    return organisation_id, cast


def _viewer(deps: Deps, person: DemoPerson) -> Viewer:
    viewer = signin.load_viewer(deps, signin.sign_in(deps, email=person.email, password=person.passphrase))
    if viewer is None:
        raise RuntimeError("somebody who has just signed in is not there")
    return viewer
