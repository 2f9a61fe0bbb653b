"""The list of tags that somebody keeps: offered, renamed and merged across the site, with addresses that go on leading somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from forums import actions
from forums.models import Area, Topic
from intranet.core.moderation.actions import decide, report
from intranet.core.moderation.models import Case
from intranet.core.notifications.actions import follow, follow_tag
from intranet.core.notifications.models import Follow, Tag
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.search.actions import keep_tag, lead_tag, refresh
from intranet.core.search.models import Document, KeptTag
from intranet.core.search.queries import kept_tags, names_in_use, search
from tests.factories.forums import make_area, make_reply, make_topic
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def kept(name: str, **fields: Any) -> KeptTag:
    tag = KeptTag(**fields)
    keep_tag(tag, name=name, actor=None)
    return tag


@pytest.fixture
def coordinator(db: None) -> Any:
    person = make_person("coordinator")
    grant_role(person, role=Role.CENTRAL_COORDINATOR, actor=None)
    return person


@pytest.fixture
def as_coordinator(client: Client, coordinator: Any) -> Client:
    client.force_login(coordinator)
    return client


def found(user: Any, text: str) -> list[str]:
    return sorted(hit.document.title for hit in search(user, text).hits)


def test_renamed_everything_carries_the_new_name(area: Area, staff: Any, member: Any) -> None:
    Area.objects.update(tags=["dampness", "heating"])
    topic = make_topic(area, author=member, title="Walls", tags=["dampness", "walls"])
    tag = kept("dampness")

    keep_tag(tag, name="damp", actor=None)

    topic.refresh_from_db()
    assert topic.tags == ["damp", "walls"]
    assert Area.objects.get().tags == ["damp", "heating"]
    assert (found(staff, "tag:damp"), found(staff, "tag:dampness")) == (["Walls"], ["Walls"])
    assert Document.objects.get(title="Walls").tags == "#damp #walls"
    assert kept_tags() == ["damp"]


def test_held_and_hidden_topics_come_back_under_the_new_name(area: Area, staff: Any, newcomer: Any, member: Any, moderator: Any) -> None:
    held = make_topic(area, author=newcomer, title="Held", tags=["dampness"])
    hidden = make_topic(area, author=member, title="Hidden", tags=["walls", "dampness"])
    report(hidden.posts.get(), reporter=staff, reason="unkind")
    decide(Case.objects.get(kind="report"), moderator=moderator, decision="hidden", rule="unkind", reason="It hurts.")
    assert {topic.state for topic in Topic.objects.all()} == {"held", "hidden"}

    keep_tag(kept("dampness"), name="damp", actor=None)
    decide(Case.objects.get(kind="held"), moderator=moderator, decision="approved")

    tags = dict(Topic.objects.values_list("title", "tags"))
    assert tags == {"Held": ["damp"], "Hidden": ["damp", "walls"]}
    assert (held.tags, Document.objects.get(title="Held").tags, found(staff, "tag:damp")) == (["dampness"], "#damp", ["Held"])


def test_merged_what_has_both_has_one_and_likenesses_are_left_alone(area: Area, staff: Any, member: Any) -> None:
    both = make_topic(area, author=member, title="Both", tags=["mould", "damp"])
    make_topic(area, author=member, title="Like", tags=["mouldy"])
    former = kept("fungus")
    make_topic(area, author=member, title="Fungus", tags=["fungus"])
    mould, damp = kept("mould"), kept("damp")
    lead_tag(former, into=mould, actor=None)

    lead_tag(mould, into=damp, actor=None)

    both.refresh_from_db()
    assert both.tags == ["damp"]
    assert found(staff, "tag:damp") == ["Both", "Fungus"]
    assert names_in_use(["fungus", "Mould", "mouldy", "damp"]) == ["damp", "mouldy"]
    assert Topic.objects.get(title="Like").tags == ["mouldy"]
    with pytest.raises(ValueError, match="merged into another one"):
        lead_tag(damp, into=mould, actor=None)


def test_words_with_the_old_name_go_under_the_new_one(area: Area, staff: Any, member: Any) -> None:
    lead_tag(kept("mould"), into=kept("damp"), actor=None)

    topic = make_topic(area, author=member, title="Again", body="Black #mould in the hall", tags=["Mould"])

    assert topic.tags == ["damp"]
    assert found(staff, "tag:damp") == ["Again"]
    refresh(topic)
    assert Document.objects.get(title="Again").tags == "#damp"


def test_name_comes_back_to_the_list(area: Area) -> None:
    tag = kept("dampness")
    keep_tag(tag, name="damp", actor=None)

    keep_tag(tag, name="dampness", actor=None)

    assert (kept_tags(), names_in_use(["damp", "dampness"])) == (["dampness"], ["dampness"])


def test_followers_go_along_and_choices_stand(staff: Any, member: Any, moderator: Any) -> None:
    for person in (staff, member):
        follow_tag(person, "mould")
    follow_tag(member, "damp")
    follow(member, Tag.objects.get(name="damp"), level="nothing")

    lead_tag(kept("mould"), into=kept("damp"), actor=None)

    levels = {row.person.username: row.level for row in Follow.objects.select_related("person")}
    assert levels == {"staff": "everything", "member": "nothing"}
    assert [tag.name for tag in Tag.objects.all()] == ["damp"]


@pytest.mark.site
def test_old_addresses_lead_on(client: Client, staff: Any) -> None:
    lead_tag(kept("mould"), into=kept("damp"), actor=None)
    client.force_login(staff)

    assert client.get("/search/?q=tag:Mould&sort=new")["Location"] == "/search/?q=tag%3Adamp&sort=new"
    assert client.get("/search/?q=tag:damp").status_code == 200
    assert client.get("/search/?q=tag:unknown").status_code == 200


def test_tags_are_offered_where_a_topic_begins(client: Client, area: Area, staff: Any) -> None:
    kept("damp")
    lead_tag(kept("mould"), into=kept("heating"), actor=None)
    client.force_login(staff)
    address = reverse("forums:start-topic")

    page = client.get(address).content.decode()
    assert 'list="kept-tags"' in page
    assert '<option value="damp"></option><option value="heating"></option>' in page
    client.post(address, {"area": area.pk, "type": "idea", "title": "T", "body": "B", "tags": "mould, #heating, own"})

    assert Topic.objects.get().tags == ["heating", "own"]


def add(client: Client, **data: Any) -> Any:
    return client.post(reverse("kept_tags:add"), data)


def test_coordinator_keeps_the_list_in_the_admin(as_coordinator: Client, coordinator: Any, area: Area, member: Any) -> None:
    assert add(as_coordinator, name="#Social Housing", about="Homes that we let").status_code == 302
    assert add(as_coordinator, name="homes").status_code == 302
    tag, other = KeptTag.objects.get(name="social-housing"), KeptTag.objects.get(name="homes")
    make_topic(area, author=member, title="Keys", tags=["social-housing"])

    edit = reverse("kept_tags:edit", args=[tag.pk])
    assert "Merge it into" in as_coordinator.get(edit).content.decode()
    assert as_coordinator.post(edit, {"name": "council-homes", "about": "Homes that we let"}).status_code == 302
    assert as_coordinator.post(edit, {"name": "council-homes", "into": other.pk}).status_code == 302

    assert Topic.objects.get().tags == ["homes"]
    assert sorted(KeptTag.objects.filter(leads_to=other).values_list("name", flat=True)) == ["council-homes", "social-housing"]
    said = ModelLogEntry.objects.filter(action__startswith="search.").order_by("pk").values_list("action", "user", "data")
    assert list(said) == [
        ("search.rename_tag", coordinator.pk, {"from": "social-housing", "to": "council-homes"}),
        ("search.merge_tag", coordinator.pk, {"tag": "council-homes"}),
    ]


@pytest.mark.parametrize(("name", "words"), [("!", "Give the tag a name"), ("Damp", "There is a tag of this name. Merge the two instead.")])
def test_what_cannot_be_is_said_by_the_field(as_coordinator: Client, name: str, words: str) -> None:
    kept("damp")

    page = add(as_coordinator, name=name).content.decode()

    assert words in page
    assert KeptTag.objects.count() == 1


def test_name_that_leads_elsewhere_is_not_renamed(as_coordinator: Client) -> None:
    old = kept("mould")
    lead_tag(old, into=kept("damp"), actor=None)

    page = as_coordinator.post(reverse("kept_tags:edit", args=[old.pk]), {"name": "other"}).content.decode()

    assert "This name leads to another tag. Rename that one." in page
    assert as_coordinator.post(reverse("kept_tags:edit", args=[old.pk]), {"name": "mould", "about": "Old"}).status_code == 302
    assert names_in_use(["mould"]) == ["damp"]


def test_others_do_not_keep_it(client: Client, moderator: Any) -> None:
    tag = kept("damp")
    owner = make_person("owner")
    grant_role(owner, role=Role.EDITOR, actor=None)
    client.force_login(owner)

    statuses = [client.get(reverse("kept_tags:index")).status_code, add(client, name="x").status_code]
    statuses.append(client.post(reverse("kept_tags:edit", args=[tag.pk]), {"name": "y"}).status_code)

    assert 200 not in statuses
    assert [found.name for found in KeptTag.objects.all()] == ["damp"]


def test_statements_do_not_grow_with_what_carries_a_tag(staff: Any, django_assert_max_num_queries: Any) -> None:
    area = make_area("Many")
    for number in range(20):
        make_reply(make_topic(area, author=staff, title=f"Topic {number}", tags=["mould"]), author=staff)
    mould, damp = kept("mould"), kept("damp")
    lead_tag(kept("mildew"), into=damp, actor=None)  # kinds of things are asked once in a process

    with django_assert_max_num_queries(22):
        lead_tag(mould, into=damp, actor=None)

    assert actions.retag(["mould"], to="damp") is None


@pytest.mark.site
def test_posts_of_leaders_go_along(client: Client, staff: Any) -> None:
    from tests.factories.blogs import make_blog, make_post  # noqa: PLC0415 -- the forums do without blogs

    blog = make_blog()
    first, second = make_post(blog, title="One"), make_post(blog, title="Two")
    for post, tags in ((first, ["mould"]), (second, ["mould", "damp"])):
        post.tags.add(*tags)
        post.save_revision().publish()
    client.force_login(staff)
    assert client.get("/blogs/-/tag/mould/").status_code == 200

    lead_tag(kept("mould"), into=kept("damp"), actor=None)

    assert client.get("/blogs/-/tag/mould/")["Location"] == "/blogs/-/tag/damp/"
    page = client.get("/blogs/-/tag/damp/").content.decode()
    assert ("One" in page, "Two" in page) == (True, True)
    assert sorted(Document.objects.filter(title__in=["One", "Two"]).values_list("tags", flat=True)) == ["#damp", "#damp"]
