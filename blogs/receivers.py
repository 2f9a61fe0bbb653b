"""What the blogs hear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import m2m_changed, post_save
from django.dispatch import receiver
from wagtail.signals import task_submitted

from blogs import actions
from blogs.models import Leader, LeaderApproval, LiveQuestion, PostPage
from intranet.core.moderation.signals import published, withdrawn
from intranet.core.search.signals import tags_led

if TYPE_CHECKING:
    from wagtail.models import TaskState


@receiver(published, sender=PostPage)
def post_published(thing: PostPage, first: bool, **kwargs: Any) -> None:
    if first:
        actions.announce(thing)


@receiver(tags_led)
def tags_led_on(names: Any, to: str, **kwargs: Any) -> None:
    actions.retag(names, to=to)


@receiver(task_submitted)
def post_submitted(instance: TaskState, user: Any, **kwargs: Any) -> None:
    if isinstance(instance.task.specific, LeaderApproval):
        actions.tell_approvers(instance.workflow_state.content_object.specific, actor=user)  # type: ignore[union-attr]


@receiver(post_save, sender=Leader)
def leader_saved(instance: Leader, **kwargs: Any) -> None:
    actions.keep_office(instance)


@receiver(m2m_changed, sender=Leader.delegates.through)
def delegates_changed(instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Leader):
        actions.keep_office(Leader.objects.get(pk=instance.pk))


@receiver(user_logged_in)
def person_signed_in(request: Any, user: Any, **kwargs: Any) -> None:
    actions.note_answering(request.session, user)


@receiver(published, sender=LiveQuestion)
def live_question_published(thing: LiveQuestion, **kwargs: Any) -> None:
    actions.question_shown(thing)


@receiver(withdrawn, sender=LiveQuestion)
def live_question_withdrawn(thing: LiveQuestion, **kwargs: Any) -> None:
    actions.question_hidden(thing)
