"""Setting a round up: names, pots and rule as typed, judged where they are typed.

It never opens a phase: a section that voting has frozen is refused here; the rest is the clock's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from pb.domain.doubles import counts_doubles, has_doubles
from pb.domain.ids import PotId
from pb.domain.money import read_pence
from pb.domain.refusals import Fault, Kind, Refusal, faults_of, refuse_faults
from pb.domain.rounds import Pot, Round, RuleChoice, Ward
from pb.domain.text import Bilingual, length_fault
from pb.tally.faults import ParamInvalid, TallyInvalid
from pb.tally.run import read_params

NAME_LENGTH, SUMMARY_LENGTH, CONTACT_LENGTH, THEME_LENGTH = 80, 600, 200, 80
MOST_POTS = 20
PARAM_LENGTH, MOST_PARAMS = 4000, 20
POUND = "100"


class Section(StrEnum):
    """The parts of setting up, in the order of the pages."""

    NAMES = "names"
    POTS = "pots"
    CATEGORIES = "categories"
    DATES = "dates"
    BALLOT = "ballot"
    PROOFS = "proofs"
    RULE = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedNames:
    name: Bilingual
    summary: Bilingual
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPot:
    """Amounts as typed; `ward` is None for the whole area."""

    name: Bilingual
    amount: str
    ward: Ward | None = None
    theme: Bilingual = field(default_factory=Bilingual)
    largest_request: str = ""


def need_unlocked(round_: Round) -> None:
    """Raises Refusal `setup-locked` once voting has opened, `round-imported` for one from elsewhere."""
    if round_.is_imported:
        raise Refusal("round-imported", Kind.WRONG_PHASE)
    if round_.is_locked:
        raise Refusal("setup-locked", Kind.WRONG_PHASE)


def decide_names(typed: TypedNames, *, announced: bool) -> TypedNames:
    """The names, if they can be kept; an announced round keeps both languages. Raises Refusal INVALID."""
    faults = [
        *pair_faults("name", typed.name, most=NAME_LENGTH, both=announced, one=True),
        *pair_faults("summary", typed.summary, most=SUMMARY_LENGTH, both=announced),
        length_fault("contact", typed.contact, most=CONTACT_LENGTH),
    ]
    refuse_faults(*faults)
    return typed


def decide_pot(round_: Round, typed: TypedPot, pot_id: PotId) -> Pot:
    """The pot as it will stand. Raises Refusal INVALID with every fault, `too-many-pots` beyond MOST_POTS."""
    is_new = all(pot.id != pot_id for pot in round_.pots)
    if is_new and len(round_.pots) >= MOST_POTS:
        raise Refusal("too-many-pots", Kind.WRONG_PHASE, most_count=MOST_POTS)
    announced = round_.is_announced
    amount = read_pence("amount", typed.amount)
    largest = read_pence("largest_request", typed.largest_request) if typed.largest_request.strip() else None
    faults: list[object] = [
        *pair_faults("name", typed.name, most=NAME_LENGTH, both=announced, one=True),
        amount,
        *pair_faults(
            "theme", typed.theme, most=THEME_LENGTH, both=announced and bool(typed.theme.cy or typed.theme.en)
        ),
        largest,
    ]
    if isinstance(amount, int) and isinstance(largest, int) and largest > amount:
        faults.append(Fault(field="largest_request", code="larger-than-pot", facts={"amount_pence": amount}))
    if isinstance(amount, Fault) or isinstance(largest, Fault) or faults_of(faults):
        raise Refusal.invalid(faults_of(faults))
    return Pot(
        id=pot_id,
        name=typed.name,
        amount_pence=amount,
        ward=typed.ward,
        theme=typed.theme if typed.theme.cy or typed.theme.en else None,
        largest_request_pence=largest,
    )


def with_pot(round_: Round, pot: Pot) -> Round:
    """The round with the pot put in its place, or at the end."""
    if any(one.id == pot.id for one in round_.pots):
        return replace(round_, pots=tuple(pot if one.id == pot.id else one for one in round_.pots))
    return replace(round_, pots=(*round_.pots, pot))


def without_pot(round_: Round, pot_id: str, *, proposals: int) -> Round:
    """The round without the pot. Raises `pot-has-proposals`, or `last-pot` once announced."""
    round_.pot(pot_id)
    if proposals:
        raise Refusal("pot-has-proposals", Kind.WRONG_PHASE, count=proposals)
    if round_.is_announced and len(round_.pots) == 1:
        raise Refusal("last-pot", Kind.WRONG_PHASE)
    return replace(round_, pots=tuple(pot for pot in round_.pots if pot.id != pot_id))


def decide_rule(round_: Round, rule_id: str, params: Mapping[str, str]) -> Round:
    """The round with the rule and all its parameters. Raises Refusal INVALID on `rule` or `<rule>.<name>`.

    Ties must end in the lot: it is the only key that leaves nobody tied and that nobody can foretell.
    """
    if len(params) > MOST_PARAMS or any(len(text) > PARAM_LENGTH for text in params.values()):
        raise Refusal.field("rule", "not-a-choice")
    given = {"ties": "votes,cost,lot"} | dict(params)
    if given.get("completion", "").startswith("add-one"):
        given.setdefault("step", POUND)  # shares grow by a pound, as in the elections that use this
    try:
        read = read_params(rule_id, given, round_.spec)
    except ParamInvalid as error:
        raise _said_of(rule_id, error) from error
    except TallyInvalid as error:
        raise Refusal.field("rule", "not-a-choice") from error
    if has_doubles(round_.spec) and not counts_doubles(read.texts):
        raise Refusal.field("rule", "doubles-would-not-count")
    if read.texts["ties"].split(",")[-1].strip() != "lot":
        raise Refusal.field(f"{rule_id}.ties", "ties-end-in-lot")
    if read.texts.get("seats") == "0" and not read.texts.get("per_group"):
        raise Refusal.field(f"{rule_id}.seats", "missing-number")
    return replace(round_, rule=RuleChoice(id=rule_id, params=dict(read.texts)))


# What the tally says of a parameter that an organiser typed, as words for it; all else is no choice of ours.
TYPED_FAULTS = {"not-a-whole-number": "not-a-number", "unknown-param": "not-with-these-settings"}


def _said_of(rule_id: str, error: ParamInvalid) -> Refusal:
    if error.code == "rule-not-for-ballot":
        return Refusal.field("rule", "rule-not-for-ballot")
    if error.name == "rule":
        return Refusal.field("rule", "not-a-choice")
    return Refusal.field(f"{rule_id}.{error.name}", TYPED_FAULTS.get(error.code, "not-a-choice"))


def pair_faults(
    name: str, text: Bilingual, *, most: int, both: bool = False, one: bool = False
) -> list[Fault]:
    """What is wrong with a pair of texts, of which both, one or none must be there."""
    if one and not both and not text.cy and not text.en:
        return [Fault(field=f"{name}_cy", code="missing-in-both")]
    faults = (
        length_fault(f"{name}_{language}", said, least=int(both), most=most)
        for language, said in (("cy", text.cy), ("en", text.en))
    )
    return faults_of(faults)


def whole(field_name: str, typed: str, *, least: int, most: int) -> int | Fault | None:
    """A typed whole number within bounds; None where nothing was typed."""
    text = typed.strip().replace(",", "").replace(" ", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        return Fault(field=field_name, code="not-a-number")
    number = int(text) if len(text) <= 9 else most + 1
    if not least <= number <= most:
        return Fault(
            field=field_name, code="number-out-of-range", facts={"least_count": least, "most_count": most}
        )
    return number
