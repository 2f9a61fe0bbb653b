"""Somebody else takes over a leader's post: the old blog closes and stays, the new one opens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from blogs import queries, rules
from blogs.actions.founding import found_blog
from blogs.models import Leader, LeaderBlogPage, LiveHour, PlannedHandOver
from blogs.notices import HandOverFailed, NewHolder
from intranet.core.background import now
from intranet.core.notifications.actions import notify, notify_followers
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import holders_of, name_of
from intranet.core.responses import actions as responses
from intranet.core.search.actions import refresh

if TYPE_CHECKING:
    from datetime import date

    from intranet.core.kinds import Person
    from intranet.core.responses.querysets import ResponseRequestQuerySet


class NotTheHolder(Exception):
    """Somebody else holds the post by now, or the days do not fit."""


@transaction.atomic
def hand_over(
    former: Leader, *, to: Person, since: date, actor: Person, title: str = "", tagline: str = "", keep_office: bool = True
) -> LeaderBlogPage:
    """``to`` holds the post of ``former`` from ``since`` on. Gives back the new blog.

    The old blog closes and keeps its words and addresses; what was not published there stays a draft. What was asked and is
    still open goes to the new holder, with its clock, and so do the live hours that are not over. The address of the post leads to the new blog, and those who follow the
    old one are told of it. Raises ``NotTheHolder``.
    """
    if not rules.can_hand_over(actor, former):
        raise PermissionDenied
    old = Leader.objects.select_for_update(of=("self",), no_key=True).get(pk=former.pk)
    if not old.leads or not old.since < since <= localdate(now()) or old.person_id == to.pk:
        raise NotTheHolder
    PlannedHandOver.objects.filter(leader=old).delete()
    open_questions = queries.questions_to(old)
    _close(old, last_day=since - timedelta(days=1), actor=actor)
    leader = Leader.objects.create(person=to, post_held=old.post_held, kind=old.kind, service=old.service, since=since, post_slug=old.post_slug)
    if keep_office:
        leader.delegates.set(old.delegates.exclude(pk=to.pk))
    blog = found_blog(leader, actor=actor, title=title, tagline=tagline, comments=old.blog.comments_default)
    moved = _move_questions(open_questions, leader, actor=actor)
    hours = LiveHour.objects.coming().filter(leader=old).order_by().update(leader=leader, changed=now())
    facts = {"from": str(old), "to": str(leader), "since": since.isoformat(), "questions": moved, "hours": hours}
    for page in (old.blog, blog):
        log(page, "blogs.hand_over", user=actor, data=facts)
    refresh(LeaderBlogPage.objects.get(pk=old.blog.pk))
    notify_followers(NewHolder, thing=blog, of=[old.blog], actor=actor)
    return blog


@transaction.atomic
def plan_hand_over(
    former: Leader, *, to: Person, since: date, actor: Person, title: str = "", tagline: str = "", keep_office: bool = True
) -> PlannedHandOver:
    """The same from a later day on, in place of what was planned before. Nobody is told, and nothing changes, until then.

    It is noted of the plan: the history of the blog is read by its leader and office. Raises ``NotTheHolder``.
    """
    if not rules.can_hand_over(actor, former):
        raise PermissionDenied
    old = Leader.objects.select_for_update(of=("self",), no_key=True).get(pk=former.pk)
    if not old.leads or since <= localdate(now()) or old.person_id == to.pk:
        raise NotTheHolder
    said = {"to": to, "since": since, "title": title, "tagline": tagline, "keep_office": keep_office, "planned_by": actor}
    plan, _created = PlannedHandOver.objects.update_or_create(leader=old, defaults=said)
    log(plan, "blogs.plan_hand_over", user=actor, data={"to": name_of(to), "since": since.isoformat()})
    return plan


@transaction.atomic
def drop_hand_over(plan: PlannedHandOver, *, actor: Person) -> None:
    """Nothing comes of it."""
    if not rules.can_hand_over(actor, plan.leader):
        raise PermissionDenied
    if PlannedHandOver.objects.filter(pk=plan.pk).delete()[0]:
        log(plan, "blogs.drop_hand_over", user=actor, data={"to": name_of(plan.to), "since": plan.since.isoformat()})


@transaction.atomic
def carry_out(plan: PlannedHandOver) -> LeaderBlogPage | None:
    """On its first day or after it: done, once. Where it cannot be any more, the central co-ordinators and whoever planned it are told."""
    current = PlannedHandOver.objects.select_for_update(of=("self",), no_key=True).filter(pk=plan.pk, since__lte=localdate(now())).first()
    if current is None:
        return None
    current.delete()
    try:
        if current.planned_by is None or not (current.planned_by.is_active and current.to.is_active):
            raise NotTheHolder
        with transaction.atomic():
            return hand_over(
                current.leader, to=current.to, since=current.since, actor=current.planned_by,
                title=current.title, tagline=current.tagline, keep_office=current.keep_office,
            )  # fmt: skip
    except (NotTheHolder, PermissionDenied):
        blog, facts = current.leader.blog, {"to": name_of(current.to), "since": current.since.isoformat()}
        log(plan, "blogs.drop_hand_over", data=facts)
        told = [*holders_of(Role.CENTRAL_COORDINATOR), *filter(None, [current.planned_by])]
        notify(HandOverFailed, thing=blog, recipients=told, event=f"{HandOverFailed.name}:{blog.pk}:{current.since}")
        return None


def _close(old: Leader, *, last_day: date, actor: Person) -> None:
    """The term ends, the address of the post is free, and nothing that waits is published by itself."""
    old.leads = False
    old.until = last_day if old.until is None or old.until > last_day else old.until
    old.save()
    for post in queries.unpublished_posts(old):
        if post.workflow_in_progress:
            post.current_workflow_state.cancel(user=actor)
        post.revisions.update(approved_go_live_at=None)


def _move_questions(requests: ResponseRequestQuerySet, leader: Leader, *, actor: Person) -> int:
    addressee = leader.addressee()
    if addressee is None:
        return 0
    words = _("%(post)s is %(name)s now.") % {"post": leader.post_held, "name": leader.name}
    return responses.succeed(requests, by=actor, to=addressee, words=words)
