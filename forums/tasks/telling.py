"""What happens after a post was shown, out of the request."""

from __future__ import annotations

from django_tasks import task

from forums.models import Post
from forums.notices import Mentioned, MentionedAll, NewReply, NewTopic
from forums.queries import listeners_of, mentioned_in
from intranet.core.kinds import State
from intranet.core.notifications.actions import answer_call, notify, tell_of_new
from intranet.core.responses.actions import tell_answered, tell_asked
from intranet.core.search.actions import refresh_many


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
def tell_question(post_id: int) -> None:
    """Tell those who owe the answer that the post asks them."""
    post = Post.objects.filter(pk=post_id, state=State.PUBLISHED).first()
    if post is not None:
        tell_asked(post)


@task()
def write_documents(topic_id: int) -> None:
    """The search documents of all posts of a topic, which belongs to another service now; who may find them was right at once."""
    refresh_many(Post.objects.filter(topic=topic_id, state=State.PUBLISHED).select_related("topic__area").order_by("pk"))
