"""What the forums do out of the request: what happens after a post was shown, and archives of areas."""

from __future__ import annotations

from django_tasks import task

from forums.models import Post, Topic
from forums.notices import Mentioned, MentionedAll, NewReply, NewTopic
from forums.queries import listeners_of, mentioned_in
from forums.tasks.exporting import make_export
from intranet.core.kinds import State
from intranet.core.notifications.actions import answer_call, notify, tell_of_new
from intranet.core.notifications.queries.mentions import people_of
from intranet.core.responses.actions import tell_answered, tell_asked
from intranet.core.search.actions import BATCH, refresh_many

__all__ = ["make_export", "tell", "tell_named", "tell_question", "write_area_documents", "write_documents"]


@task()
def tell(post_id: int) -> None:
    """Tell those who waited for it as an answer, those who are named in it, then those who follow; of one post nobody hears twice."""
    post = Post.objects.select_related("topic__area", "author").filter(pk=post_id, state=State.PUBLISHED).first()
    if post is None:
        return
    thing, kind = (post.topic, NewTopic) if post.is_first else (post, NewReply)
    event = f"forum-post:{post.pk}"
    if post.is_official:
        tell_answered(post, event=event)
    notify(Mentioned, thing=thing, recipients=mentioned_in(post), actor=post.author, actor_name=post.author_name, event=event)
    notify(kind, thing=thing, recipients=listeners_of(post), actor=post.author, actor_name=post.author_name, event=event)
    if post.is_first:
        tell_of_new(thing, within=[post.topic.area], event=event)
    if "@" in post.body:
        answer_call(MentionedAll, thing=thing, place=post.topic.area, event=event)


@task()
def tell_named(post_id: int, names: list[str]) -> None:
    """Tell those whom a change of the words names, and the words before did not: once, however often it is changed back and forth."""
    post = Post.objects.select_related("topic__area", "author").filter(pk=post_id, state=State.PUBLISHED).first()
    if post is not None:
        thing, event = (post.topic if post.is_first else post), f"forum-post-named:{post.pk}"
        notify(Mentioned, thing=thing, recipients=people_of(names), actor=post.author, actor_name=post.author_name, event=event)


@task()
def tell_question(post_id: int) -> None:
    """Tell those who owe the answer that the post asks them."""
    post = Post.objects.filter(pk=post_id, state=State.PUBLISHED).first()
    if post is not None:
        tell_asked(post)


@task()
def write_documents(topic_id: int) -> None:
    """The search documents of all posts of a topic, which belongs to another service now, or to another kind of area; who may find them was right at once."""
    refresh_many(Post.objects.filter(topic=topic_id, state=State.PUBLISHED).select_related("topic__area").order_by("pk"))


@task()
def write_area_documents(area_id: int) -> None:
    """The search documents of all that lies in an area, whose kind or service is another one now."""
    refresh_many(Topic.objects.filter(area=area_id).select_related("area").order_by("pk").iterator(chunk_size=BATCH))
    posts = Post.objects.filter(topic__area=area_id, state=State.PUBLISHED, is_first=False)
    refresh_many(posts.select_related("topic__area").order_by("pk").iterator(chunk_size=BATCH))
