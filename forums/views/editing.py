"""Changing and taking back what one wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forums import actions, rules
from forums.forms import EditForm
from forums.views.posts import place_of, post_or_404, say
from forums.views.topics import crumbs_of
from intranet.core.kinds import State
from intranet.core.notifications.queries.mentions import not_reached
from intranet.core.ui.actions import drop_draft
from intranet.core.ui.http import deny
from intranet.core.ui.queries import desk_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from forums.models import Post
    from intranet.core.ui.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def edit_post(request: SignedInRequest, pk: int) -> HttpResponse:
    found = post_or_404(request, pk)
    if not rules.can_edit(request.user, found):
        deny(request, found)
    desk = None if found.seal_id else desk_of(request.user, f"forums-edit-{found.pk}")
    words, before = actions.words_to_edit(found), found.body
    files: dict[str, Any] = {
        "owner": request.user,
        "attached": list(found.attachments.all()),
        "takes_files": rules.can_add_files(request.user, found),
    }
    initial = {"body": words, "version": actions.version_of(words), **(desk.kept if desk else {})}
    form = EditForm(request.POST or None, request.FILES or None, initial=initial, **files)
    context = {"form": form, "post": found, "crumbs": _crumbs_of(found), "desk": desk}
    if not form.is_valid():
        return render(request, "forums/edit_post.html", context, status=422 if form.is_bound else 200)
    body = form.cleaned_data["body"]
    try:
        actions.edit_post(
            found,
            editor=request.user,
            body=body,
            version=form.cleaned_data["version"],
            files=form.new_files,
            drop=form.cleaned_data.get("drop", ()),
        )
    except actions.EditConflict as conflict:
        context["form"] = EditForm(initial={"body": body, "version": actions.version_of(conflict.words)}, **files)
        return render(request, "forums/edit_conflict.html", {**context, "words": conflict.words}, status=409)
    if desk:
        drop_draft(request.user, place=desk.place)
    if found.state == State.PUBLISHED and found.body != body:
        messages.warning(request, _("A moderator reads your change first. Until then your words stay as they were."))
    else:
        not_told = not_reached(body, found.topic.area, actor=request.user, before=before)
        say(request, found.state, _("Your change is there for all to read."), not_told=not_told)
    return redirect(place_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
def delete_post(request: SignedInRequest, pk: int) -> HttpResponse:
    found = post_or_404(request, pk)
    if not rules.can_delete(request.user, found):
        deny(request, found)
    if request.method != "POST":
        return render(request, "forums/delete_post.html", {"post": found, "crumbs": _crumbs_of(found)})
    actions.delete_post(found, actor=request.user)
    messages.success(request, _("Your post is deleted."))
    return redirect(found.topic.area if found.is_first else found.topic)


def _crumbs_of(post: Post) -> list[tuple[str, str]]:
    return [*crumbs_of(post.topic), (post.topic.title, post.get_absolute_url())]
