"""Where the ballots of a rehearsal come from: invented, published before, or in a file that is brought along.

It asks the tally nothing: it gathers what a task needs, as JSON values.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from pb.domain import comparing
from pb.domain.counting import PotCount, contest_of, on_the_paper
from pb.domain.proposals import ProposalFilter, Status
from pb.domain.refusals import Kind, Refusal
from pb.domain.rehearsal import LEAST_PAST_BALLOTS, TypedRehearsal, decide_invented
from pb.domain.rounds import Phase, Pot, Round, phase_at
from pb.domain.text import Bilingual
from pb.services.deps import Deps
from pb.storage import outcomes, proposals
from pb.storage import rounds as round_storage
from pb.tally import BallotSpec, Contest, FileInvalid, Profile, contest_record
from pb.tally.invent import invent_projects
from pb.tally.pabulib import read_pabulib

ON_PAPER = ProposalFilter(statuses=(Status.ACCEPTED,))
LEAST_PROJECTS = 2
LONGEST_NAME = 200
MOST_PROJECTS = 500


def own_task(tx: Session, round_: Round, typed: TypedRehearsal) -> dict[str, Any]:
    """Invented ballots, on a pot's own accepted proposals where it has some, else on invented ones.

    Raises Refusal INVALID on the form's fields, and `no-pot-yet`.
    """
    invented = decide_invented(typed)
    if not round_.pots:
        raise Refusal("no-pot-yet", Kind.WRONG_PHASE)
    pot = next((one for one in round_.pots if one.id == typed.pot_id), round_.pots[0])
    papers = on_the_paper(proposals.list_proposals(tx, round_.id, ON_PAPER), pot.id)
    contest, titles = contest_of(round_, pot, papers, ()), {one.project_id: one.title for one in papers}
    invents = len(papers) < LEAST_PROJECTS
    if invents:
        contest, titles = _invented_contest(round_, pot), {}
    asked = {"source": "invented", "invents": invents, "name": _said(pot.name), **invented}
    asked |= {"currency": round_.currency.code, "digits": round_.currency.minor_digits}
    return _task(contest_record(contest), asked, titles, seed=_seed(invented["draw"]), invented=invented)


def past_task(deps: Deps, tx: Session, round_: Round, typed: TypedRehearsal) -> dict[str, Any]:
    """Published ballots of an earlier pot, on its proposals. Raises `no-past-votes`, INVALID on `past`."""
    open_ = list_past(deps, tx, round_)
    found = [(past, count) for past, count in open_ if count.pot_id == typed.past]
    if not open_:
        raise Refusal("no-past-votes", Kind.WRONG_PHASE)
    if not found:
        raise Refusal.field("past", "not-a-choice")
    past, count = found[0]
    record = json.loads(outcomes.load_contest(tx, count.pot_id) or "{}")
    papers = on_the_paper(proposals.list_proposals(tx, past.id, ON_PAPER), count.pot_id)
    titles = {one.project_id: one.title for one in papers}
    asked = {"source": "past", "invents": False, "name": _said(past.name)}
    asked |= {"currency": past.currency.code, "digits": past.currency.minor_digits}
    return _task(record, asked, titles, seed=count.seed or _seed(1))


def file_task(content: bytes) -> dict[str, Any]:
    """The ballots of a Pabulib file, on its own projects. Raises Refusal INVALID on `file`."""
    try:
        read = read_pabulib(content)
    except FileInvalid as fault:
        facts = {"line": fault.line, "section": fault.section or "-", "entry": fault.field or "-"}
        raise Refusal.field("file", "not-a-pabulib-file", **facts) from fault
    if len(read.contest.projects) > MOST_PROJECTS:
        raise Refusal.field("file", "too-many-projects", most_count=MOST_PROJECTS)
    digits = len(str(read.unit)) - 1
    name = read.meta.get("description", "")[:LONGEST_NAME]
    asked = {"source": "file", "invents": False, "name": {"cy": name, "en": name}}
    asked |= {"currency": read.meta.get("currency", "")[:8] or "XXX", "digits": digits}
    titles = {
        key: Bilingual(cy=said[:LONGEST_NAME], en=said[:LONGEST_NAME]) for key, said in read.names.items()
    }
    return _task(contest_record(read.contest), asked, titles, seed=_seed(1))


def list_past(deps: Deps, tx: Session, round_: Round) -> list[tuple[Round, PotCount]]:
    """Published pots of the same organisation with the same kind of ballot, and enough of them."""
    now = deps.clock.now()
    return [
        (past, count)
        for past in round_storage.list_rounds(tx, organisation_id=round_.organisation_id)
        if phase_at(past, now) is Phase.PUBLISHED and past.spec.type == round_.spec.type
        for count in outcomes.list_counts(tx, past.id)
        if count.outcome["ballots"] >= LEAST_PAST_BALLOTS and not count.is_hidden
    ]


def _task(
    record: Mapping[str, Any],
    asked: Mapping[str, Any],
    titles: Mapping[str, Bilingual],
    *,
    seed: str,
    invented: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What is put in line: the contest as the tally takes it, and what to say of it afterwards."""
    spec = BallotSpec(type=record["ballot"]["type"], limits=record["ballot"]["limits"])
    contest = {
        "contest": dict(record),
        "seed": seed,
        "invented": invented,
        "choices": comparing.rules_beside(None, spec, unit=10 ** asked["digits"]),
        "margins_of": None,
    }
    projects = [
        {
            "id": one["id"],
            "cost": one["cost"],
            **_said(titles.get(one["id"], Bilingual(cy=one["id"], en=one["id"]))),
        }
        for one in record["projects"]
    ]
    told = {**asked, "budget": record["budget"], "ballot": spec.type}
    return {"contest": contest, "asked": told, "projects": projects}


def _invented_contest(round_: Round, pot: Pot) -> Contest:
    projects = invent_projects(pot.amount_pence, pot.largest_request_pence or pot.amount_pence)
    # Invented projects belong to no category and no ward, so what is limited by them is left out.
    limits = {name: limit for name, limit in round_.spec.limits.items() if ":" not in name}
    spec = replace(round_.spec, limits=limits)
    return Contest(budget=pot.amount_pence, projects=projects, spec=spec, profile=Profile(weights={}))


def _said(text: Bilingual) -> dict[str, str]:
    return {"cy": text.cy, "en": text.en}


def _seed(draw: int) -> str:
    """The seed of the lot in an exercise: nothing hangs on it, and the same draw gives the same."""
    return hashlib.sha256(f"rehearsal:{draw}".encode()).hexdigest()
