"""Ways to posts: narrowed lists, hashtags, series, the archive, and what stands beside a post."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from blogs.actions import NameTaken, start_series
from blogs.models import Hashtag, PostPage, Series
from intranet.core.notifications.models import Follow
from tests.budgets import query_budget
from tests.denials import denials
from tests.factories.blogs import make_blog, make_draft, make_leader, make_post
from tests.factories.pages import restrict
from tests.factories.people import make_person
from tests.feeds import address, key_for, read, titles

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


@pytest.fixture
def few() -> Group:
    return Group.objects.create(name="Few")


def out(post: PostPage, *moment: int) -> PostPage:
    """Published at a moment of London's."""
    PostPage.objects.filter(pk=post.pk).update(first_published_at=datetime(*moment, tzinfo=ZoneInfo("Europe/London")))
    return PostPage.objects.get(pk=post.pk)


def shown(answer: Any) -> list[str]:
    return [line.post.title for line in answer.context["posts"]]


def test_the_index_narrows_to_a_service_or_a_leader(reader: Client, housing: Any) -> None:
    chief, cllr = make_blog(make_leader(service=housing)), make_blog(make_leader("cllr", name="Nasreen Malik", post_held="Cabinet", kind="political"))
    make_post(chief, title="Damp")
    make_post(cllr, title="Politics")
    assert shown(reader.get(f"/blogs/?service={housing.slug}")) == ["Damp"]
    assert shown(reader.get(f"/blogs/?leader={cllr.slug}")) == ["Politics"]
    assert shown(reader.get(f"/blogs/?leader={cllr.slug}&service={housing.slug}")) == []
    assert sorted(shown(reader.get("/blogs/?leader=nobody&service=%00&show=x"))) == ["Damp", "Politics"]
    page = reader.get(f"/blogs/?show=political&service={housing.slug}").content.decode()
    assert "Nothing that you can see fits all of your choices." in page
    assert f'href="?show=managerial&amp;service={housing.slug}"' in page


def test_the_archive_counts_what_the_reader_may_see_in_london_months(reader: Client, staff: Any, few: Group) -> None:
    blog, other = make_blog(), make_blog(make_leader("cllr", name="Nasreen Malik", post_held="Cabinet"))
    out(make_post(blog, title="Summer"), 2026, 7, 1, 0, 30)
    out(make_post(blog, title="Before"), 2025, 12, 31, 23, 30)
    out(make_post(other, title="Elsewhere"), 2026, 7, 2, 9, 0)
    closed = out(make_post(blog, title="CANARY"), 2024, 2, 3, 9, 0)
    make_draft(blog, title="Not yet")
    restrict(closed, groups=[few])
    everything = reverse("blogs:archive")
    years = reader.get(everything).context["years"]
    assert [(year.year, [(month.first.month, month.number) for month in year.months]) for year in years] == [(2026, [(7, 2)]), (2025, [(12, 1)])]
    assert shown(reader.get(f"{everything}2026/7/")) == ["Elsewhere", "Summer"]
    assert shown(reader.get(f"{everything}2025/")) == ["Before"]
    assert shown(reader.get(f"{everything}2026/?blog={blog.slug}")) == ["Summer"]
    for nothing in ("2024/", "2024/2/", "2026/13/", "2026/0/", "2026/6/", "99999999999/", "2026/?blog=nobody", "?blog=nobody"):
        assert reader.get(everything + nothing).status_code == 404
    staff.groups.add(few)
    assert shown(reader.get(f"{everything}2024/2/")) == ["CANARY"]


def test_the_archive_of_what_nobody_wrote_says_so(reader: Client) -> None:
    assert "No posts yet." in reader.get(reverse("blogs:archive")).content.decode()


def test_a_tag_is_followed_and_read_by_feed_from_its_page(reader: Client, staff: Any, few: Group) -> None:
    blog = make_blog()
    make_post(blog, title="Mould", tags=["damp", "café"])
    closed = make_post(blog, title="CANARY", tags=["damp", "secret"])
    restrict(closed, groups=[few])
    page = reverse("blogs:tag", args=["damp"])
    assert shown(reader.get(page)) == ["Mould"]
    assert reader.get(reverse("blogs:tag", args=["café"])).status_code == 200
    answer = reader.post(reverse("notifications:follow-tag"), {"name": "damp", "back": page})
    assert answer.url == page
    assert Follow.objects.get(person=staff).thing.name == "damp"
    assert "Following" in reader.get(page).content.decode()
    key = key_for(staff)
    assert titles(read(key, "tag.atom", Hashtag.objects.get(slug="damp"))) == ["Mould"]
    assert read(key, "tag.atom", Hashtag.objects.get(slug="secret")).status_code == 404
    assert f"for=tag.atom/{Hashtag.objects.get(slug='damp').pk}" in reader.get(page).content.decode()
    elsewhere = reader.post(reverse("notifications:follow-tag"), {"name": "damp", "back": "//evil.example/"})
    assert elsewhere.url == reverse("notifications:follows")
    key.delete()
    assert reader.get(address(key, "tag.atom", Hashtag.objects.get(slug="damp"))).status_code == 404


def test_related_posts_are_the_writers_or_else_alike_and_only_what_can_be_seen(reader: Client, few: Group) -> None:
    blog = make_blog()
    alike = [make_post(blog, title=f"Alike {place}", tags=["damp", "housing"][: place % 2 + 1]) for place in range(5)]
    closed, chosen = make_post(blog, title="CANARY", tags=["damp", "housing"]), make_post(blog, title="Chosen")
    restrict(closed, groups=[few])

    def related(post: PostPage) -> list[str]:
        return [other.title for other in reader.get(post.get_absolute_url()).context["beside"].related]

    assert related(make_post(blog, title="By tags", tags=["damp", "housing"])) == ["Alike 3", "Alike 1", "Alike 4"]
    assert related(make_post(blog, title="By choice", tags=["damp"], related=[alike[2], closed, chosen])) == ["Alike 2", "Chosen"]
    assert related(make_post(blog, title="Nothing left", tags=["damp"], related=[closed]))[0] != "CANARY"
    assert related(make_post(blog, title="Alone")) == []
    assert "CANARY" not in reader.get(PostPage.objects.get(title="By choice").get_absolute_url()).content.decode()


def test_a_series_leads_from_post_to_post_past_what_cannot_be_seen(reader: Client, few: Group) -> None:
    blog = make_blog()
    series = start_series(blog.leader, title="Letters & nights", actor=None)
    assert reader.get(series.get_absolute_url()).status_code == 404
    parts = [out(make_post(blog, title=f"Part {place}", series=series, tags=["damp"]), 2026, 1, place + 1, 9, 0) for place in range(4)]
    restrict(parts[1], groups=[few])
    make_draft(blog, title="Part 9", series=series)
    page = reader.get(series.get_absolute_url())
    assert shown(page) == ["Part 0", "Part 2", "Part 3"]
    assert "Letters &amp; nights" in page.content.decode()
    beside = reader.get(parts[2].get_absolute_url()).context["beside"]
    assert (beside.previous, beside.next) == (parts[0], parts[3])
    first = reader.get(parts[0].get_absolute_url())
    assert (first.context["beside"].previous, first.context["beside"].next) == (None, parts[2])
    assert series.get_absolute_url() in first.content.decode()
    assert [(row["series"], row["number"]) for row in reader.get(blog.get_absolute_url()).context["series"]] == [(series, 3)]
    assert reader.get(reverse("blogs:series", args=[series.pk, "x"])).url == series.get_absolute_url()


def test_the_office_starts_and_renames_a_series_and_nobody_else(client: Client, staff: Any) -> None:
    office = make_person("office", name="Tom Fairweather")
    blog = make_blog(make_leader(delegates=(office,)))
    start = reverse("blogs:start-series", args=[blog.pk])
    client.force_login(office)
    assert "Start a series" in client.get(blog.get_absolute_url()).content.decode()
    assert client.post(start, {"title": "Night shift", "introduction": ""}).url == blog.get_absolute_url()
    refused = client.post(start, {"title": "night SHIFT", "introduction": "Kept"})
    assert (refused.status_code, refused.context["form"].errors["title"][0][:32]) == (422, "There is a series of this name a")
    assert "Kept" in refused.content.decode()
    series = Series.objects.get()
    change = reverse("blogs:change-series", args=[series.pk])
    assert client.post(change, {"title": "Day shift", "introduction": "What I saw."}).status_code == 302
    assert Series.objects.get().title == "Day shift"
    with pytest.raises(NameTaken):
        start_series(blog.leader, title="DAY shift", actor=office)

    client.force_login(staff)
    assert (client.post(start, {"title": "Mine"}).status_code, client.post(change, {"title": "Mine"}).status_code) == (403, 404)
    make_post(blog, series=series)
    assert client.get(change).status_code == 403
    assert denials() == [("staff", "POST blogs:start-series", "leaderblogpage"), ("staff", "GET blogs:change-series", "series")]
    assert [found.title for found in Series.objects.all()] == ["Day shift"]


@pytest.mark.site
@pytest.mark.parametrize("posts", [1, 50])
def test_lists_cost_the_same_for_one_post_and_for_fifty(reader: Client, posts: int) -> None:
    blog = make_blog()
    series = start_series(blog.leader, title="Nights", actor=None)
    for place in range(posts):
        out(make_post(blog, title=f"Part {place}", series=series, tags=["damp"]), 2026, place % 12 + 1, 1, 9, 0)
    pages = [reverse("blogs:tag", args=["damp"]), reverse("blogs:archive-year", args=[2026]), series.get_absolute_url()]
    for page, budget in zip(pages, (11, 10, 11), strict=True):
        reader.get(page)
        with query_budget(budget):
            answer = reader.get(page)
        assert len(shown(answer)) == min(posts, 20)
        assert len(answer.content) < 60 * 1024
