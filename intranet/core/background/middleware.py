"""What happens around every request."""

from __future__ import annotations

import re
import time
import uuid
from typing import TYPE_CHECKING, Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField
from django.http import Http404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.functional import LazyObject, empty

from intranet.core.background import metrics, views
from intranet.core.background.log import request_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from csp.middleware import PolicyParts
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    Answer = Callable[[HttpRequest], HttpResponse]

ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9._-]{8,100}")
SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


class HealthMiddleware:
    """Answers health checks ahead of host names, redirects and sessions: a probe knows only an address and a port."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == reverse("alive"):
            return views.alive(request)
        if request.path_info == reverse("ready") and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return views.ready(request)
        return self.get_response(request)


class RequestMiddleware:
    """Gives each request an identity, which stands in the log and in the answer, and counts it by its route."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        identity = given if ACCEPTABLE_ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(identity)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = identity
        match = request.resolver_match
        metrics.count_request(match.route if match else "none", response.status_code, time.perf_counter() - started)
        return response


class SplitCSPMiddleware(CSPMiddleware):
    """The strict policy on the site, and the one that Wagtail's own pages need under the administration's address."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if parts.config is None and request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.config = settings.CONTENT_SECURITY_POLICY_ADMIN["DIRECTIVES"]
        return parts


class PrivateMiddleware:
    """Whatever a signed-in person is shown is kept nowhere on the way.

    The session cookie decides, so that nothing has to be read. An answer that is not a page may say otherwise itself.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        name = settings.SESSION_COOKIE_NAME
        if name not in request.COOKIES and name not in response.cookies:
            return response
        is_page = response.get("Content-Type", "text/html").startswith("text/html")
        if is_page or not response.has_header("Cache-Control"):
            if response.has_header("Cache-Control"):
                del response["Cache-Control"]
            patch_cache_control(response, private=True, no_store=True)
        return response


class SameSiteMiddleware:
    """Refuses what a page of another site sends, by the browser's own word: a second lock beside the CSRF token."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if request.method in SAFE_METHODS or getattr(view, "csrf_exempt", False):
            return
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise PermissionDenied


class PersonMiddleware:
    """Once it was read who is signed in, the account itself stands where Django puts what will read it: a page asks it some hundred things."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        # What stands there now, and not what was read first: another middleware may have signed in somebody else since.
        user: Any = request.user
        if isinstance(user, LazyObject) and user._wrapped is not empty:
            request.user = user._wrapped


class KeyMiddleware:
    """What no row can have never reaches the database, which would stumble over it: a number too large in an address, or the sign NUL, is not found; in a query NUL is not there."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        while "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]) -> None:
        if "\0" in request.path_info or any(isinstance(value, int) and value > BigIntegerField.MAX_BIGINT for value in kwargs.values()):
            raise Http404
