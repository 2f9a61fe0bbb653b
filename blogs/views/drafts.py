"""Before and after a post is out: approving a draft, and telling everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from blogs import actions, queries, rules
from blogs.forms import DecisionForm
from blogs.models import PostPage
from blogs.views.pages import PICTURE
from intranet.core.ui.http import deny, get_visible_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def tell_everybody(request: SignedInRequest, post: int) -> HttpResponse:
    """How many people would be told of a post, before it is done; it cannot be taken back."""
    found = get_visible_or_404(PostPage.objects.with_leader(), request.user, pk=post)
    if not rules.can_tell_everybody(request.user, found):
        deny(request, found)
    if request.method == "POST":
        actions.tell_everybody(found, actor=request.user)
        messages.success(request, _("Everybody who may read this post is told of it."))
        return redirect(found.get_absolute_url())
    number = queries.people_to_tell(found, actor=request.user)
    return render(request, "blogs/tell_everybody.html", {"post": found, "number": number, "told": queries.telling_of(found)})


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: SignedInRequest, post: int) -> HttpResponse:
    """A draft as its readers will see it, for those who decide on it; for all others it does not exist."""
    found = PostPage.objects.filter(pk=post).with_leader().first()
    if found is None or not rules.decides_on(request.user, found):
        raise Http404
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _decide(request, found, form)
    return _draft(request, found, form)


def _draft(request: SignedInRequest, found: PostPage, form: DecisionForm) -> HttpResponse:
    draft = queries.with_pictures(found.get_latest_revision_as_object(), PICTURE)
    context = {
        "post": draft,
        "tags": [tag for tag in draft.tags.all() if tag.slug],
        "is_waiting": found.current_workflow_task_state is not None,
        "may_approve": rules.can_approve(request.user, found),
        "form": form,
        "election": found.election_now(),
    }
    return render(request, "blogs/approve.html", context, status=422 if form.errors else 200)


def _decide(request: SignedInRequest, found: PostPage, form: DecisionForm) -> HttpResponse:
    try:
        if form.cleaned_data["decision"] == DecisionForm.CHANGE:
            actions.ask_for_changes(found, approver=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("You asked for changes. Who wrote it is told what you said."))
            return redirect("blogs:approve", post=found.pk)
        if not rules.can_approve(request.user, found):
            deny(request, found)
        published = actions.approve_post(found, approver=request.user)
    except actions.AlreadyDecided as refusal:
        messages.warning(request, str(refusal))
        return redirect("blogs:approve", post=found.pk)
    if published.live:
        messages.success(request, _("You approved this post. It is published."))
        return redirect(published.get_absolute_url())
    election = published.election_now()
    if election is not None:
        messages.success(
            request,
            _("You approved this post. It is published after the election period, which ends on %(day)s.") % {"day": date_format(election.last_day)},
        )
    else:
        messages.success(request, _("You approved this post. It is published at the time that was set."))
    return redirect("blogs:approve", post=found.pk)
