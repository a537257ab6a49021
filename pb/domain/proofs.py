"""Proofs of eligibility: which a round takes, what people declare, and what a proof says about them.

It looks nothing up and sends nothing; a voter code is the one proof that says nothing about its holder.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple

from pb.domain.ids import PotId
from pb.domain.refusals import Fault, Refusal
from pb.domain.rounds import TIES, Round
from pb.domain.text import Bilingual, Language, one_line

CODE, PERSON, NO_MATCH = "code", "person", "no-match"
# What a voter may be known by: an address of one of two kinds, a line of the register, a council account.
CONTACT, EMAIL, PHONE, ROW, ACCOUNT = "contact", "email", "phone", "row", "account"
DESK = "desk"  # a form of the desk, so that it lets in once however often it is sent
DEVICE = "device"  # such a form on one device, which opens one session there
CODE_LIFE, CODE_DIGITS, MOST_TRIES = timedelta(minutes=10), 6, 5
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_NOT_SIGNS = re.compile(r"[\s.\-]+")


class Key(NamedTuple):
    """What stands for somebody: the hash of a value of a kind, such as "email"."""

    kind: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who somebody proved to be, in the clear and in memory only.

    `keys` are pairs such as ("contact", "email:a@b.example"), by which another proof may know the same
    person; `area` is a ward's id, or empty for the whole area; `address` is where a code has to be sent.
    """

    keys: tuple[tuple[str, str], ...]
    area: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a proof has to judge: what was typed, and how to find an area (None: there is none).

    `fields` are those that the round's register asks for.
    """

    round: Round
    typed: Mapping[str, str]
    area_of: Callable[[str], str | None]  # of a postcode
    fields: tuple[str, ...]
    area_of_person: Callable[[str], str | None]  # of what the register holds


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMessage:
    """What the message with a code says, besides the code itself."""

    code: str
    round_id: str
    round_name: Bilingual
    path: str  # of the page where the code is entered, without a language
    language: Language  # of the page that asked


def find_same(
    keys: Sequence[Key], known: Mapping[Key, str], all_keys: Mapping[str, Collection[Key]]
) -> str | None:
    """The voter who is the person with these keys, most telling first; None where it is nobody yet.

    `known` has the voters of single keys, `all_keys` everything each of them is known by. Several people may
    share an address; whoever has another line of the register or another account is another person.
    """
    own = {key.kind: key for key in keys if key.kind in (ROW, ACCOUNT)}
    for key in keys:
        if key not in known:
            continue
        others = [each for each in all_keys[known[key]] if each.kind in own]
        if all(own[each.kind] == each for each in others):
            return known[key]
    return None


def read_postcode(text: str) -> str | None:
    """A postcode in the form it is compared in (`CF101AA`), or None where it cannot be one."""
    typed = _NOT_SIGNS.sub("", text[:40]).upper()
    return typed if _POSTCODE.fullmatch(typed) else None


def read_sent_code(text: str) -> str | None:
    """The figures of a code as it was sent, or None where they are not six."""
    typed = _NOT_SIGNS.sub("", text[:40])
    return typed if len(typed) == CODE_DIGITS and typed.isascii() and typed.isdigit() else None


def declaration_faults(round_: Round, typed: Mapping[str, str]) -> list[Fault]:
    """What is missing of the declaration: what ties the person to the area, and the age where one is set."""
    tied = typed.get("tie") in round_.ties
    return [*([] if tied else [Fault(field="tie", code="missing")]), *age_faults(round_, typed)]


def age_faults(round_: Round, typed: Mapping[str, str]) -> list[Fault]:
    """What is missing where the round sets an age."""
    if round_.minimum_age is None or typed.get("is_old_enough"):
        return []
    return [Fault(field="is_old_enough", code="missing", facts={"age": round_.minimum_age})]


def read_area(asked: Asked) -> str | Fault:
    """The area of the postcode that was typed, or what is wrong with it."""
    typed = one_line(asked.typed.get("postcode", ""))
    if not typed:
        return Fault(field="postcode", code="missing")
    postcode = read_postcode(typed)
    if postcode is None:
        return Fault(field="postcode", code="not-a-postcode")
    area = asked.area_of(postcode)
    if area is None:
        return Fault(field="postcode", code="postcode-outside")
    if not pots_for(asked.round, area):
        return Fault(field="postcode", code="postcode-without-pot")
    return area


def pots_for(round_: Round, area: str) -> tuple[PotId, ...]:
    """The pots that people of an area vote on: those for everybody, and their own ward's."""
    return tuple(pot.id for pot in round_.pots if pot.ward is None or pot.ward.id == area)


def decide_proofs(
    round_: Round,
    chosen: Sequence[str],
    ties: Sequence[str],
    *,
    needs: Mapping[str, Sequence[str]],
    there: Collection[str],
) -> Round:
    """The round with the proofs it will take, in the order of `needs`, and what must tie people to the area.

    `needs` says for every proof what has to be there first, `there` what is.
    Raises Refusal INVALID on `proofs`: none, one that is not known, `postcodes-first`, `register-first` or
    `texts-first`, `provider-first`; on `ties`: none, or one that is not known.
    """
    wanted = tuple(proof for proof in needs if proof in set(chosen))
    if not wanted or len(wanted) != len(set(chosen)):
        raise Refusal.field("proofs", "choose-a-proof")
    for proof in wanted:
        for need in needs[proof]:
            if need not in there:
                raise Refusal.field("proofs", f"{need}-first")
    kept = tuple(tie for tie in TIES if tie in set(ties))
    if not kept or len(kept) != len(set(ties)):
        raise Refusal.field("ties", "choose-a-tie")
    return replace(round_, proofs=wanted, ties=kept)
