"""Somebody else takes over a leader's post: in the Wagtail admin, what will happen first, then by one press, now or on a later day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from blogs import actions, queries, rules
from blogs.forms import HandOverForm
from intranet.core.organisation.queries import name_of
from intranet.core.ui.http import deny

if TYPE_CHECKING:
    from django.http import HttpResponse

    from blogs.models import Leader
    from intranet.core.ui.http import SignedInRequest


@require_safe
def posts_held(request: SignedInRequest) -> HttpResponse:
    """Who holds which post, as far as the person may say that somebody else does."""
    leaders = [leader for leader in queries.leaders_to_hand_over() if rules.can_hand_over(request.user, leader)]
    context = {"leaders": leaders, "page_title": _("Posts held"), "header_title": _("Posts held"), "header_icon": "user"}
    return render(request, "blogs/admin/posts_held.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedInRequest, leader: int) -> HttpResponse:
    """Who takes over and from when; what will happen; done."""
    found = queries.leader_with_blog(leader)
    if found is None:
        raise Http404
    if not rules.can_hand_over(request.user, found):
        deny(request, found)
    if not found.leads:
        return _too_late(request)
    form = HandOverForm(request.POST if request.method == "POST" else None, leader=found, person=request.user)
    checked = form.is_bound and form.is_valid()
    if checked and "confirm" in request.POST:
        return _do(request, found, form)
    context = {
        "leader": found,
        "form": form,
        "what": queries.hand_over_of(found, to=form.cleaned_data["name"]) if checked and "back" not in request.POST else None,
        "page_title": _("Somebody else takes over"),
        "page_subtitle": str(found),
        "header_title": _("Somebody else takes over"),
        "header_icon": "user",
    }
    return render(request, "blogs/admin/hand_over.html", context, status=422 if form.is_bound and not checked else 200)


@require_POST
def drop_hand_over(request: SignedInRequest, leader: int) -> HttpResponse:
    """What was planned for a later day does not happen."""
    found = queries.leader_with_blog(leader)
    if found is None:
        raise Http404
    if not rules.can_hand_over(request.user, found):
        deny(request, found)
    if plan := getattr(found, "planned_hand_over", None):
        actions.drop_hand_over(plan, actor=request.user)
        messages.success(request, _("%(name)s keeps the post: nothing is planned any more.") % {"name": found.name})
    return redirect("blogs_posts_held")


def _do(request: SignedInRequest, leader: Leader, form: HandOverForm) -> HttpResponse:
    said = dict(form.cleaned_data)
    said["to"] = said.pop("name")
    try:
        if form.is_later:
            plan = actions.plan_hand_over(leader, actor=request.user, **said)
            words = {"name": name_of(plan.to), "day": date_format(plan.since, "j F Y")}
            messages.success(request, _("%(name)s takes over on %(day)s. Until then nothing changes.") % words)
            return redirect("blogs_posts_held")
        blog = actions.hand_over(leader, actor=request.user, **said)
    except actions.NotTheHolder:
        return _too_late(request)
    messages.success(request, _("%(name)s holds the post now. The blog is at %(address)s.") % {"name": blog.leader.name, "address": blog.get_url()})
    return redirect("wagtailadmin_pages:edit", blog.pk) if blog.permissions_for_user(request.user).can_edit() else redirect("blogs_posts_held")


def _too_late(request: SignedInRequest) -> HttpResponse:
    messages.warning(request, _("Somebody else holds the post by now."))
    return redirect("blogs_posts_held")
