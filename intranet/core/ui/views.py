"""Signing in, light or dark, drafts, and the brand."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from intranet.core.background.rates import is_too_often
from intranet.core.ui.actions import CannotKeep, choose_theme, drop_draft, keep_draft
from intranet.core.ui.forms import SignInForm
from intranet.core.ui.http import announce, is_partial, safe_path
from intranet.core.ui.queries import brands, desk_of

if TYPE_CHECKING:
    from typing import Any

    from django.contrib.auth.forms import AuthenticationForm
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from intranet.core.ui.http import SignedInRequest

#: A form that is typed in saves every few seconds; several may be open.
MOST_SAVES_A_MINUTE = 120


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """The way in. Somebody who is signed in already is led on."""

    template_name = "accounts/login.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(request, "htmx", None) and request.method == "GET":
            return HttpResponseClientRedirect(request.path)
        return super().dispatch(request, *args, **kwargs)

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        asked = request or self.request
        return safe_path(asked.POST.get("next", asked.GET.get("next", "")), otherwise="")

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device has it; back to the page where it was chosen."""
    choose_theme(request.user, theme=request.POST.get("theme", ""))
    return HttpResponseRedirect(_back(request))


@require_POST
def draft(request: SignedInRequest) -> HttpResponse:
    """Keep what stands in a form as the person's draft, or forget it. The form's own hidden field ``draft`` says which place it is of."""
    place, pressed = request.POST.get("draft", ""), getattr(request, "htmx", None) and request.htmx.trigger_name  # type: ignore[attr-defined]
    if is_too_often(f"draft:{request.user.pk}", most=MOST_SAVES_A_MINUTE, seconds=60):
        return HttpResponse(status=429)
    if pressed == "discard" or "discard" in request.POST:
        drop_draft(request.user, place=place)
        messages.success(request, _("Your draft is gone."))
        return HttpResponseClientRefresh() if is_partial(request) else HttpResponseRedirect(_back(request))
    try:
        kept = keep_draft(request.user, place=place, fields=dict(request.POST.lists()))
    except CannotKeep:
        return HttpResponse(status=400)
    words = _("Your draft is kept. Only you can see it.") if kept else _("There is nothing to keep yet.")
    if not is_partial(request):
        messages.success(request, words)
        return HttpResponseRedirect(_back(request))
    response = render(request, "components/draft_note.html", {"desk": desk_of(request.user, place)})
    return announce(response, words) if pressed == "keep" else response


@require_safe
@login_not_required
def brand(request: HttpRequest, digest: str) -> HttpResponse:
    """A brand's sheet, under the address that changes with what it says."""
    sheet = next((brand.css for brand in brands() if brand.css and brand.css_hash == digest), None)
    if sheet is None:
        raise Http404
    return HttpResponse(sheet, content_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=31536000, immutable"})


def _back(request: HttpRequest) -> str:
    """The path of the page that the request came from."""
    referrer = urlsplit(request.headers.get("referer", ""))
    return safe_path(referrer._replace(scheme="", netloc="").geturl()) if referrer.netloc == request.get_host() else "/"
