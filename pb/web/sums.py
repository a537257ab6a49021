"""The sums of a result made ready for its page: amounts rounded, and how equal shares went in numbers.

It works nothing out about who wins; all of it follows from what was sealed.
"""

from dataclasses import dataclass
from fractions import Fraction

from pb.domain.results import Line, PotResult, SharesStory
from pb.domain.rounds import Currency
from pb.domain.sums import Rounding, Sum


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The story of equal shares, in the finest unit shown; `exact` is the share before rounding down."""

    to_share: int
    people: int
    exact: int
    start: int
    rounded_down: bool
    share: int
    raised: int
    step: int
    stopped: str | None
    first: Line
    first_sum: Sum
    paid_width: str
    passed: Line | None
    passed_sum: Sum | None
    passed_by: Line | None
    passed_by_sum: Sum | None
    closest: Line | None
    closest_sum: Sum | None


def rounding_of(currency: Currency) -> Rounding:
    """How finely the page shows amounts that people paid."""
    return Rounding(minor_digits=currency.minor_digits)


def story_of(result: PotResult, currency: Currency) -> Told | None:
    """The story of equal shares in the pot, with its sums; None where another rule was used."""
    story = result.shares_story()
    rounding = rounding_of(currency)
    first = story.first.sum(rounding) if story else None
    if story is None or first is None:
        return None
    shown = rounding.shown
    passed, passed_by = _pair(story, rounding)
    return Told(
        to_share=shown(story.to_share),
        people=story.people,
        exact=shown(Fraction(story.to_share, story.people)),
        start=shown(story.start),
        rounded_down=story.rounded_down,
        share=shown(story.share),
        raised=story.raised,
        step=shown(story.step),
        stopped=story.stopped,
        first=story.first,
        first_sum=first,
        paid_width=_width(first, shown(story.share)),
        passed=story.passed if passed and passed_by else None,
        passed_sum=passed,
        passed_by=story.passed_by,
        passed_by_sum=passed_by,
        closest=story.closest,
        closest_sum=story.closest.sum(rounding) if story.closest else None,
    )


def _pair(story: SharesStory, rounding: Rounding) -> tuple[Sum | None, Sum | None]:
    """The sums of a proposal that lost with more votes, and of the one that won with fewer."""
    if story.passed is None or story.passed_by is None:
        return None, None
    return story.passed.sum(rounding), story.passed_by.sum(rounding)


def _width(first: Sum, share: int) -> str:
    """What one person paid, in hundredths of the share, for the picture."""
    each = first.rows[0].each or 0
    return f"{min(10000, 10000 * each // max(1, share)) / 100:g}"
