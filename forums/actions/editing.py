"""Other words for what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from forums.actions.files import attach, detach
from forums.actions.posts import as_written, take_words
from forums.models import Post
from forums.rules import can_add_files
from intranet.core.moderation.actions import edited, propose
from intranet.core.moderation.queries import words_waiting_for
from intranet.core.text import version_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forums.actions.files import NewFile
    from forums.models import Attachment
    from intranet.core.kinds import Person


class EditConflict(Exception):
    """Somebody changed the post after the form was opened; ``words`` are those that stand, or wait, now."""

    def __init__(self, words: str) -> None:
        super().__init__("The post was changed meanwhile.")
        self.words = words


def words_to_edit(post: Post) -> str:
    """What its author changes: the words that wait for a moderator, else those that stand."""
    return words_waiting_for(post) or post.body


@transaction.atomic
def edit_post(post: Post, *, editor: Person, body: str, version: str = "", files: Iterable[NewFile] = (), drop: Iterable[Attachment] = ()) -> None:
    """Other words for a post. The change may wait for a moderator, as the first words might; what was published stays meanwhile.

    Files are added where nobody has to read first what this editor writes there, and taken away at once.
    ``version`` is that of the words which the editor saw: others are not written over unseen, but raise ``EditConflict``.
    """
    post.body = Post.objects.select_for_update(of=("self",), no_key=True).values_list("body", flat=True).get(pk=post.pk)
    stands = words_to_edit(post)
    if version and version != version_of(stands) and stands != body:
        raise EditConflict(stands)
    actor = as_written(post, editor)
    detach(post, files=drop, actor=actor)
    attach(post, files=files if can_add_files(editor, post) else (), owner=post.author)
    if stands == body:
        return
    if not propose(post, words=body, actor=actor) and body != post.body:
        take_words(post, words=body, editor=actor)
        edited(post, actor=actor)
