"""Ballot papers to print, each in both languages at once.

It reads what stands on a paper and draws it; whoever prints it does so with the browser.
"""

from dataclasses import dataclass
from types import ModuleType
from typing import Any

from starlette.responses import Response

from pb.domain.text import Language
from pb.services import printing
from pb.tally.model import BallotSpec
from pb.web import labels
from pb.web.render import environment, render
from pb.web.visit import Visit
from pb.web.ways import Way

LANGUAGES: tuple[Language, ...] = ("cy", "en")


@dataclass(frozen=True, slots=True)
class Voice:
    """What a paper says in one language: macros of the templates, speaking it."""

    language: Language
    words: Any
    ballot: Any
    limits: Any


def show_printed(visit: Visit) -> Response:
    """GET /manage/{round_id}/paper: a sheet for each pot in both languages; `size=large` for large print."""
    view = printing.view_printed(visit.deps, visit.viewer, visit.params["round_id"])
    return render(
        visit,
        "printed/paper.html",
        view=view,
        voices=[_voice(language, view.round.spec.type) for language in LANGUAGES],
        grade_words=_grades(view.round.spec),
        is_large=visit.query.raw("size") == "large",
    )


def _voice(language: Language, ballot_type: str) -> Voice:
    def macros(template: str) -> ModuleType | Any:
        return environment(language).get_template(template).module

    return Voice(
        language,
        macros("printed/_words.html"),
        macros(f"ballots/{ballot_type}.html"),
        macros("ballots/_limits.html"),
    )


def _grades(spec: BallotSpec) -> list[list[tuple[Language, str]]]:
    """Each grade from the best, in both languages; none where the paper has no grades."""
    count = spec.limits.get("grades", 5) if spec.type == "grades" else 0
    return [
        [(language, labels.grade_text(mark, count, language)) for language in LANGUAGES]
        for mark in range(count)
    ]


WAYS = (Way("/manage/{round_id}/paper", show_printed, private=True),)
