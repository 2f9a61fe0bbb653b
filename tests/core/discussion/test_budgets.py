"""A thread costs the same number of queries, however long it is."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_comments_xtd.models import XtdComment

from intranet.core.background import now
from intranet.core.discussion.actions import post_comment
from intranet.core.discussion.actions.placing import step
from intranet.core.discussion.models import Comment, Reaction, Thread
from intranet.core.discussion.views import thread_context
from intranet.core.kinds import Discussable, State, kinds_of
from tests.factories.papers import make_paper
from tests.factories.people import make_person

if TYPE_CHECKING:
    from tests.papers.models import Paper

pytestmark = pytest.mark.django_db


def fill(paper: Paper, count: int, author: Any) -> None:
    """Many comments at once, every third a reply to the one before, each with a reaction: by SQL that knows all three tables."""
    if not count:
        return
    kind = ContentType.objects.get_for_model(paper)
    thread = Thread.objects.create(content_type=kind, object_id=paper.pk, last_number=count, comment_count=count)
    moment = now()
    with connection.cursor() as cursor:
        for model in (XtdComment._meta.get_parent_list()[0], XtdComment, Comment):
            rows = [_row(model, number, thread, kind, author, paper, moment) for number in range(1, count + 1)]
            columns = ", ".join(f'"{column}"' for column in rows[0])
            values = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({values})', [list(row.values()) for row in rows])  # noqa: S608
    comment_kind = ContentType.objects.get_for_model(Comment)
    Reaction.objects.bulk_create(Reaction(content_type=comment_kind, object_id=_pk(thread, number), person=author) for number in range(1, count + 1))


def _pk(thread: Thread, number: int) -> int:
    return thread.pk * 100_000 + number


def _row(model: Any, number: int, thread: Thread, kind: ContentType, author: Any, paper: Paper, moment: Any) -> dict[str, Any]:
    is_reply = number % 3 == 0
    root = _pk(thread, number - 1 if is_reply else number)
    values: dict[str, Any] = {
        "id": _pk(thread, number), "comment_ptr_id": _pk(thread, number), "xtdcomment_ptr_id": _pk(thread, number), "content_type_id": kind.pk,
        "object_pk": str(paper.pk), "site_id": 1, "user_id": author.pk, "author_id": author.pk, "author_name": "Priya Nair", "submit_date": moment,
        "created": moment, "thread_id": root, "parent_id": root, "level": int(is_reply), "discussion_id": thread.pk, "number": number,
        "path": (step(number - 1) if is_reply else "") + step(number), "state": State.PUBLISHED, "html": "<p>words</p>", "is_counted": True,
        "is_public": True, "reply_to_id": root if is_reply else None, "order": 1,
    }  # fmt: skip
    filled = {}
    for field in model._meta.local_concrete_fields:
        value = values.get(field.column, field.get_default())
        filled[field.column] = field.get_db_prep_save(value, connection)
    return filled


def queries_of(paper: Paper, user: Any, query: str = "") -> tuple[list[str], str]:
    request = RequestFactory().get(f"/papers/{paper.pk}/{query}")
    request.user = user
    with CaptureQueriesContext(
        connection,
    ) as captured:
        html = render_to_string("discussion/thread.html", thread_context(request, paper), request=request)
    return [entry["sql"] for entry in captured.captured_queries], html


@pytest.mark.parametrize("query", ["", "?sort=newest", "?sort=reacted", "?sort=unanswered", "?comments=2"])
def test_the_same_queries_for_0_50_500_and_5000(staff: Any, housing: Any, query: str) -> None:
    maren = make_person("chief", name="Maren Holroyd")
    found = {}
    for count in (0, 50, 500, 5_000):
        paper = make_paper(f"{count}", answerer=maren, service=housing)
        fill(paper, count, staff)
        reader = type(staff).objects.get(pk=staff.pk)
        queries_of(paper, reader, query)
        sql, _html = queries_of(paper, reader, query)
        found[count] = len(sql)
        shapes = Counter(re.sub(r"\d+|'[^']*'", "?", statement) for statement in sql)
        assert max(shapes.values()) <= 2
    assert found == dict.fromkeys((0, 50, 500, 5_000), 8)


def test_a_page_of_fifty_is_light(staff: Any) -> None:
    paper = make_paper()
    fill(paper, 50, staff)
    _sql, html = queries_of(paper, staff)
    assert html.count("<article") == 50
    assert len(html.encode()) <= 150_000


@pytest.mark.urls("tests.papers.urls")
def test_a_reply_is_posted_within_its_budget(staff: Any, client: Any) -> None:
    """From the session to the redirect, savepoints apart."""
    parent = post_comment(make_paper(), author=staff, body="x")
    client.force_login(staff)
    client.post(reverse("discussion:reply", args=[parent.pk]), {"body": "warm"})
    with CaptureQueriesContext(connection) as captured:
        client.post(reverse("discussion:reply", args=[parent.pk]), {"body": "y"})
    assert len([query for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]) == 14


def test_documents_of_many_comments_cost_no_query_each(staff: Any, django_assert_num_queries: Any) -> None:
    fill(make_paper("a"), 20, staff)
    fill(make_paper("b"), 20, staff)
    ContentType.objects.get_for_models(*kinds_of(Discussable))
    with django_assert_num_queries(2):
        documents = [comment.to_document() for comment in Comment.objects.for_documents()]
    assert len(documents) == 40
    assert None not in documents


def test_nobody_sees_anything(staff: Any) -> None:
    fill(make_paper(), 3, staff)
    assert not Comment.objects.visible_to(AnonymousUser()).exists()
