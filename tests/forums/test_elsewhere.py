"""Topics and what they are about: apps that know nothing of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.urls import reverse

if not (apps.is_installed("polls") and apps.is_installed("blogs")):
    pytest.skip("needs the polls and the blogs as well", allow_module_level=True)

from forums import actions, queries
from forums.models import Topic, TopicLink
from tests.factories.blogs import make_blog, make_post
from tests.factories.forums import make_area, make_reply, make_topic, only
from tests.factories.polls import make_poll
from tests.forums.test_work import at

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_topic_and_a_poll_lead_to_each_other_for_who_sees_both(client: Client, topic: Topic, staff: Any, member: Any) -> None:
    poll, secret = make_poll(question="Which day?"), make_poll(question="Canary poll", audience=only(member))
    client.force_login(staff)
    assert client.post(at("attach-topic", topic), {"address": f"https://elsewhere.example{poll.get_absolute_url()}?x=1"}).status_code == 302
    assert client.post(at("attach-topic", topic), {"address": secret.get_absolute_url()}).status_code == 422
    assert client.post(at("attach-topic", topic), {"address": "/nowhere/"}).status_code == 422
    actions.link_to(secret, topic=topic, actor=member)

    page = client.get(topic.get_absolute_url()).text
    assert "Which day?" in page
    assert "Canary" not in page
    about = f"{reverse('forums:about')}?of={poll.get_absolute_url()}"
    assert about in client.get(poll.get_absolute_url()).text
    assert topic.title in client.get(about).text
    assert client.get(f"{reverse('forums:about')}?of={secret.get_absolute_url()}").status_code == 404

    hidden = TopicLink.objects.latest("pk")
    client.post(at("detach-topic", topic), {"link": hidden.pk})
    assert TopicLink.objects.count() == 2
    actions.change_audience(topic.area, audience=only(member), actor=None)
    assert topic.title not in client.get(about).text
    client.force_login(member)
    assert "Canary poll" in client.get(topic.get_absolute_url()).text


def test_a_post_is_discussed_in_the_forums_from_its_own_page(client: Client, area: Any, staff: Any) -> None:
    post = make_post(make_blog(), title="Saturday repairs")
    client.force_login(staff)
    start = f"{reverse('forums:start-topic')}?about="
    about = f"{reverse('forums:about')}?of={post.get_absolute_url()}"
    assert about in client.get(post.get_absolute_url()).text
    assert start + post.get_absolute_url() in client.get(about).text

    form = client.get(start + post.get_absolute_url()).text
    assert f'value="{post.get_absolute_url()}"' in form
    client.post(
        start, {"area": area.pk, "type": "discussion", "title": "About Saturdays", "body": "What of parts?", "about": post.get_absolute_url()}
    )

    assert [about.title for about in queries.things_of(Topic.objects.get(), staff)] == ["Saturday repairs"]
    assert "About Saturdays" in client.get(about).text


def test_what_is_said_of_a_topic_goes_along_when_it_is_merged(topic: Topic, staff: Any, moderator: Any) -> None:
    poll, into = make_poll(question="Which day?"), make_topic(make_area("Other"), author=staff, title="Into")
    actions.link_to(poll, topic=topic, actor=staff)
    actions.assign(topic, person=staff, actor=moderator)

    actions.merge_topics(topic, into=into, actor=moderator)

    assert list(queries.topics_about(poll, staff)) == [into]
    assert queries.assigned_to(staff).get().topic == into


def test_poll_pasted_in_a_post_is_voted_in_there(client: Client, topic: Topic, staff: Any) -> None:
    client.force_login(staff)
    poll = make_poll(owner=staff)
    make_reply(topic, author=staff, body=f"What do you say?\n\n{poll.get_absolute_url()}")

    page = client.get(topic.get_absolute_url()).content.decode()

    assert poll.question in page
    assert f'action="{poll.get_absolute_url()}vote/"' in page
