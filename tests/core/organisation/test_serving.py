"""The one door before every page and document: what a person may not see does not exist."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, ReferenceIndex

from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.ui import http
from intranet.core.ui.models import Brand
from tests.factories.pages import make_page, restrict
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Group:
    return Group.objects.create(name="Practice")


@pytest.fixture
def member(staff: Any, group: Group) -> Any:
    person = make_person("member")
    person.groups.add(group)
    return person


@pytest.fixture(autouse=True)
def spoken_view(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain pages show their title, so that only the door is tested."""
    monkeypatch.setitem(http._page_views, Page, lambda request, page: HttpResponse(page.title))


def get(person: Any, url: str) -> HttpResponse:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client.get(url)


def test_open_page_is_served_by_the_view_of_its_type(staff: Any) -> None:
    page = make_page("Handbook")

    response = get(staff, page.url)

    assert (response.status_code, response.content) == (200, b"Handbook")


def test_page_without_a_view_of_ours_falls_through_to_its_own(staff: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(http._page_views, Page)
    monkeypatch.setattr(Page, "serve", lambda page, request: HttpResponse(f"Wagtail's {page.title}"))

    assert get(staff, make_page("Handbook").url).content == b"Wagtail's Handbook"


@pytest.mark.parametrize("kind", [PageViewRestriction.GROUPS, PageViewRestriction.PASSWORD])
@pytest.mark.parametrize("who", ["staff", "admin"])
def test_closed_page_is_byte_for_byte_a_page_that_does_not_exist(staff: Any, group: Group, who: str, kind: str) -> None:
    person = staff if who == "staff" else make_person("admin", is_superuser=True, is_staff=True)
    page = make_page("Closed")
    below = make_page("Below", parent=page)
    restrict(page, kind, groups=[group] if kind == PageViewRestriction.GROUPS else [])
    nothing = get(person, "/nothing-here/")

    for url in (page.url, below.url, f"{page.url}nothing/"):
        response = get(person, url)
        assert (response.status_code, response.content) == (404, nothing.content)
        assert "Location" not in response


def test_closed_page_is_served_to_its_group_and_no_longer_after_leaving_it(member: Any, group: Group) -> None:
    page = make_page("Closed")
    restrict(page, groups=[group])
    client = Client()
    client.force_login(member)
    assert client.get(page.url).status_code == 200

    member.groups.remove(group)

    assert client.get(page.url).status_code == 404


def test_anonymous_person_is_sent_to_sign_in_for_any_address_alike(group: Group, staff: Any) -> None:
    page = make_page("Closed")
    restrict(page, groups=[group])
    draft = make_page("Draft", live=False)

    for url in (page.url, make_page("Open").url):
        response = get(None, url)
        assert (response.status_code, response.headers["Location"]) == (302, f"/accounts/login/?next={url}")
    assert {get(None, url).status_code for url in (draft.url or "/draft/", "/nothing-here/")} == {302}


def test_superuser_opens_a_closed_area_by_an_act_with_a_reason(group: Group, housing: Any) -> None:
    admin = make_person("admin", is_superuser=True)
    page = make_page("Closed")
    restrict(page, groups=[group])
    with pytest.raises(ValueError, match="Say why"):
        grant_role(admin, role=Role.READER, service=housing, actor=admin)

    page.view_restrictions.get().groups.add(group)
    admin.groups.add(group)

    assert get(admin, page.url).status_code == 200


def test_deactivated_person_is_signed_out_at_the_next_request(staff: Any) -> None:
    page = make_page("Handbook")
    client = Client()
    client.force_login(staff)
    assert client.get(page.url).status_code == 200

    staff.is_active = False
    staff.save()

    assert client.get(page.url).headers["Location"] == f"/accounts/login/?next={page.url}"


def put_on(page: Page, file: Any) -> None:
    """The page shows the file, as Wagtail notes it of any page type with a field for files."""
    kind = ContentType.objects.get_for_model(Page)
    ReferenceIndex.objects.create(
        base_content_type=kind,
        content_type=kind,
        object_id=str(page.pk),
        to_content_type=ContentType.objects.get_for_model(file),
        to_object_id=str(file.pk),
        model_path="body",
        content_path="body",
        content_path_hash=ReferenceIndex._get_content_path_hash("body"),
    )


@pytest.fixture
def files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}


class TestDocuments:
    @pytest.fixture
    def collection(self) -> Collection:
        return Collection.get_first_root_node().add_child(name="Practice")

    @pytest.fixture
    def document(self, collection: Collection, files: None) -> Document:
        document = Document.objects.create(title="Paper", file=ContentFile(b"words", name="paper.txt"), collection=collection)
        put_on(make_page("Handbook"), document)
        return document

    def close(self, collection: Collection, group: Group | None, kind: str = CollectionViewRestriction.GROUPS) -> None:
        restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind)
        if group:
            restriction.groups.add(group)

    def test_open_document_is_for_all_staff(self, staff: Any, document: Document) -> None:
        self.close(document.collection, None, CollectionViewRestriction.LOGIN)

        assert b"".join(get(staff, document.url).streaming_content) == b"words"
        assert get(None, document.url).status_code == 302

    @pytest.mark.parametrize("kind", [CollectionViewRestriction.GROUPS, CollectionViewRestriction.PASSWORD])
    def test_closed_document_does_not_exist(self, staff: Any, group: Group, document: Document, kind: str) -> None:
        self.close(document.collection, group, kind)
        admin = make_person("admin", is_superuser=True)
        missing = document.url.replace(f"/{document.pk}/", "/999/")

        for person in (staff, admin):
            response = get(person, document.url)
            assert (response.status_code, response.content) == (404, get(person, missing).content)

    def test_closed_document_is_served_to_its_group(self, member: Any, group: Group, document: Document) -> None:
        self.close(document.collection, group)

        assert b"".join(get(member, document.url).streaming_content) == b"words"

    def test_closed_document_is_not_confirmed_to_who_kept_it(self, member: Any, group: Group, document: Document) -> None:
        client = Client()
        client.force_login(member)
        answer = client.get(document.url)
        assert b"".join(answer.streaming_content) == b"words"
        tag = answer.headers["ETag"]
        assert client.get(document.url, headers={"If-None-Match": tag}).status_code == 304

        self.close(document.collection, Group.objects.create(name="Others"))

        assert client.get(document.url, headers={"If-None-Match": tag}).status_code == 404

    def test_document_is_as_open_as_the_pages_on_which_it_stands(self, staff: Any, member: Any, group: Group, document: Document) -> None:
        page = Page.objects.get(title="Handbook")
        restrict(page, groups=[group])
        assert (get(staff, document.url).status_code, get(member, document.url).status_code) == (404, 200)
        page.unpublish()
        assert get(member, document.url).status_code == 404
        put_on(make_page("Open"), document)
        assert get(staff, document.url).status_code == 200

    def test_document_on_no_page_is_for_those_who_work_with_it(self, staff: Any, document: Document) -> None:
        ReferenceIndex.objects.all().delete()
        admin = make_person("admin", is_superuser=True)
        assert (get(staff, document.url).status_code, get(admin, document.url).status_code) == (404, 200)

    @pytest.mark.parametrize("name", ["page.html", "picture.svg", "page.xhtml"])
    def test_what_a_browser_would_run_is_handed_over_to_be_kept(self, staff: Any, files: None, name: str) -> None:
        document = Document.objects.create(title="Odd", file=ContentFile(b"<script>alert(1)</script>", name=name))
        put_on(make_page("Handbook"), document)

        answer = get(staff, document.url)

        assert answer.status_code == 200
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("attachment;")


class TestPictures:
    @pytest.fixture
    def picture(self, files: None) -> Any:
        picture = get_image_model().objects.create(title="Damp", file=get_test_image_file())
        put_on(make_page("Handbook"), picture)
        return picture

    def test_picture_is_as_open_as_the_pages_on_which_it_stands(self, staff: Any, member: Any, group: Group, picture: Any) -> None:
        address = picture.get_rendition("width-100").url
        client = Client()
        client.force_login(staff)
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (200, "image/png", "private, no-cache")
        tag = answer.headers["ETag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304

        restrict(Page.objects.get(title="Handbook"), groups=[group])

        assert client.get(address, headers={"If-None-Match": tag}).status_code == 404
        assert (get(member, address).status_code, get(None, address).status_code) == (200, 404)
        assert client.get("/media/images/nothing.png").status_code == 404
        assert client.get("/media/../roost.sqlite3").status_code == 404

    def test_picture_as_it_was_uploaded_is_for_those_who_work_with_it(self, staff: Any, picture: Any) -> None:
        admin = make_person("admin", is_superuser=True)
        assert (get(staff, picture.file.url).status_code, get(admin, picture.file.url).status_code) == (404, 200)

    def test_logo_is_for_everybody(self, picture: Any, client: Client) -> None:
        Brand.objects.create(site=make_page("Any").get_site(), name="Roost", logo=picture)
        assert client.get(picture.get_rendition("max-288x72").url).status_code == 200
