"""What moderators set in a topic, and the answer that settles a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forums import actions, rules
from forums.forms import TypeForm
from forums.views.posts import place_of, post_or_404
from forums.views.topics import topic_or_404
from intranet.core.ui.http import deny

if TYPE_CHECKING:
    from django.http import HttpResponse

    from forums.models import Topic
    from intranet.core.ui.http import SignedInRequest


@require_POST
def lock_topic(request: SignedInRequest, area: str, pk: int, slug: str) -> HttpResponse:
    found = managed_or_denied(request, area, pk)
    act = actions.unlock if found.locked else actions.lock
    act(found, actor=request.user)
    return redirect(found)


@require_POST
def stick_topic(request: SignedInRequest, area: str, pk: int, slug: str) -> HttpResponse:
    found = managed_or_denied(request, area, pk)
    act = actions.unstick if found.sticky else actions.stick
    act(found, actor=request.user)
    return redirect(found)


@require_POST
def archive_topic(request: SignedInRequest, area: str, pk: int, slug: str) -> HttpResponse:
    found = managed_or_denied(request, area, pk)
    act = actions.unarchive if found.archived else actions.archive
    act(found, actor=request.user)
    return redirect(found)


@require_POST
def change_type(request: SignedInRequest, area: str, pk: int, slug: str) -> HttpResponse:
    found = managed_or_denied(request, area, pk)
    form = TypeForm(request.POST)
    if form.is_valid():
        actions.change_type(found, type=form.cleaned_data["type"], actor=request.user)
    return redirect(found)


def managed_or_denied(request: SignedInRequest, area: str, pk: int) -> Topic:
    """The topic, for who manages its area; not found for who does not see it."""
    found = topic_or_404(request, area, pk)
    if not rules.can_manage(request.user, found.area):
        deny(request, found, _("Only the moderators of the area can do this."))
    return found


@require_POST
def accept_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """``accepted`` 1: this post answers the question; 0: it does not any more. Sent twice it stays what was asked for."""
    found = post_or_404(request, pk)
    if not rules.can_accept(request.user, found):
        deny(request, found, _("Who asked the question accepts an answer, or a moderator of the area."))
    if request.POST.get("accepted") == "0":
        actions.withdraw_acceptance(found, actor=request.user)
        messages.success(request, _("The question is open again."))
    else:
        actions.accept(found, actor=request.user)
        messages.success(request, _("This answer stands at the top now."))
    return redirect(place_of(found))
