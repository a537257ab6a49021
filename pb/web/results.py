"""The public pages of results, and the same figures as a table to take away.

They show what was published and work nothing out; before that they only say when.
"""

import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from pb.domain.results import Line, PotResult
from pb.domain.rounds import Currency, Round
from pb.domain.text import Language
from pb.i18n import formats
from pb.i18n.templates import in_language
from pb.services import results
from pb.services.results import ResultsView
from pb.web import labels
from pb.web.reasons import decimal, why
from pb.web.render import redirect, render
from pb.web.sums import rounding_of, story_of
from pb.web.visit import Visit
from pb.web.ways import Way

FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "pot_id", "pot_cy", "pot_en", "number", "proposal_id", "title_cy", "title_en", "currency", "cost", "paid",
    "votes", "result", "place", "reason", "explanation",
)  # fmt: skip


def show_results(visit: Visit) -> Response:
    """GET /rounds/{round_id}/results: who won in every pot, or when that will be known."""
    view = results.view_results(visit.deps, visit.viewer, visit.params["round_id"])
    return render(visit, "results/round.html" if view.is_published else "results/not_yet.html", view=view)


def show_pot(visit: Visit) -> Response:
    """GET /rounds/{round_id}/results/{pot_id}: every proposal of a pot, and why it was funded or not."""
    view = results.view_results(visit.deps, visit.viewer, visit.params["round_id"])
    view.round.pot(visit.params["pot_id"])
    if not view.is_published:
        return render(visit, "results/not_yet.html", view=view)
    result = view.pot(visit.params["pot_id"])
    if result.is_hidden:
        return render(visit, "results/hidden.html", view=view, result=result)
    return render(
        visit,
        "results/pot.html",
        view=view,
        result=result,
        story=story_of(result, view.round.currency),
        **chart(visit, view.round, result),
    )


def show_table(visit: Visit) -> Response:
    """GET /rounds/{round_id}/results.csv: every proposal of every pot as a table."""
    view = results.view_results(visit.deps, visit.viewer, visit.params["round_id"])
    if not view.is_published:
        return redirect(visit, f"/rounds/{view.round.id}/results")
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(view, visit.language))
    name = f'attachment; filename="results-{view.round.id}.csv"'
    # the mark at the front tells spreadsheets that the letters are UTF-8
    return Response(
        written.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": name},
    )


def chart(visit: Visit, round_: Round, result: PotResult) -> dict[str, Any]:
    """The lines of a pot as `results/pieces.html` takes them, and how finely amounts are shown."""
    most = max((_height(round_, result, line) for line in result.lines), default=Fraction(0))
    rows = [_row(visit, round_, result, line, most) for line in result.lines]
    return {"rows": rows, "digits": rounding_of(round_.currency).digits}


def _row(visit: Visit, round_: Round, result: PotResult, line: Line, most: Fraction) -> dict[str, Any]:
    currency, standing = round_.currency, _standing(line)
    return {
        "title": in_language(line.title, visit.language),
        "href": visit.url(f"/rounds/{round_.id}/proposals/{line.proposal_id}"),
        "figure": _figure(round_, result, line, visit.language),
        "value": int(1000 * _height(round_, result, line) / most) if most else 0,
        "most": 1000,
        "won": line.won,
        "tag": labels.label_text(standing, "outcome", visit.language),
        "tag_kind": {"won": "good", "part": "waiting", "lost": "quiet"}[standing],
        "note": _note(visit, result, line, currency),
        "cost": formats.money(line.cost, currency.code, currency.minor_digits),
        "id": f"proposal-{line.number}",
        "sum": line.sum(rounding_of(currency)),
    }


def _note(visit: Visit, result: PotResult, line: Line, currency: Currency) -> Markup:
    told = why(line, result, currency, visit.language)
    if told.label is None or told.about is None:
        return Markup("{}").format(told.text)
    return Markup("{} {} {}").format(told.text, told.label, in_language(told.about, visit.language))


def _figure(round_: Round, result: PotResult, line: Line, language: Language) -> str:
    if line.votes is None:
        return "–"
    if line.score is None:
        return formats.count(line.votes)
    if result.measure == "middle":
        return labels.grade_text(int(line.score), _grades(round_), language)
    return decimal(line.score)


def _height(round_: Round, result: PotResult, line: Line) -> Fraction:
    """How long the bar of a line is beside the others; a better grade has the smaller number."""
    if line.score is None:
        return Fraction(line.votes or 0)
    score = Fraction(line.score)
    return Fraction(_grades(round_)) - score if result.measure == "middle" else max(score, Fraction(0))


def _grades(round_: Round) -> int:
    return round_.spec.limits.get("grades", 5)


def _standing(line: Line) -> str:
    return "won" if line.won else "part" if line.paid else "lost"


def _cells(view: ResultsView, language: Language) -> Iterator[list[str | int]]:
    currency = view.round.currency
    for result in view.pots:
        for line in result.lines:
            told = why(line, result, currency, language)
            yield [
                result.pot.id,
                _safe(result.pot.name.cy),
                _safe(result.pot.name.en),
                line.number,
                _safe(line.project_id),
                _safe(line.title.cy),
                _safe(line.title.en),
                _safe(currency.code),
                _plain_amount(line.cost, currency),
                _plain_amount(line.paid, currency),
                "" if line.votes is None else line.votes,
                _standing(line),
                "" if result.is_hidden else line.place or "",
                line.code,
                _safe(told.text),
            ]


def _plain_amount(amount: int, currency: Currency) -> str:
    """Major units with a point, for a spreadsheet to reckon with: `800.00`."""
    digits = currency.minor_digits
    if not digits:
        return str(amount)
    whole, rest = divmod(amount, 10**digits)
    return f"{whole}.{rest:0{digits}}"


def _safe(text: str) -> str:
    """Text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


WAYS = [
    Way("/rounds/{round_id}/results", show=show_results),
    Way("/rounds/{round_id}/results.csv", show=show_table),
    Way("/rounds/{round_id}/results/{pot_id}", show=show_pot),
]
