"""The auditor's pages: a round in full, its chain of events, and the record as a file.

They change nothing; that a record was taken is noted by the service.
"""

from datetime import datetime
from typing import Any

from starlette.responses import Response

from pb.domain.events import SealedEvent
from pb.domain.text import Language
from pb.i18n.marks import say
from pb.services import audit
from pb.web import labels
from pb.web.forms import page_asked
from pb.web.render import render
from pb.web.visit import Visit
from pb.web.ways import Way


def show_audit(visit: Visit) -> Response:
    """GET /audit/{round_id}: everything about a round."""
    view = audit.view_audit(visit.deps, visit.viewer, visit.params["round_id"])
    return render(visit, "audit/round.html", view=view)


def show_events(visit: Visit) -> Response:
    """GET /audit/{round_id}/events: the chain, a page at a time."""
    view = audit.view_events(visit.deps, visit.viewer, visit.params["round_id"], page=page_asked(visit.query))
    entries = [_entry(event, visit.language) for event in view.events]
    return render(visit, "audit/events.html", view=view, entries=entries)


def show_record(visit: Visit) -> Response:
    """GET /audit/{round_id}/record.zip: the record of a counted round."""
    export = audit.export_record(visit.deps, visit.viewer, visit.params["round_id"])
    name = f'attachment; filename="{export.name}"'
    return Response(export.content, media_type="application/zip", headers={"content-disposition": name})


def show_annex(visit: Visit) -> Response:
    """GET /audit/{round_id}/annex.zip: the openings, for auditors alone."""
    export = audit.export_annex(visit.deps, visit.viewer, visit.params["round_id"])
    name = f'attachment; filename="{export.name}"'
    return Response(export.content, media_type="application/zip", headers={"content-disposition": name})


def _entry(event: SealedEvent, language: Language) -> dict[str, Any]:
    return {
        "event": event,
        "at": datetime.fromisoformat(event.at),
        "what": _known(f"event.{event.type}", event.type, language),
        "who": _known(f"actor.{event.role}", event.role, language),
    }


def _known(name: str, value: str, language: Language) -> str:
    """The words for a name, or the value itself where it has none: the chain outlives every list of words."""
    mark = labels.labels().get(name)
    return value if mark is None else say(mark, labels.words_of(language))


WAYS = [
    Way("/audit/{round_id}", show=show_audit),
    Way("/audit/{round_id}/events", show=show_events),
    Way("/audit/{round_id}/record.zip", show=show_record),
    Way("/audit/{round_id}/annex.zip", show=show_annex),
]
