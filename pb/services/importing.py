"""Elections held elsewhere, brought in whole: a round out of a Pabulib file, closed and ready to be counted.

It counts nothing, and it never makes codes, receipts or a lot for a vote that was not held here.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from pb.domain.freeze import config_digest
from pb.domain.ids import PotId, ProposalId, RoundId
from pb.domain.people import Organisation
from pb.domain.proposals import Content, Proposal, Status, Verdict
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Currency, Milestones, Pot, Round, RuleChoice, Schedule
from pb.domain.text import Bilingual, one_line
from pb.i18n import catalog
from pb.i18n.marks import N_
from pb.i18n.sorting import fold
from pb.services import chain
from pb.services.deps import Deps
from pb.services.rounds import load_organisation_or_refuse
from pb.services.voting import put_imported_ballots
from pb.storage import people, proposals
from pb.storage import rounds as round_storage
from pb.tally import Marks, Profile, read_params
from pb.tally.faults import FileInvalid, ParamInvalid
from pb.tally.pabulib import PabulibFile, read_pabulib
from pb.tally.pabulib_amounts import to_minor
from pb.tally.pabulib_declared import declared_rule

AS_DECLARED = "as-declared"
NAME_LENGTH = 200
NO_CURRENCY = "XXX"  # the ISO 4217 code where there is none
SUMMARY = N_("This vote was held elsewhere. Its proposals and ballots come from a public file.")
REASON = N_("It stood on the ballot paper of the election.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The round that was made, and what of the file it holds."""

    round_id: RoundId
    name: str
    proposal_count: int
    ballot_count: int
    rule: RuleChoice


def import_election(
    deps: Deps,
    *,
    organisation_id: str | None,
    file_name: str,
    data: bytes,
    rule: str = AS_DECLARED,
    params: Mapping[str, str],
) -> Imported:
    """Make a round of a file, its vote closed and its box sealed; `params` have money in the file's own unit.

    Without an organisation the only one there is takes it. Raises FileInvalid, ParamInvalid, ContestInvalid,
    and Refusal `which-organisation` or `not-found`.
    """
    file = read_pabulib(data)
    choice = _rule(file, rule, params)
    if not file.contest.budget:
        raise FileInvalid("no-money", line=1, section="META", field="budget")
    with deps.db.write() as tx:
        organisation = load_organisation_or_refuse(tx, organisation_id or _only_organisation(tx))
        round_ = _round(deps, file, one_line(file_name)[:NAME_LENGTH], choice, organisation)
        papers = list(_proposals(deps, file, round_))
        digest = config_digest(round_, papers, four_eyes=organisation.four_eyes)
        round_storage.put_round(tx, replace(round_, config_digest=digest), at=deps.clock.now())
        for paper in papers:
            proposals.put_proposal(tx, paper, search=fold(paper.content.title))
        turnout = put_imported_ballots(deps, tx, round_, _ballots(file.contest.profile, round_.pots[0].id))
        chain.record(
            deps,
            tx,
            round_.id,
            "round_imported",
            file=round_.imported_from,
            sha256=hashlib.sha256(data).hexdigest(),
            config_digest=digest,
            proposals=len(papers),
            ballots=turnout.counted,
        )
    return Imported(
        round_id=round_.id,
        name=round_.name.en,
        proposal_count=len(papers),
        ballot_count=turnout.counted,
        rule=choice,
    )


def _round(
    deps: Deps, file: PabulibFile, file_name: str, choice: RuleChoice, organisation: Organisation
) -> Round:
    now, name = deps.clock.now(), _name(file, file_name)
    part = one_line(file.meta.get("subunit", "") or file.meta.get("unit", ""))[:NAME_LENGTH] or name
    pot = Pot(
        id=PotId(deps.randomness.id()),
        name=Bilingual(cy=part, en=part),
        amount_pence=file.contest.budget,
    )
    return Round(
        id=RoundId(deps.randomness.id()),
        organisation_id=organisation.id,
        name=Bilingual(cy=name, en=name),
        summary=_both(SUMMARY),
        contact="",
        minimum_age=None,
        schedule=Schedule(),
        spec=file.contest.spec,
        rule=choice,
        pots=(pot,),
        milestones=Milestones(announced_at=now, voting_closed_at=now),
        currency=_currency(file),
        imported_from=file_name,
        four_eyes=organisation.four_eyes,
    )


def _rule(file: PabulibFile, rule: str, params: Mapping[str, str]) -> RuleChoice:
    """The rule with its parameters in full, money in minor units; without a lot, ties end in the list."""
    given = {"ties": "votes,cost,list", **params}
    if rule == AS_DECLARED:
        rule, declared = declared_rule(file.meta, file.contest)
        given = {**declared, **params}
    for name in ("group_max", "group_min"):
        if name in given:
            raise ParamInvalid(name, "no-groups-when-imported")
    read = read_params(rule, to_minor(given, file.unit, rule), file.contest.spec)
    if "lot" in read.texts.get("ties", "").split(","):
        raise ParamInvalid("ties", "no-lot-when-imported")
    return RuleChoice(id=rule, params=dict(read.texts))


def _only_organisation(tx: Session) -> str:
    found = people.list_organisations(tx)
    if len(found) != 1:
        raise Refusal("which-organisation", Kind.INVALID)
    return found[0].id


def _name(file: PabulibFile, file_name: str) -> str:
    """What the file calls the election."""
    parts = [file.meta.get(key, "") for key in ("unit", "subunit", "instance")]
    name = one_line(file.meta.get("description", "")) or one_line(" ".join(part for part in parts if part))
    return (name or file_name or "Pabulib")[:NAME_LENGTH]


def _currency(file: PabulibFile) -> Currency:
    stated = file.meta.get("currency", "").upper()
    code = stated if re.fullmatch(r"[A-Z]{3}", stated) else NO_CURRENCY
    return Currency(code=code, minor_digits=len(str(file.unit)) - 1)


def _proposals(deps: Deps, file: PabulibFile, round_: Round) -> Iterable[Proposal]:
    """The projects in the file's order, as accepted proposals; texts stand as given in both languages."""
    now = deps.clock.now()
    for number, project in enumerate(file.contest.projects, 1):
        title = one_line(file.names.get(project.id, "")) or project.id
        yield Proposal(
            id=ProposalId(deps.randomness.id()),
            round_id=round_.id,
            number=number,
            author_id=None,
            author_name="",
            status=Status.ACCEPTED,
            content=Content(language="en", title=title, amount_pence=project.cost, pot_id=round_.pots[0].id),
            translated_title=title,
            verdict=Verdict(cost_pence=project.cost, reason=_both(REASON), reviewed_at=now, reviewed_by=None),
            created_at=now,
            submitted_at=now,
            paper_id=project.id,
        )


def _ballots(profile: Profile, pot_id: PotId) -> list[tuple[str, Marks]]:
    return [(pot_id, marks) for marks, weight in profile.items() for _ in range(weight)]


def _both(text: str) -> Bilingual:
    return Bilingual(cy=catalog.words("cy").gettext(text), en=text)
