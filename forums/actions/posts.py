"""What people write and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.text import slugify

from forums.actions.files import attach
from forums.models import Post, PostRevision, Topic, TopicMark
from forums.queries import places_key
from forums.tasks import tell_named
from intranet.core.background import counted, enqueue, now
from intranet.core.kinds import State
from intranet.core.moderation.actions import first_state, seal_author, submit, withdraw
from intranet.core.moderation.queries import open_cases_of
from intranet.core.notifications.actions import call_everybody, follow
from intranet.core.notifications.queries.mentions import known_names, newly_named
from intranet.core.organisation.queries import name_of
from intranet.core.search.actions import refresh
from intranet.core.search.queries import names_in_use
from intranet.core.text import render

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from forums.actions.files import NewFile
    from forums.models import Area
    from intranet.core.kinds import Person


def start_topic(  # noqa: PLR0913 -- each is one thing that a topic has
    area: Area,
    *,
    author: Person,
    title: str,
    body: str,
    type: str = Topic.Type.DISCUSSION,
    tags: Iterable[str] = (),
    token: UUID | None = None,
    lang: str = "",
    everyone: int = 0,
    files: Iterable[NewFile] = (),
    unnamed: bool = False,
) -> Topic:
    """A new topic with its first post, which may wait for a moderator; the author follows it. One token makes one topic.

    ``everyone`` is how many people its author has confirmed that ``@everyone`` tells. ``unnamed``: under an alias, and the name is
    sealed; a moderator always reads it first, nothing is followed, and nobody is called.
    """
    try:
        with transaction.atomic():
            topic = Topic(area=area, type=type, title=title.strip(), slug=slugify(title)[:100].strip("-") or "topic")
            topic.tags = sorted(names_in_use({*tags, *render(body).hashtags}))
            if not unnamed:
                topic.author, topic.author_name = author, name_of(author)
            topic.save()
            said: dict[str, Any] = {"token": token, "lang": lang, "everyone": everyone, "files": files, "unnamed": unnamed}
            post = _write(topic, author=author, body=body, is_first=True, **said)
            if post.state == State.HELD:
                topic.state = State.HELD
                topic.seal, topic.author_name = post.seal, post.author_name
                topic.save(update_fields=["state", "seal", "author_name"])
            topic.refresh_from_db(fields=["state", "last_number", "post_count", "last_post", "last_posted_at"])
    except IntegrityError:
        return _written(author, token).topic
    return topic


def reply(  # noqa: PLR0913 -- each is one thing that a form may say
    topic: Topic,
    *,
    author: Person,
    body: str,
    quotes: Post | None = None,
    quoted: str = "",
    token: UUID | None = None,
    lang: str = "",
    everyone: int = 0,
    files: Iterable[NewFile] = (),
    unnamed: bool = False,
    answers: Post | None = None,
) -> Post:
    """A new post under the topic, shown at once or held; its author follows the topic from now on, unless they chose otherwise.

    One token makes one post: what is sent twice is the post of the first time. ``quoted`` are words of the post that it ``quotes``;
    ``unnamed`` as for a topic; ``answers`` is the question that it closes, if its author owes that an answer.
    """
    try:
        with transaction.atomic():
            said: dict[str, Any] = {
                "quotes": quotes,
                "quoted": quoted,
                "token": token,
                "lang": lang,
                "everyone": everyone,
                "files": files,
                "unnamed": unnamed,
                "answers": answers,
            }
            return _write(topic, author=author, body=body, **said)
    except IntegrityError:
        return _written(author, token)


def _write(  # noqa: PLR0913 -- each is one thing that a post has
    topic: Topic,
    *,
    author: Person,
    body: str,
    token: UUID | None,
    lang: str,
    everyone: int,
    files: Iterable[NewFile],
    quotes: Post | None = None,
    quoted: str = "",
    is_first: bool = False,
    unnamed: bool = False,
    answers: Post | None = None,
) -> Post:
    post = Post(topic=topic, body=body, html=render(body, known_names=known_names).html, lang=lang)
    post.quotes, post.quoted, post.is_first, post.token = quotes, quoted.strip(), is_first, token
    post.answers = answers
    if unnamed:
        _seal(post, author)
    else:
        post.author, post.author_name = author, name_of(author)
    post.state = first_state(post, actor=post.author)
    post.save(force_insert=True)
    if everyone and not unnamed:
        call_everybody(topic if is_first else post, caller=author, number=everyone)
    attach(post, files=files, owner=post.author)
    submit(post, actor=post.author)
    if post.author is not None:
        follow(author, post.topic, automatic=True)
        if post.number:
            mark_read(post.topic, person=author, number=post.number)
    return post


def _seal(post: Post, author: Person) -> None:
    """From here on nothing that is written joins the two."""
    if not post.topic.area.allows_unnamed:
        raise ValueError("People sign what they write in this area.")
    post.seal = seal_author(post.topic, person=author)
    post.author_name = post.seal.alias


def _written(author: Person, token: UUID | None) -> Post:
    """The post that this form has made already; with a token that is somebody else's, there is none."""
    signed = Q(author=author) | Q(seal__isnull=False)
    post: Post = Post.objects.select_related("topic__area", "seal").get(signed, token=token, token__isnull=False)
    if not post.is_by(author):
        raise Post.DoesNotExist
    return post


def as_written(post: Post, person: Person) -> Person | None:
    """Who is named for what the person does with their post: nobody, where they wrote it without their name."""
    return None if post.seal_id is not None and post.is_by(person) else person


@transaction.atomic
def take_words(post: Post, *, words: str, editor: Person | None) -> None:
    """Write other words, which nobody has to read first any more; those before are kept, and search finds the topic by the new ones.

    Of what is shown, whoever is named newly is told.
    """
    if post.state == State.PUBLISHED and (named := newly_named(words, before=post.body)):
        enqueue(tell_named, post.pk, named)
    PostRevision.objects.create(post=post, body=post.body, editor=editor)
    post.body, post.html, post.edited_at = words, render(words, known_names=known_names).html, now()
    post.save(update_fields=["body", "html", "edited_at"])
    if post.is_first:
        refresh(post.topic)


@transaction.atomic
def delete_post(post: Post, *, actor: Person) -> None:
    """Take a post back, with its files unless a moderator has them in hand. Its number stays, and says so."""
    if not open_cases_of([post]):
        for file in post.attachments.all():
            file.delete()
    withdraw(post, actor=as_written(post, actor), state=State.REMOVED)


def mark_read(topic: Topic, *, person: Person, number: int) -> None:
    """The person has seen the topic up to this number: one statement."""
    counted.forget(places_key(person))
    TopicMark.objects.bulk_create(
        [TopicMark(person=person, topic=topic, number=number)], update_conflicts=True, unique_fields=["topic", "person"], update_fields=["number"]
    )
