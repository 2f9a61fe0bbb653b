"""The one door to files of posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.constants import NONE
from csp.decorators import csp
from django.contrib.contenttypes.models import ContentType
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from forums.models import Attachment, Post
from intranet.core.moderation.models import Case

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models.fields.files import FieldFile

    from intranet.core.ui.http import SignedInRequest

closed_in = csp({"default-src": [NONE], "sandbox": True})


@require_safe
@closed_in  # type: ignore[arg-type]
def file(request: SignedInRequest, key: UUID) -> FileResponse:
    """A file as it was kept: pictures, which we made anew, in the browser; everything else to be saved."""
    found = _file_or_404(request, key)
    return _sent(found, found.file, inline=found.is_picture)


@require_safe
@closed_in  # type: ignore[arg-type]
def small_file(request: SignedInRequest, key: UUID) -> FileResponse:
    found = _file_or_404(request, key)
    if not found.small:
        raise Http404
    return _sent(found, found.small, inline=True)


def _file_or_404(request: SignedInRequest, key: UUID) -> Attachment:
    """For who may see its post; and for the moderators who have that in front of them, once it is scanned."""
    found = Attachment.objects.visible_to(request.user).filter(key=key).first()
    if found is None:
        cases = Case.objects.for_teams_of(request.user).filter(content_type=ContentType.objects.get_for_model(Post))
        judged = Attachment.objects.filter(key=key, scan=Attachment.Scan.CLEAN, post__in=cases.values("object_id"))
        found = judged.first()
    if found is None:
        raise Http404
    return found


def _sent(found: Attachment, content: FieldFile, *, inline: bool) -> FileResponse:
    try:
        opened = content.open("rb")
    except OSError as gone:
        raise Http404 from gone
    response = FileResponse(opened, as_attachment=not inline, filename=found.name, content_type=found.type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
