"""A thread on the page of its thing, in pages, and the lasting address of a comment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET
from django_htmx.http import reswap, retarget

from intranet.core.discussion import queries, rules
from intranet.core.discussion.forms import SORT_WORDS, CommentForm, SortForm
from intranet.core.discussion.models import Comment
from intranet.core.discussion.querysets import Sort, whole
from intranet.core.kinds import Addressee, Answerable, CommentsNow, CommentsState, Discussable, Heard, State, kinds_of
from intranet.core.responses.rules import answers_for, can_record
from intranet.core.ui.http import announce, deny, get_visible_or_404, is_partial
from intranet.core.ui.queries import desk_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.forms import Form

    from intranet.core.ui.http import SignedInRequest
    from intranet.core.ui.queries import Desk


@dataclass(frozen=True, slots=True)
class Discussion:
    """What ``discussion/thread.html`` shows, as ``discussion``."""

    thing: Discussable
    address: str
    thread: queries.ThreadPage
    now: CommentsNow
    is_open: bool
    shows_reactions: bool
    can_react: bool
    may_record: bool
    form: Form | None
    desk: Desk | None
    post_url: str
    more_url: str
    export_url: str
    sorts: dict[Sort, Any]

    @property
    def next_query(self) -> str:
        """The address of the next page in this order; newest first, without what was written since, which would push some of this page there."""
        query = QueryDict(mutable=True)
        query["comments"] = str(self.thread.page.next_page_number())
        if self.thread.sort != Sort.OLDEST:
            query["sort"] = self.thread.sort
        if self.thread.sort == Sort.NEWEST:
            query["upto"] = str(self.thread.upto)
        return query.urlencode()

    @property
    def is_off(self) -> bool:
        return self.now.state == CommentsState.OFF

    @property
    def is_sensitive(self) -> bool:
        return not (self.thing.allows_replies() or self.thing.allows_reactions())

    @property
    def is_closed(self) -> bool:
        return self.now.state != CommentsState.OPEN


def thread_context(request: SignedInRequest, thing: Discussable, *, number: int | None = None) -> dict[str, Discussion]:
    """The whole thread under ``thing`` for a page of its app: a context for ``{% include "discussion/thread.html" %}``.

    ``thing`` was found to be visible to the reader. Page and order stand in the address, as ``comments`` and ``sort``.
    """
    asked = SortForm(request.GET)
    asked.is_valid()
    wanted: dict[str, Any] = asked.cleaned_data if number is None else {"sort": Sort.OLDEST, "comments": number, "upto": None}
    is_open = rules.can_comment(request.user, thing)
    kind = ContentType.objects.get_for_model(thing)
    desk = desk_of(request.user, place_of(thing)) if is_open else None
    now = thing.comments_now()
    allowed = _allowed(request, thing, now, is_open=is_open)
    asked_for = {"sort": wanted["sort"], "number": wanted["comments"], "upto": wanted["upto"]}
    discussion = Discussion(
        thing=thing,
        address=thing.get_absolute_url(),
        thread=queries.thread_page(thing, request.user, allowed=allowed, **asked_for),
        now=now,
        is_open=is_open,
        shows_reactions=allowed.see_reactions,
        can_react=rules.can_react(request.user, thing),
        may_record=allowed.record_outcomes,
        form=CommentForm(ask=to_ask(request, thing), initial=desk.kept, auto_id="comment-%s") if desk else None,
        desk=desk,
        post_url=reverse("discussion:post", args=[kind.pk, thing.pk]),
        more_url=reverse("discussion:more", args=[kind.pk, thing.pk]),
        export_url=reverse("discussion:export", args=[kind.pk, thing.pk]) if rules.can_export(request.user, thing) else "",
        sorts=SORT_WORDS,
    )
    return {"discussion": discussion}


def _allowed(request: SignedInRequest, thing: Discussable, now: CommentsNow, *, is_open: bool) -> queries.Allowed:
    return queries.Allowed(
        write=is_open,
        reply=is_open and thing.allows_replies(),
        answer=now.state != CommentsState.OFF,
        see_reactions=rules.shows_reactions(thing),
        react=rules.takes_reactions(thing),
        record_outcomes=isinstance(thing, Heard) and can_record(request.user, thing),
        see_history=rules.can_see_history(request.user, thing),
    )


def place_of(thing: Discussable) -> str:
    """Where drafts of comments on a thing are kept."""
    return f"comment-{ContentType.objects.get_for_model(thing).pk}-{thing.pk}"


@require_GET
def more(request: SignedInRequest, kind: int, key: int) -> HttpResponse:
    """The next page of a thread, to stand below the one before; without a script that page itself."""
    thing = thing_or_404(request, kind, key)
    address = f"{thing.get_absolute_url()}?{request.GET.urlencode()}"
    if not is_partial(request):
        return redirect(f"{address}#comments")
    context = thread_context(request, thing)
    rows = context["discussion"].thread.rows
    words = ngettext("%(number)d more comment", "%(number)d more comments", len(rows)) % {"number": len(rows)}
    focus = f"#c-{rows[0].comment.number}-h" if rows else "#comments-h"
    response = announce(render(request, "discussion/more_rows.html", context), words, focus=focus)
    response["HX-Push-Url"] = address
    return response


@require_GET
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """The permanent address of a comment: the right page of the thread under its thing."""
    found = Comment.objects.under_things_of(request.user).select_related("discussion").filter(pk=pk).first()
    number = queries.page_number_of(found, request.user) if found else None
    if found is None or number is None:
        raise Http404
    return HttpResponseRedirect(address_of(found, number))


@require_GET
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a comment said before it was edited, for those who moderate there."""
    found, thing = comment_or_404(request, pk)
    if not rules.can_see_history(request.user, thing):
        deny(request, found)
    return render(request, "discussion/comment_history.html", {"comment": found, "thing": thing, "revisions": found.revisions.all()})


def thing_or_404(request: SignedInRequest, kind: int, key: int) -> Discussable:
    model = next((model for model in kinds_of(Discussable) if ContentType.objects.get_for_model(model).pk == kind), None)
    if model is None:
        raise Http404
    return get_visible_or_404(whole(model), request.user, pk=key)


def comment_or_404(request: SignedInRequest, pk: int) -> tuple[Comment, Discussable]:
    comments = Comment.objects.with_owing(request.user).for_documents().select_related("author__roost_profile")
    found = get_visible_or_404(comments, request.user, pk=pk)
    return found, found.discussion.thing


def to_ask(request: SignedInRequest, thing: Discussable) -> Addressee | None:
    """Whom the reader can ask here: nobody asks themselves."""
    addressee = thing.addressee() if isinstance(thing, Answerable) else None
    return None if answers_for(request.user, addressee) else addressee


def shown(request: SignedInRequest, comment: Comment, *, words: str = "", not_told: Iterable[str] = ()) -> HttpResponse:
    """The page on which ``comment`` stands now, with the focus on it."""
    held = comment.state == State.HELD
    words = words or (_("Your comment is waiting for a moderator.") if held else _("Your comment was posted."))
    thing: Any = comment.discussion.thing
    if not is_partial(request):
        messages.success(request, words)
        for said in not_told:
            messages.warning(request, said)
        return redirect(comment)
    words = " ".join([words, *not_told])
    number = queries.page_number_of(comment, request.user) or 1
    context = thread_context(request, thing, number=number)
    response = announce(render(request, "discussion/thread_inside.html", context), words, focus=f"#c-{comment.number}-h")
    response["HX-Replace-Url"] = address_of(comment, number).partition("#")[0]
    return reswap(retarget(response, "#comments"), "innerHTML")


def again(request: SignedInRequest, thing: Discussable, form: Form, *, status: int = 422, **context: Any) -> HttpResponse:
    """The form, alone or on a page of its own: to begin with, or with what needs changing."""
    context |= {"form": form, "thing": thing}
    if not is_partial(request):
        return render(request, "discussion/comment_form.html", context, status=status if form.is_bound else 200)
    response = render(request, "discussion/composer.html", {**context, "target": "#comments"}, status=422 if form.is_bound else 200)
    if form.is_bound:
        return reswap(retarget(response, f"#{context['ident']}"), "outerHTML")
    return announce(response, _("Write below."), focus=f"#{form['body'].id_for_label}")


def address_of(comment: Comment, number: int) -> str:
    """Where ``comment`` stands: on page ``number`` of the thread."""
    page = f"?comments={number}" if number > 1 else ""
    thing: Any = comment.discussion.thing
    return f"{thing.get_absolute_url()}{page}#c-{comment.number}"
