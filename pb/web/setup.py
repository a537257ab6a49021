"""The pages on which a round is set up: names, pots, dates, ballot and rule, each saved by itself.

They read what was typed and pass it on; what is allowed is for the domain to say.
"""

from starlette.responses import Response

from pb.domain.categories import MOST_CATEGORIES
from pb.domain.paper_setup import TypedBallot
from pb.domain.refusals import Fault, refuse_faults
from pb.domain.schedules import DATES
from pb.domain.setup import TypedNames
from pb.services import categories, overview, setup
from pb.web.forms import Form, instant
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.ways import Handler, Way


def _shown_by(template: str) -> Handler:
    """A handler that shows a set-up page with what stands now."""

    def show(visit: Visit) -> Response:
        page = overview.view_setup(visit.deps, visit.viewer, visit.params["round_id"])
        return render(visit, f"rounds/{template}.html", page=page, round=page.round)

    return show


def post_names(visit: Visit) -> Response:
    """POST /manage/{round_id}/names: names, summary and contact."""
    round_id = visit.params["round_id"]
    setup.save_names(visit.deps, visit.viewer, round_id, read_names(visit.form))
    return _saved(visit, round_id)


def show_pot(visit: Visit) -> Response:
    """GET /manage/{round_id}/pots/{pot_id}: one pot."""
    return _pot_page(visit, "rounds/pot.html")


def post_new_pot(visit: Visit) -> Response:
    """POST /manage/{round_id}/pots/new: one more pot."""
    round_id = visit.params["round_id"]
    setup.add_pot(visit.deps, visit.viewer, round_id, _read_pot(visit.form))
    return redirect(visit, f"/manage/{round_id}/pots", notice="saved")


def post_pot(visit: Visit) -> Response:
    """POST /manage/{round_id}/pots/{pot_id}: change a pot."""
    round_id = visit.params["round_id"]
    setup.save_pot(visit.deps, visit.viewer, round_id, visit.params["pot_id"], _read_pot(visit.form))
    return redirect(visit, f"/manage/{round_id}/pots", notice="saved")


def show_remove_pot(visit: Visit) -> Response:
    """GET /manage/{round_id}/pots/{pot_id}/remove: asks once."""
    return _pot_page(visit, "rounds/pot_remove.html")


def post_remove_pot(visit: Visit) -> Response:
    """POST /manage/{round_id}/pots/{pot_id}/remove: take the pot away."""
    round_id = visit.params["round_id"]
    setup.remove_pot(visit.deps, visit.viewer, round_id, visit.params["pot_id"])
    return redirect(visit, f"/manage/{round_id}/pots", notice="pot-removed")


def post_categories(visit: Visit) -> Response:
    """POST /manage/{round_id}/categories: the kinds of proposals, a line for each."""
    form, round_id = visit.form, visit.params["round_id"]
    lines = range(1, MOST_CATEGORIES + 1)
    typed = [(form.raw(f"category_id_{line}"), form.bilingual(f"category_{line}")) for line in lines]
    categories.save_categories(visit.deps, visit.viewer, round_id, typed)
    return _saved(visit, round_id)


def post_dates(visit: Visit) -> Response:
    """POST /manage/{round_id}/dates: the dates on the page; those shown as text stay as they are."""
    round_id = visit.params["round_id"]
    typed = {name: instant(visit.form, name) for name in DATES if f"{name}_date" in visit.form}
    refuse_faults(*typed.values())
    wanted = {name: at for name, at in typed.items() if not isinstance(at, Fault)}
    setup.save_dates(visit.deps, visit.viewer, round_id, wanted)
    return _saved(visit, round_id)


def post_ballot(visit: Visit) -> Response:
    """POST /manage/{round_id}/ballot: ballot type, limits and minimum age."""
    round_id, form = visit.params["round_id"], visit.form
    typed = TypedBallot(
        type=form.text("ballot_type"),
        max_count=form.text("max_count"),
        min_count=form.text("min_count"),
        own={name: form.text(name) for name in form.fields if "." in name},
        age=form.text("age"),
        other_age=form.text("other_age"),
        box_mode=form.text("box_mode") or "sealed",
        which_counts=form.text("which_counts") or "last",
    )
    setup.save_ballot(visit.deps, visit.viewer, round_id, typed)
    return _saved(visit, round_id)


def post_rule(visit: Visit) -> Response:
    """POST /manage/{round_id}/rule: the rule, and the fields named after it (`most-votes.fit`)."""
    round_id, rule_id = visit.params["round_id"], visit.form.text("rule")
    params = visit.form.marks(prefix=f"{rule_id}.")
    terms = visit.form.marks(prefix="terms.")
    setup.save_rule(visit.deps, visit.viewer, round_id, rule_id, params, terms=terms)
    return _saved(visit, round_id)


def read_names(form: Form) -> TypedNames:
    """The fields of `rounds/_names.html`."""
    return TypedNames(
        name=form.bilingual("name"),
        summary=form.bilingual("summary", paragraphs=True),
        contact=form.text("contact"),
    )


def _read_pot(form: Form) -> setup.PotForm:
    return setup.PotForm(
        name=form.bilingual("name"),
        amount=form.text("amount"),
        ward_id=form.text("ward"),
        theme=form.bilingual("theme"),
        largest_request=form.text("largest_request"),
    )


def _pot_page(visit: Visit, template: str) -> Response:
    page = overview.view_setup(visit.deps, visit.viewer, visit.params["round_id"])
    pot = page.round.pot(visit.params["pot_id"])
    return render(visit, template, page=page, round=page.round, pot=pot)


def _saved(visit: Visit, round_id: str) -> Response:
    return redirect(visit, f"/manage/{round_id}", notice="saved")


_HERE = "/manage/{round_id}"
WAYS = (
    Way(f"{_HERE}/names", _shown_by("names"), post_names),
    Way(f"{_HERE}/pots", _shown_by("pots")),
    Way(f"{_HERE}/pots/new", _shown_by("pot_new"), post_new_pot),
    Way(f"{_HERE}/pots/{{pot_id}}", show_pot, post_pot),
    Way(f"{_HERE}/pots/{{pot_id}}/remove", show_remove_pot, post_remove_pot),
    Way(f"{_HERE}/categories", _shown_by("categories"), post_categories),
    Way(f"{_HERE}/dates", _shown_by("dates"), post_dates),
    Way(f"{_HERE}/ballot", _shown_by("ballot"), post_ballot),
    Way(f"{_HERE}/rule", _shown_by("rule"), post_rule),
)
