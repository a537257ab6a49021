"""The ways in which the tally says no: a ballot, a parameter, a contest or a file it cannot use.

Must not hold words for readers: a fault is a code and facts, and the words stand in templates.
"""

from __future__ import annotations

from typing import Any


class TallyInvalid(ValueError):
    """Input the tally refuses: `code` in kebab-case and `facts` that the words may use."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: dict[str, Any] = facts

    def __str__(self) -> str:
        """Show the code and the facts on one line, for logs and test failures."""
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code


class BallotInvalid(TallyInvalid):
    """A ballot that breaks the limits of its ballot type."""


class ContestInvalid(TallyInvalid):
    """A contest that cannot be counted: duplicate project, negative cost, invalid ballot."""


class ParamInvalid(TallyInvalid):
    """A rule parameter that is unknown, malformed or makes no sense with the others."""

    def __init__(self, name: str, code: str, **facts: Any) -> None:
        super().__init__(code, **facts)
        self.name = name


class FileInvalid(TallyInvalid):
    """A Pabulib file that cannot be read: where (line, section, field), what (code) and the facts."""

    def __init__(self, code: str, *, line: int, section: str, field: str, **facts: Any) -> None:
        super().__init__(code, **facts)
        self.line = line
        self.section = section
        self.field = field
