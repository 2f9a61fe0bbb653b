"""Pages of people and services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intranet.core.organisation.models import Profile, Service
from intranet.core.ui.http import get_visible_or_404, rendered_panels
from intranet.people import actions, queries
from intranet.people.forms import PeopleFilter, ProfileForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest

PEOPLE_PER_PAGE = 24


@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    form = PeopleFilter(request.GET, user=request.user)
    form.full_clean()
    chosen = form.cleaned_data
    found = queries.people_found(request.user, chosen.get("q", ""), chosen.get("service"))
    page = Paginator(found, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/people.html", {"form": form, "page": page, "is_narrowed": any(chosen.values())})


@require_safe
def person(request: SignedInRequest, username: str) -> HttpResponse:
    profiles = Profile.objects.select_related("user", "service", "manager__roost_profile", "photo")
    profile = get_visible_or_404(profiles, request.user, user__username=username)
    context = {
        "profile": profile,
        "is_own": profile.user_id == request.user.pk,
        "contact": queries.contact_of(profile, request.user),
        "colleagues": queries.colleagues_of(profile, request.user),
        "places": queries.places_of(profile),
        "championed": queries.championed_by(profile.user),
        "panels": rendered_panels("person", request, profile.user),
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_own(request: SignedInRequest) -> HttpResponse:
    profile = get_visible_or_404(Profile.objects.select_related("user", "photo"), request.user, user__pk=request.user.pk)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form.changed_data if name in ProfileForm.Meta.fields}
        actions.edit_profile(
            profile, changes=changes, photo=form.cleaned_data["new_photo"], drop_photo=form.cleaned_data["drop_photo"], actor=request.user
        )
        messages.success(request, _("Your profile is saved."))
        return redirect(profile)
    return render(request, "people/edit_own.html", {"form": form, "profile": profile}, status=422 if form.errors else 200)


@require_safe
def services(request: SignedInRequest) -> HttpResponse:
    return render(request, "people/services.html", {"tree": queries.service_tree(request.user)})


@require_safe
def service(request: SignedInRequest, slug: str) -> HttpResponse:
    found = get_visible_or_404(Service, request.user, slug=slug)
    context = {
        "service": found,
        "above": [(above.name, above.get_absolute_url()) for above in found.get_ancestors()],
        "parts": found.get_children().valid().order_by("name"),
        "opening": queries.opening_hours_of(found),
        "posts": queries.posts_of(found),
        "people_count": queries.people_found(request.user, "", found).count(),
        "panels": rendered_panels("service", request, found),
    }
    return render(request, "people/service.html", context)
