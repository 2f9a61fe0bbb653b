"""What views of all apps share. HTTP stops at views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import trigger_client_event

from intranet.core.ui.actions import note_denial
from intranet.core.ui.panels import Panel, Place, all_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model, QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString
    from wagtail.models import Page

    from intranet.core.kinds import AnyUser, Person

    class SignedInRequest(HttpRequest):
        """What views get that are not public: the middleware lets nobody else through. A name for the type checker only."""

        user: Person

    PageView = Callable[[SignedInRequest, Any], HttpResponse]

M = TypeVar("M", bound="Model")
V = TypeVar("V", bound="PageView")
LONGEST_PATH = 2000


def get_visible_or_404(things: type[M] | QuerySet[M], user: AnyUser, **lookup: Any) -> M:
    """The thing, if the person may see it; otherwise it does not exist for them.

    ``things`` is a ``Visible`` model or a queryset of one. Raises ``Http404`` in both cases alike.
    """
    queryset: Any = things._default_manager.all() if isinstance(things, type) else things
    found: M | None = queryset.visible_to(user).filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def deny(request: SignedInRequest, thing: Model, why: str = "") -> NoReturn:
    """Refuse an act on a thing that the person was found to see: 403 with the reason, and a line in the log.

    Call it outside transactions: the line would be rolled back with them. Of what was written under an alias no line is kept: it could tell whose it is.
    """
    match = request.resolver_match
    if getattr(thing, "seal_id", None) is None:
        note_denial(request.user, thing, act=f"{request.method} {match.view_name if match else request.path_info}")
    raise PermissionDenied(why)


def rendered_panels(place: Place, request: HttpRequest, subject: Any = None) -> list[SafeString]:
    """The panels of all apps for a place that have something to show, in order; ``subject`` is whose page it is."""
    contexts = ((panel.template, panel.context(request.user, subject)) for panel in all_of(Panel) if panel.place == place)
    return [render_to_string(template, context, request=request) for template, context in contexts if context is not None]


_page_views: dict[type[Model], PageView] = {}


def page_view(model: type[Page]) -> Callable[[V], V]:
    """Name the view of a page type. One ``before_serve_page`` hook hands pages over, after asking who may see them."""

    def register(view: V) -> V:
        _page_views[model] = view
        return view

    return register


def view_of(model: type[Model]) -> PageView | None:
    """The view that was named for a page type."""
    return _page_views.get(model)


def safe_path(target: str, *, otherwise: str = "/") -> str:
    """``target`` if it is a path of this site, for a redirect that somebody else may have written; otherwise ``otherwise``."""
    is_path = target.startswith("/") and len(target) <= LONGEST_PATH and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_path else otherwise


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a fragment; going back and forth in the history asks for the whole page."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx and not htmx.history_restore_request)


def announce(response: HttpResponse, words: str, *, focus: str | None = None) -> HttpResponse:
    """Have the page say ``words`` once, and put the focus on the element ``focus`` (``#c-128``) after the swap."""
    trigger_client_event(response, "announce", {"value": str(words)})
    if focus:
        trigger_client_event(response, "focus", {"value": focus})
    return response
