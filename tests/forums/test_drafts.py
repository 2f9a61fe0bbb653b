"""Drafts of topics, replies and edits: there again when the form is, gone when they are sent, and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from forums import actions
from intranet.core.background import now
from intranet.core.ui.actions import keep_draft
from intranet.core.ui.models import Draft
from tests.factories.forums import make_area, make_topic

if TYPE_CHECKING:
    from django.test import Client

    from forums.models import Area, Topic

pytestmark = pytest.mark.django_db


def test_draft_of_a_reply_comes_back_and_goes_with_the_post(client: Client, topic: Topic, staff: Any, member: Any) -> None:
    client.force_login(staff)
    client.post(reverse("draft"), {"draft": f"forums-reply-{topic.pk}", "body": "Half a thought", "keep": "1"})

    assert "Half a thought</textarea>" in client.get(topic.get_absolute_url()).content.decode()
    page = client.get(f"{topic.get_absolute_url()}?quote=1").content.decode()
    assert "Half a thought</textarea>" in page
    assert "Three visits lost.</textarea>" in page
    client.force_login(member)
    assert "Half a thought" not in client.get(topic.get_absolute_url()).content.decode()

    client.force_login(staff)
    client.post(reverse("forums:reply", args=[topic.area.slug, topic.pk, topic.slug]), {"body": "A whole thought"})
    assert not Draft.objects.exists()


def test_draft_survives_a_reply_that_is_refused(client: Client, topic: Topic, staff: Any) -> None:
    client.force_login(staff)
    keep_draft(staff, place=f"forums-reply-{topic.pk}", fields={"body": ["Half a thought"]})

    answer = client.post(reverse("forums:reply", args=[topic.area.slug, topic.pk, topic.slug]), {"body": " "})

    assert answer.status_code == 422
    assert Draft.objects.count() == 1


def test_draft_of_a_topic_holds_the_whole_form(client: Client, area: Area, staff: Any) -> None:
    client.force_login(staff)
    words = {"area": area.pk, "type": "question", "title": "Who holds the key?", "body": "For Calder Street.", "tags": "keys"}
    client.post(reverse("draft"), {"draft": "forums-topic", **words})

    page = client.get(reverse("forums:start-topic")).content.decode()

    for shown in (f'<option value="{area.pk}" selected', 'value="Who holds the key?"', "For Calder Street.</textarea>", 'value="keys"'):
        assert shown in page
    client.post(reverse("forums:start-topic"), words)
    assert not Draft.objects.exists()


def test_draft_of_an_edit_comes_back(client: Client, topic: Topic, staff: Any) -> None:
    client.force_login(staff)
    post = topic.posts.get()
    keep_draft(staff, place=f"forums-edit-{post.pk}", fields={"body": ["Four visits lost."]})

    assert "Four visits lost.</textarea>" in client.get(reverse("forums:edit-post", args=[post.pk])).content.decode()
    client.post(reverse("forums:edit-post", args=[post.pk]), {"body": "Five visits lost."})
    assert not Draft.objects.exists()


def test_drafts_go_along_when_topics_are_merged(area: Area, topic: Topic, staff: Any, member: Any, moderator: Any) -> None:
    source = make_topic(area, author=member, title="Source")
    keep_draft(staff, place=source.reply_place, fields={"body": ["Half a thought"]})
    keep_draft(member, place=source.reply_place, fields={"body": ["Below"]})
    keep_draft(member, place=topic.reply_place, fields={"body": ["Above"]})

    actions.merge_topics(source, into=topic, actor=moderator)

    kept = {draft.person.username: (draft.place, draft.fields["body"]) for draft in Draft.objects.select_related("person")}
    assert kept == {"staff": (topic.reply_place, "Half a thought"), "member": (topic.reply_place, "Above\n\nBelow")}


def test_drafts_are_dropped_where_people_may_write_without_a_name(topic: Topic, staff: Any, member: Any, moderator: Any) -> None:
    candid = make_topic(make_area("Candid", allows_unnamed=True), author=member, title="Candid")
    keep_draft(staff, place=topic.reply_place, fields={"body": ["Half a thought"]})

    actions.merge_topics(topic, into=candid, actor=moderator)

    assert not Draft.objects.exists()


def test_what_a_picture_shows_is_kept_too(client: Client, topic: Topic, staff: Any) -> None:
    Draft.objects.create(person=staff, place=topic.reply_place, fields={"body": "See below", "alt_1": "A burst pipe"}, kept_at=now())
    client.force_login(staff)

    assert 'value="A burst pipe"' in client.get(topic.get_absolute_url()).text
