"""Doors that Wagtail leaves open: titles in its admin, and pictures."""

from __future__ import annotations

from hashlib import sha256
from mimetypes import guess_type
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.images import get_image_model

from intranet.core.organisation import queries

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from intranet.core.ui.http import SignedInRequest

_LONGEST_KEY = 19
_chosen = ChosenMultipleView.as_view()


@require_admin_access
def chosen_pages(request: SignedInRequest) -> HttpResponseBase:
    """Titles and addresses of pages by their keys, of those alone that the person knows of."""
    keys = set(request.GET.getlist("id"))
    are_keys = all(key.isdecimal() and len(key) < _LONGEST_KEY for key in keys)
    if not are_keys or queries.pages_known_to(request.user).filter(pk__in=keys).count() != len(keys):
        raise Http404
    return _chosen(request)


@login_not_required
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture in one of the sizes that pages show, for whoever may see one of these; as it was uploaded, for those who work with it."""
    images = get_image_model()
    shown = images.get_rendition_model().objects.filter(file=name).select_related("image__collection").first()
    whole = images.objects.filter(file=name).select_related("collection").first() if shown is None else None
    if shown is not None:
        allowed = queries.can_see_file(request.user, shown.image) or queries.is_logo(shown.image)
    else:
        allowed = whole is not None and queries.can_see_collection(request.user, whole.collection) and queries.works_with(request.user, whole)
    found = shown or whole
    if found is None or not allowed or not found.file.storage.exists(name):
        raise Http404
    # Another file has another name. Whoever may not see it any more is not even told that it has not changed.
    etag = f'"{sha256(name.encode()).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Content-Security-Policy": "default-src 'none'"}
    response = FileResponse(found.file.open("rb"), content_type=guess_type(name)[0] or "application/octet-stream", headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response  # type: ignore[arg-type]
