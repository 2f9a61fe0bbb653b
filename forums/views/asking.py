"""Asking somebody for an answer to a post, and giving it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forums import actions, rules
from forums.forms import AnswerForm
from forums.views.posts import place_of, post_or_404, say
from forums.views.topics import crumbs_of
from intranet.core.notifications.queries.mentions import not_reached
from intranet.core.responses.forms import AskForm
from intranet.core.responses.models import ResponseRequest
from intranet.core.responses.rules import can_answer
from intranet.core.ui.http import deny
from intranet.core.ui.moments import exact

if TYPE_CHECKING:
    from django.http import HttpResponse

    from forums.models import Post
    from intranet.core.ui.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """This is a question for a leader, an officer, or a service."""
    found = post_or_404(request, pk)
    if not rules.can_ask(request.user, found):
        deny(request, found, _("Who wrote it, and the moderators of the area, can ask somebody for an answer."))
    if ResponseRequest.objects.of(found).exists():
        deny(request, found, _("Somebody is asked already."))
    not_kept = ResponseRequest(question=found, asker=found.author)
    form = AskForm(request.POST or None, asked=not_kept, person=request.user, initial={"service": found.topic.area.service_id})
    if form.is_bound and form.is_valid():
        asked = actions.ask(found, of=form.cleaned_data["to"], actor=request.user)
        said = {"name": asked.addressee_label, "moment": exact(asked.due_at)}
        messages.success(request, _("%(name)s is asked. An answer is due by %(moment)s.") % said)
        return redirect(place_of(found))
    return render(request, "forums/ask.html", {"form": form, "post": found, "crumbs": _crumbs(found)}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """The answer of who was asked, or of who answers for them."""
    found = post_or_404(request, pk)
    asked = ResponseRequest.objects.open().of(found).select_related("service").first()
    if asked is None or not can_answer(request.user, asked) or not rules.takes_answers(found.topic):
        deny(request, found, _("Who is asked answers, while the question is open."))
    topic = found.topic
    form = AnswerForm(request.POST or None, request.FILES or None, area=topic.area, place=topic, writer=request.user, initial={"token": uuid4()})
    if not form.is_valid():
        context = {"form": form, "post": found, "asked": asked, "crumbs": _crumbs(found)}
        return render(request, "forums/answer.html", context, status=422 if form.is_bound else 200)
    said = {name: form.cleaned_data[name] for name in ("body", "token", "everyone")}
    given = actions.reply(topic, author=request.user, files=form.new_files, answers=found, **said)
    say(
        request,
        given.state,
        _("Your answer is there, and everybody who asked is told."),
        not_told=not_reached(given.body, topic.area, actor=request.user),
    )
    return redirect(place_of(given))


def _crumbs(post: Post) -> list[tuple[str, str]]:
    return [*crumbs_of(post.topic), (post.topic.title, post.get_absolute_url())]
