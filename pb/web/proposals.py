"""Pages of proposals: the public list, one proposal, writing, editing, withdrawing, one's own.

They judge nothing typed: the domain does, and the form comes back with its words.
"""

from dataclasses import replace

from starlette.responses import Response

from pb.domain.proposal_form import TypedProposal
from pb.domain.proposals import GOALS, MOST_LINES
from pb.domain.refusals import Kind, Refusal
from pb.services import proposal_views, proposals
from pb.web.forms import Form
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.ways import Way

FIRST_LINES, MORE_LINES = 4, 3


def show_list(visit: Visit) -> Response:
    """GET /rounds/{round_id}/proposals: search and filters, twenty a page."""
    page = visit.query.text("page")
    found = proposal_views.view_list(
        visit.deps,
        visit.viewer,
        visit.params["round_id"],
        words=visit.query.text("words"),
        pot_id=visit.query.text("pot"),
        ward_id=visit.query.text("ward"),
        category_id=visit.query.text("category"),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )
    return render(visit, "proposals/list.html", found=found)


def show_proposal(visit: Visit) -> Response:
    """GET /rounds/{round_id}/proposals/{proposal_id}."""
    page = proposal_views.view_proposal(
        visit.deps, visit.viewer, visit.params["round_id"], visit.params["proposal_id"]
    )
    return render(visit, "proposals/proposal.html", page=page)


def show_propose(visit: Visit) -> Response:
    """GET /rounds/{round_id}/propose: an empty form."""
    return _form_page(visit, proposal_views.view_form(visit.deps, visit.viewer, visit.params["round_id"]))


def post_propose(visit: Visit) -> Response:
    """POST /rounds/{round_id}/propose: keep a draft, or submit."""
    return _save(visit, None)


def show_edit(visit: Visit) -> Response:
    """GET /rounds/{round_id}/proposals/{proposal_id}/edit: the form as it was left."""
    form = proposal_views.view_form(
        visit.deps, visit.viewer, visit.params["round_id"], visit.params["proposal_id"]
    )
    return _form_page(visit, form)


def post_edit(visit: Visit) -> Response:
    """POST /rounds/{round_id}/proposals/{proposal_id}/edit."""
    return _save(visit, visit.params["proposal_id"])


def show_withdraw(visit: Visit) -> Response:
    """GET /rounds/{round_id}/proposals/{proposal_id}/withdraw: asks once."""
    page = proposal_views.view_proposal(
        visit.deps, visit.viewer, visit.params["round_id"], visit.params["proposal_id"]
    )
    if not page.is_author:
        raise Refusal("proposal-not-found", Kind.NOT_FOUND)
    return render(visit, "proposals/withdraw.html", page=page)


def post_withdraw(visit: Visit) -> Response:
    """POST /rounds/{round_id}/proposals/{proposal_id}/withdraw."""
    proposals.withdraw(visit.deps, visit.viewer, visit.params["round_id"], visit.params["proposal_id"])
    return redirect(visit, "/my/proposals", notice="proposal-withdrawn")


def show_mine(visit: Visit) -> Response:
    """GET /my/proposals: everything one has written."""
    return render(visit, "proposals/mine.html", own=proposal_views.view_mine(visit.deps, visit.viewer))


def show_enter(visit: Visit) -> Response:
    """GET /manage/{round_id}/proposals/new: the form, for somebody offline."""
    form = proposal_views.view_staff_form(visit.deps, visit.viewer, visit.params["round_id"])
    return _form_page(visit, form, by_staff=True)


def post_enter(visit: Visit) -> Response:
    """POST /manage/{round_id}/proposals/new."""
    if "more_lines" in visit.form:
        return show_enter(replace(visit, typed=visit.form))
    round_id = visit.params["round_id"]
    proposals.enter(
        visit.deps,
        visit.viewer,
        round_id,
        read_typed(visit.form),
        author_name=visit.form.raw("author_name"),
    )
    return redirect(visit, f"/manage/{round_id}/reviews", notice="proposal-entered")


def read_typed(form: Form) -> TypedProposal:
    """The proposal form as it came."""
    return TypedProposal(
        language=form.raw("language"),
        title=form.raw("title"),
        summary=form.raw("summary"),
        description=form.raw("description"),
        amount=form.raw("amount"),
        lines=[
            (form.raw(f"line_label_{place}"), form.raw(f"line_amount_{place}"))
            for place in range(1, MOST_LINES + 1)
        ],
        pot_id=form.raw("pot_id"),
        ward_id=form.raw("ward_id"),
        category_id=form.raw("category_id"),
        goals=form.all("goals"),
    )


def _save(visit: Visit, proposal_id: str | None) -> Response:
    round_id = visit.params["round_id"]
    if "more_lines" in visit.form:
        show = show_propose if proposal_id is None else show_edit
        return show(replace(visit, typed=visit.form))
    submits = visit.form.raw("go") != "draft"
    proposal = proposals.save(
        visit.deps, visit.viewer, round_id, proposal_id, read_typed(visit.form), submit=submits
    )
    notice = "proposal-submitted" if submits else "proposal-draft-saved"
    return redirect(visit, f"/rounds/{round_id}/proposals/{proposal.id}", notice=notice)


def _form_page(visit: Visit, form: proposal_views.ProposalForm, *, by_staff: bool = False) -> Response:
    return render(
        visit,
        "proposals/form.html",
        form=form,
        goals=GOALS,
        lines=_line_count(visit, form),
        most_lines=MOST_LINES,
        by_staff=by_staff,
    )


def _line_count(visit: Visit, form: proposal_views.ProposalForm) -> int:
    """How many cost lines the form shows: those filled in and a few blank ones, more where asked for."""
    if visit.typed is None:
        filled = len(form.proposal.content.breakdown) if form.proposal else 0
        return min(MOST_LINES, max(FIRST_LINES, filled + 1))
    shown = sum(f"line_label_{place}" in visit.typed for place in range(1, MOST_LINES + 1))
    return min(MOST_LINES, max(FIRST_LINES, shown + (MORE_LINES if "more_lines" in visit.typed else 0)))


WAYS = (
    Way("/rounds/{round_id}/proposals", show_list),
    Way("/rounds/{round_id}/proposals/{proposal_id}", show_proposal),
    Way("/rounds/{round_id}/propose", show_propose, post_propose, private=True),
    Way("/rounds/{round_id}/proposals/{proposal_id}/edit", show_edit, post_edit, private=True),
    Way("/rounds/{round_id}/proposals/{proposal_id}/withdraw", show_withdraw, post_withdraw, private=True),
    Way("/my/proposals", show_mine, private=True),
    Way("/manage/{round_id}/proposals/new", show_enter, post_enter, private=True),
)
