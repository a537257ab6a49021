"""Pages of an organisation: its rounds, a new round, its wards, its settings.

People and roles have their own pages in `people`.
"""

from starlette.responses import Response

from pb.domain.rounds import Ward
from pb.i18n.sorting import SortKey, sort_key
from pb.services import clockwork, organisations, setup
from pb.web.render import redirect, render
from pb.web.setup import read_names
from pb.web.visit import Visit
from pb.web.ways import Way


def show_dashboard(visit: Visit) -> Response:
    """GET /organisations/{organisation_id}: rounds, and what to do next in each."""
    clockwork.settle_all(visit.deps)
    page = organisations.view_dashboard(visit.deps, visit.viewer, visit.params["organisation_id"])
    return render(visit, "organisations/dashboard.html", page=page)


def show_new_round(visit: Visit) -> Response:
    """GET /organisations/{organisation_id}/rounds/new: the names a round begins with."""
    page = organisations.view_new_round(visit.deps, visit.viewer, visit.params["organisation_id"])
    return render(visit, "organisations/new_round.html", page=page)


def post_new_round(visit: Visit) -> Response:
    """POST /organisations/{organisation_id}/rounds/new: a draft, seen by nobody outside."""
    organisation_id = visit.params["organisation_id"]
    round_id = setup.create_round(visit.deps, visit.viewer, organisation_id, read_names(visit.form))
    return redirect(visit, f"/manage/{round_id}", notice="round-created")


def show_wards(visit: Visit) -> Response:
    """GET /organisations/{organisation_id}/wards: in the alphabet of the page's language."""
    page = organisations.view_wards(visit.deps, visit.viewer, visit.params["organisation_id"])
    return render(visit, "organisations/wards.html", page=page, wards=_sorted(visit, page.wards))


def post_wards(visit: Visit) -> Response:
    """POST /organisations/{organisation_id}/wards: one more ward."""
    organisation_id = visit.params["organisation_id"]
    organisations.add_ward(visit.deps, visit.viewer, organisation_id, visit.form.bilingual("name"))
    return redirect(visit, f"/organisations/{organisation_id}/wards", notice="ward-added")


def show_ward(visit: Visit) -> Response:
    """GET /organisations/{organisation_id}/wards/{ward_id}: its names."""
    return _ward_page(visit, "organisations/ward.html")


def post_ward(visit: Visit) -> Response:
    """POST /organisations/{organisation_id}/wards/{ward_id}: rename it."""
    organisation_id, ward_id = visit.params["organisation_id"], visit.params["ward_id"]
    organisations.rename_ward(
        visit.deps, visit.viewer, organisation_id, ward_id, visit.form.bilingual("name")
    )
    return redirect(visit, f"/organisations/{organisation_id}/wards", notice="saved")


def show_remove_ward(visit: Visit) -> Response:
    """GET /organisations/{organisation_id}/wards/{ward_id}/remove: asks once."""
    return _ward_page(visit, "organisations/ward_remove.html")


def post_remove_ward(visit: Visit) -> Response:
    """POST /organisations/{organisation_id}/wards/{ward_id}/remove: take it off the list."""
    organisation_id = visit.params["organisation_id"]
    organisations.remove_ward(visit.deps, visit.viewer, organisation_id, visit.params["ward_id"])
    return redirect(visit, f"/organisations/{organisation_id}/wards", notice="ward-removed")


def show_settings(visit: Visit) -> Response:
    """GET /organisations/{organisation_id}/settings: names, and the second pair of eyes."""
    page = organisations.view_settings(visit.deps, visit.viewer, visit.params["organisation_id"])
    return render(visit, "organisations/settings.html", page=page)


def post_settings(visit: Visit) -> Response:
    """POST /organisations/{organisation_id}/settings."""
    organisation_id = visit.params["organisation_id"]
    organisations.save_settings(
        visit.deps,
        visit.viewer,
        organisation_id,
        visit.form.bilingual("name"),
        four_eyes=visit.form.checked("four_eyes"),
    )
    return redirect(visit, f"/organisations/{organisation_id}/settings", notice="saved")


def _ward_page(visit: Visit, template: str) -> Response:
    page = organisations.view_ward(
        visit.deps, visit.viewer, visit.params["organisation_id"], visit.params["ward_id"]
    )
    return render(visit, template, page=page, ward=page.wards[0])


def _sorted(visit: Visit, wards: tuple[Ward, ...]) -> list[Ward]:
    def key(ward: Ward) -> SortKey:
        return sort_key(ward.name.in_language(visit.language)[0], visit.language)

    return sorted(wards, key=key)


_HERE = "/organisations/{organisation_id}"
WAYS = (
    Way(_HERE, show_dashboard),
    Way(f"{_HERE}/rounds/new", show_new_round, post_new_round),
    Way(f"{_HERE}/wards", show_wards, post_wards),
    Way(f"{_HERE}/wards/{{ward_id}}", show_ward, post_ward),
    Way(f"{_HERE}/wards/{{ward_id}}/remove", show_remove_ward, post_remove_ward),
    Way(f"{_HERE}/settings", show_settings, post_settings),
)
