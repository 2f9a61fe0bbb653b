"""What is done later."""

from __future__ import annotations

from django_tasks import task

from blogs.models import PostPage
from blogs.notices import PostPublished, event_of
from intranet.core.notifications.actions import notify, tell_of_new
from intranet.core.notifications.queries import followers_of


@task()
def tell_followers(post_id: int) -> None:
    """May run twice, and may find its post gone or taken back."""
    post = PostPage.objects.filter(pk=post_id, live=True).first()
    if post is not None:
        notify(PostPublished, thing=post, recipients=followers_of(post.leader.blog), actor=post.author, event=event_of(post))
        tell_of_new(post, within=[post.leader.blog], event=event_of(post))
