"""What machines ask: is the process alive, is the site ready, how much of everything."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intranet.core.background import metrics as numbers
from intranet.core.background.health import examine

if TYPE_CHECKING:
    from django.http import HttpRequest


@login_not_required
@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is touched, so that a restart is asked for only when one would help."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Whether the site can serve people: 200, also when an optional part is away, else 503. Parts are named to those who may know."""
    report = examine()
    answer: dict[str, object] = {"status": "fail" if report.failed else "ok"}
    if _has_token(request) or (not report.failed and _is_administrator(request)):
        answer = {"status": report.status, "parts": report.parts}
    return JsonResponse(answer, status=503 if report.failed else 200)


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for Prometheus, for whoever holds ``METRICS_TOKEN``; nobody else learns that the address exists."""
    if not _has_token(request):
        raise Http404
    return HttpResponse(numbers.page(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _has_token(request: HttpRequest) -> bool:
    expected: str = getattr(settings, "METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def _is_administrator(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_active and user.is_superuser)
