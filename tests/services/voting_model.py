"""What a vote ought to do, in some fifty plain lines: no database, no keys, no clock, no seals.

Must stay so simple that it can be believed by reading: the real services are held against it.
"""

from dataclasses import dataclass, field

GOOD, VOID = "good", "void"
TOO_MANY = "too many"  # the name of the choices that break a limit


@dataclass(kw_only=True)
class Holder:
    """Somebody with a code. Choices go by name; `votes` are (choices, receipt), the first cast first."""

    state: str = GOOD
    is_in: bool = False
    ticked: str | None = None
    votes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def form(self) -> tuple[str, int]:
        """What the check page asks to cast, and after how many votes."""
        shown = self.ticked or (self.votes[-1][0] if self.votes else "blank")
        return shown, len(self.votes)


@dataclass(kw_only=True)
class Model:
    holders: dict[str, Holder] = field(default_factory=dict)
    is_closed: bool = False
    first_counts: bool = False
    hour_over: bool = True
    unsealed: int = 0
    batches: list[int] = field(default_factory=list)  # their sizes

    def look(self, least: int) -> None:
        """Whoever looks first seals what waits, where the hour is over."""
        if self.hour_over and self.unsealed >= least and not self.is_closed:
            self.batches, self.unsealed, self.hour_over = [*self.batches, self.unsealed], 0, False

    def choose(self, code: str, choices: str) -> None:
        holder = self.holders[code]
        if self.stands(code):
            return
        holder.ticked = None if holder.votes and holder.votes[-1][0] == choices else choices

    def stands(self, code: str) -> bool:
        """Whether a vote is cast that cannot be changed."""
        return self.first_counts and bool(self.holders[code].votes)

    def answer(self, code: str, form: tuple[str, int]) -> str:
        """What becomes of a form that is sent: `cast`, `again` (cast before) or the code of a refusal."""
        holder = self.holders[code]
        if self.is_closed:
            return "voting-closed"
        if holder.state != GOOD:
            return "code-first"
        if any((choices, at) == form for at, (choices, _) in enumerate(holder.votes)):
            return "again"
        if self.stands(code):
            return "vote-stands"
        if holder.ticked is None or (holder.ticked, len(holder.votes)) != form:
            return "choices-changed"
        return "invalid-form" if holder.ticked == TOO_MANY else "cast"

    def cast(self, code: str, choices: str, receipt: str) -> None:
        self.holders[code].votes.append((choices, receipt))
        self.holders[code].ticked = None
        self.unsealed += 1

    def void(self, code: str) -> None:
        self.holders[code].state, self.holders[code].is_in, self.holders[code].ticked = VOID, False, None

    def close(self, least: int) -> None:
        self.look(least)
        self.batches += [self.unsealed] if self.unsealed else []
        self.is_closed = True
        for holder in self.holders.values():
            holder.is_in, holder.ticked = False, None

    def leave(self) -> None:
        """An hour goes by: nobody's session outlives it."""
        self.hour_over = True
        for holder in self.holders.values():
            holder.is_in = False

    def receipts(self) -> dict[str, str]:
        """What each receipt stands for in the end: `counted`, `replaced` or `void`."""
        last = {GOOD: "counted", VOID: "void"}
        return {
            receipt: last[holder.state] if at == len(holder.votes) else "replaced"
            for holder in self.holders.values()
            for at, (_, receipt) in enumerate(holder.votes, start=1)
        }

    def counted(self) -> list[str]:
        return [each.votes[-1][0] for each in self.holders.values() if each.votes and each.state == GOOD]
