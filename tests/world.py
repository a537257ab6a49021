"""A small world for tests: a real database, a clock that stands still, and the five people of every story.

Fakes only for the clock, letters and the price of a hash; everything else is the real thing.
"""

import shutil
import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from pb.domain.ids import OrganisationId, PersonId, WardId
from pb.domain.people import Organisation, Role, Viewer
from pb.domain.rounds import Ward
from pb.domain.text import Bilingual, Language
from pb.services.deps import Deps, Settings, SystemRandomness
from pb.services.hashing import Cost, PasswordHasher
from pb.services.keys import KeyFolder
from pb.services.mail import Letter
from pb.services.texts import Text
from pb.storage import people
from pb.storage.db import Database
from pb.storage.migrate import migrate

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday
CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
ORGANISATION = OrganisationId("cyngor")


@dataclass
class StandingClock:
    """A clock that moves only when told to."""

    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment

    def go(self, **step: float) -> None:
        self.moment += timedelta(**step)


@dataclass
class Letterbox:
    """Letters kept instead of sent."""

    letters: list[Letter] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)


@dataclass
class Telephone:
    """Texts kept instead of sent."""

    texts: list[Text] = field(default_factory=list)

    def send(self, text: Text) -> None:
        self.texts.append(text)

    def has_sent(self, name: str) -> bool:
        return any(text.name == name for text in self.texts)

    def is_ready(self) -> bool:
        return True


@cache
def hasher() -> PasswordHasher:
    return PasswordHasher(password_cost=CHEAP, code_cost=CHEAP)


@cache
def _empty_database() -> Path:
    path = Path(tempfile.mkdtemp(prefix="pb-tests-")) / "empty.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


class World:
    """Deps over a fresh database, with one organisation, two wards and five people in it.

    Alys owns, Elin organises, Ffion reviews, Carys audits, Bryn is a resident, Dai a stranger with an
    unconfirmed address. Passwords are set by the tests that need them.
    """

    def __init__(
        self, folder: Path, *, database_url: str | None = None, base_url: str = "http://localhost"
    ) -> None:
        if database_url is None:
            shutil.copy(_empty_database(), folder / "pb.db")
            self.db = Database(f"sqlite:///{folder / 'pb.db'}")
        else:
            self.db = Database(database_url)
            migrate(self.db)
        self.clock, self.letters, self.telephone = StandingClock(), Letterbox(), Telephone()
        self.deps = Deps(
            db=self.db,
            clock=self.clock,
            randomness=SystemRandomness(),
            mailer=self.letters,
            keys=KeyFolder(folder / "keys"),
            hasher=hasher(),
            settings=Settings(base_url=base_url),
            texter=self.telephone,
        )
        self._settle()

    def _settle(self) -> None:
        organisation = Organisation(
            id=ORGANISATION, name=Bilingual(cy="Cyngor Cwm Derw", en="Oak Vale Council")
        )
        with self.db.write() as tx:
            people.put_organisation(tx, organisation, at=NOON)
            for ward_id, cy, en in (
                ("pentre", "Y Pentre", "The Village"),
                ("harbwr", "Yr Harbwr", "Harbour"),
            ):
                people.put_ward(tx, ORGANISATION, Ward(id=WardId(ward_id), name=Bilingual(cy=cy, en=en)))
        self.alys = self.person("Alys", role=Role.OWNER)
        self.elin = self.person("Elin", role=Role.ORGANISER, language="cy")
        self.ffion = self.person("Ffion", role=Role.REVIEWER, language="cy")
        self.carys = self.person("Carys", role=Role.AUDITOR)
        self.bryn = self.person("Bryn")
        self.dai = self.person("Dai", confirmed=False)

    def person(
        self, name: str, *, role: Role | None = None, language: Language = "en", confirmed: bool = True
    ) -> Viewer:
        person_id = PersonId(name.lower())
        with self.db.write() as tx:
            people.put_person(
                tx,
                person_id=person_id,
                email=f"{person_id}@cwm.example",
                name=name,
                language=language,
                at=NOON,
            )
            if confirmed:
                people.put_confirmed(tx, person_id, at=NOON)
            if role is not None:
                people.put_membership(
                    tx, organisation_id=ORGANISATION, person_id=person_id, role=role, at=NOON
                )
            viewer = people.load_viewer(tx, person_id)
        assert viewer is not None
        return viewer

    def one_pair_of_eyes(self) -> None:
        """Switch off the rule that a second person publishes."""
        with self.db.write() as tx:
            organisation = people.load_organisation(tx, ORGANISATION)
            assert organisation is not None
            people.put_organisation(tx, replace(organisation, four_eyes=False), at=NOON)

    def close(self) -> None:
        self.db.close()
