"""How the program says no: one exception with a code, its facts and, for forms, a fault per field.

It holds no words: codes become sentences in the reader's language in the web layer.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What sort of no it is; each kind answers with one HTTP status."""

    NOT_FOUND = "not-found"
    NOT_ALLOWED = "not-allowed"
    WRONG_PHASE = "wrong-phase"
    INVALID = "invalid"
    TOO_MANY = "too-many"
    UNAVAILABLE = "unavailable"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with one field of a form: the field's name, a code, and the facts its words need."""

    field: str
    code: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class Refusal(Exception):
    """The only exception for "no"; anything else that is raised is a bug."""

    def __init__(self, code: str, kind: Kind, faults: Sequence[Fault] = (), **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.kind = kind
        self.faults = tuple(faults)
        self.facts = facts

    @classmethod
    def invalid(cls, faults: Sequence[Fault]) -> "Refusal":
        """A form that cannot be taken as it is; `faults` names each field to mend, in page order."""
        return cls("invalid-form", Kind.INVALID, faults)

    @classmethod
    def field(cls, name: str, code: str, **facts: Any) -> "Refusal":
        """A form with one field to mend."""
        return cls.invalid([Fault(field=name, code=code, facts=facts)])


def faults_of(values: Iterable[object]) -> list[Fault]:
    """The faults among values that were read from a form, in order."""
    return [value for value in values if isinstance(value, Fault)]


def refuse_faults(*values: object) -> None:
    """Raise one Refusal with every fault among the values, in order; nothing where there is none."""
    faults = faults_of(values)
    if faults:
        raise Refusal.invalid(faults)
