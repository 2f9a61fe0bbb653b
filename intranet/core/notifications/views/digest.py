"""What a person's next digest would hold, were it sent now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from intranet.core.background import now
from intranet.core.notifications.queries.digests import digest_of
from intranet.core.notifications.queries.periods import next_digest
from intranet.core.notifications.queries.preferences import wishes_of
from intranet.core.notifications.queries.rounds import starts_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest


@require_safe
def digest(request: SignedInRequest) -> HttpResponse:
    moment, wishes = now(), wishes_of(request.user)
    since = starts_of([request.user.pk], moment)[request.user.pk]
    content = digest_of(request.user, since, moment) if wishes.has_digest else None
    context = {"content": content, "wishes": wishes, "due": next_digest(wishes.digest, moment)}
    return render(request, "notifications/digest_preview.html", context)
