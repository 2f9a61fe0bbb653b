"""Writing, changing and taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intranet.core.discussion import actions, queries, rules
from intranet.core.discussion.forms import CommentForm, EditForm
from intranet.core.discussion.views.thread import again, comment_or_404, place_of, shown, thing_or_404, thread_context, to_ask
from intranet.core.notifications.queries.mentions import not_reached
from intranet.core.text import version_of
from intranet.core.ui.actions import drop_draft
from intranet.core.ui.http import announce, deny, is_partial
from intranet.core.ui.queries import desk_of

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from intranet.core.discussion.models import Comment
    from intranet.core.kinds import Discussable
    from intranet.core.ui.http import SignedInRequest


@require_POST
def post(request: SignedInRequest, kind: int, key: int) -> HttpResponse:
    """A new comment under a thing."""
    thing = thing_or_404(request, kind, key)
    if not rules.can_comment(request.user, thing):
        deny(request, thing)
    form = CommentForm(request.POST, ask=to_ask(request, thing), place=thing, writer=request.user, auto_id="comment-%s")
    place = place_of(thing)
    written = _write(request, thing, form, place=place) if form.is_valid() else None
    if written:
        return _posted(request, written)
    return again(request, thing, form, ident="comment-form", action=request.path, desk=desk_of(request.user, place))


def _posted(request: SignedInRequest, comment: Comment) -> HttpResponse:
    """What was written, in its place, and who of those it names is not told."""
    thing: Any = comment.discussion.thing
    return shown(request, comment, not_told=not_reached(comment.comment, thing, actor=request.user))


@require_http_methods(["GET", "POST"])
def reply(request: SignedInRequest, pk: int) -> HttpResponse:
    """A comment below a comment."""
    parent, thing = comment_or_404(request, pk)
    if not rules.can_reply(request.user, parent, thing):
        deny(request, parent)
    place = f"comment-reply-{pk}"
    said: dict[str, Any] = {"may_answer": parent.is_owed, "place": thing, "writer": request.user, "auto_id": f"reply-{pk}-%s"}
    if request.method == "GET":
        desk = desk_of(request.user, place)
        return again(request, thing, CommentForm(initial=dict(desk.kept), **said), ident=f"reply-{pk}", parent=parent, desk=desk)
    form = CommentForm(request.POST, **said)
    written = _write(request, thing, form, reply_to=parent, place=place) if form.is_valid() else None
    if written:
        return _posted(request, written)
    return again(request, thing, form, ident=f"reply-{pk}", parent=parent, desk=desk_of(request.user, place))


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Other words for a comment of one's own."""
    found, thing = comment_or_404(request, pk)
    if not rules.can_edit(request.user, found, thing):
        deny(request, found)
    stands, before, desk = actions.words_to_edit(found), found.comment, desk_of(request.user, f"comment-edit-{pk}")
    initial = {"body": stands, "lang": found.lang, "version": version_of(stands), **desk.kept}
    form = EditForm(request.POST or None, initial=initial, auto_id=f"edit-{pk}-%s")
    if request.method != "POST" or not form.is_valid():
        return again(request, thing, form, ident=f"edit-{pk}", editing=found, desk=desk, stands=found.comment if stands != found.comment else "")
    try:
        found = actions.edit_comment(found, editor=request.user, **form.cleaned_data)
    except actions.EditConflict as conflict:
        form = EditForm({**request.POST.dict(), "version": version_of(conflict.words)}, auto_id=f"edit-{pk}-%s")
        form.add_error("body", _("It was changed somewhere else after you opened it: bring together what you want to keep, and send it again"))
        return again(request, thing, form, status=409, ident=f"edit-{pk}", editing=found, desk=desk, stands=conflict.words)
    drop_draft(request.user, place=desk.place)
    waits = found.comment != form.cleaned_data["body"]
    words = _("A moderator reads your change first. Until then your words stay as they were.") if waits else _("Your comment was changed.")
    not_told = [] if waits else not_reached(found.comment, thing, actor=request.user, before=before)
    return shown(request, found, words=words, not_told=not_told)


@require_http_methods(["GET", "POST"])
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a comment of one's own back, after a question."""
    found, thing = comment_or_404(request, pk)
    if not rules.can_delete(request.user, found):
        deny(request, found)
    if request.method == "GET":
        return render(request, "discussion/comment_delete.html", {"comment": found, "thing": thing, "partial": is_partial(request)})
    number = queries.page_number_of(found, request.user) or 1
    actions.delete_comment(found, actor=request.user)
    words = _("Your comment was deleted.")
    if is_partial(request):
        stands = queries.page_number_of(found, request.user) is not None
        focus = f"#c-{found.number}-h" if stands else "#comments-h"
        return announce(render(request, "discussion/thread_inside.html", thread_context(request, thing, number=number)), words, focus=focus)
    messages.success(request, words)
    return redirect(f"{thing.get_absolute_url()}#comments")


def _write(request: SignedInRequest, thing: Discussable, form: Form, *, place: str, reply_to: Comment | None = None) -> Comment | None:
    """Post what a valid form holds; None, with the reason in the form, when it was refused."""
    said = form.cleaned_data
    try:
        written = actions.post_comment(
            thing,
            author=request.user,
            body=said["body"],
            reply_to=reply_to,
            question=said.get("question", False),
            answers=said.get("answers", False),
            everyone=said["everyone"],
            lang=said.get("lang", ""),
            token=said["token"],
        )
    except actions.CommentsClosed:
        deny(request, thing)
    except actions.Refused:
        form.add_error("body", _("This cannot be posted here. Change the words, or ask a moderator."))
        return None
    drop_draft(request.user, place=place)
    return written
