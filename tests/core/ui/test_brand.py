from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from intranet.core.ui import queries
from intranet.core.ui.contrast import GROUNDS, OURS, Palette, failures, nearest, ratio
from intranet.core.ui.models import Brand

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

TOKENS = Path(queries.__file__).parent / "static" / "roost" / "css" / "tokens.css"


@pytest.fixture
def site(db: None) -> Site:
    return Site.objects.filter(is_default_site=True).first() or Site.objects.get()


def test_ratio_as_wcag_counts_it() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_our_own_colours_pass(theme: str) -> None:
    assert failures(Palette.of(theme, {})) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_counts_with_the_colours_of_the_sheet(theme: str) -> None:
    sheet = TOKENS.read_text(encoding="utf-8")
    block = sheet.split(':root[data-theme="dark"]')[1] if theme == "dark" else sheet.split("@media")[0]
    declared = dict(re.findall(r"--([\w-]+): (#\w{6})", block))
    for name, colour in {**GROUNDS[theme], **OURS[theme]}.items():
        assert declared[name] == colour, name


def test_a_pale_accent_is_refused_with_the_pair_and_a_colour_that_passes(site: Site) -> None:
    brand = Brand(site=site, accent="#f0a93b")
    with pytest.raises(ValidationError) as refused:
        brand.full_clean()
    [words] = refused.value.message_dict["accent"]
    assert "to 1, and 4.5 is needed" in words
    better = re.search(r"#\w{6}", words)
    assert better is not None
    brand.accent = better[0]
    brand.full_clean()


def test_the_dark_theme_is_asked_too(site: Site) -> None:
    with pytest.raises(ValidationError) as refused:
        Brand(site=site, accent_dark="#0b5f5a").full_clean()
    assert list(refused.value.message_dict) == ["accent_dark"]


def test_nearest_changes_no_more_than_it_must() -> None:
    palette = Palette.of("light", {"accent": "#7a9f9d"})
    found = nearest(palette, "accent")
    assert failures(Palette.of("light", {"accent": found})) == []
    assert ratio(found, "#eef2fb") < 6


@pytest.mark.parametrize("value", ["red", "#fff", "#0b5f5a; } body { display: none", "#0b5f5a\n"])
def test_a_colour_is_nothing_but_a_colour(site: Site, value: str) -> None:
    with pytest.raises(ValidationError):
        Brand(site=site, accent=value).full_clean()


def test_brand_is_served_to_everybody_for_ever(client: Any, site: Site) -> None:
    Brand.objects.create(
        site=site, name="Hive", organisation="Fellgate District", accent="#8a2452", accent_dark="#f0a3c0", corners="small", font="georgia"
    )
    page = client.get("/accounts/login/").content.decode()
    assert "Sign in · Hive, Fellgate District" in page
    address = re.search(r"/brand/\w+\.css", page)
    assert address is not None
    sheet = client.get(address[0])
    assert sheet["content-type"] == "text/css; charset=utf-8"
    assert sheet["cache-control"] == "public, max-age=31536000, immutable"
    words = sheet.content.decode()
    assert "--accent: #8a2452;" in words
    assert "--font-display: Georgia" in words
    assert words.count("--accent: #f0a3c0;") == 2


@pytest.mark.django_db
def test_a_brand_that_is_not_is_not_found(client: Any) -> None:
    assert client.get("/brand/0123456789abcdef.css").status_code == 404


def test_brand_costs_a_page_nothing_once_it_is_known(site: Site, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    Brand.objects.create(site=site, name="Hive")
    queries.brand_of("testserver")
    with django_assert_num_queries(0):
        assert queries.brand_of("testserver").name == "Hive"


def test_a_changed_brand_is_on_the_next_page(site: Site, django_capture_on_commit_callbacks: Any) -> None:
    brand = Brand.objects.create(site=site, name="Hive")
    queries.brand_of("testserver")
    brand.name = "Nest"
    with django_capture_on_commit_callbacks(execute=True):
        brand.save()
    assert queries.brand_of("testserver").name == "Nest"


def test_each_site_has_its_own(site: Site) -> None:
    other = Site.objects.create(hostname="fellgate.example", port=80, root_page=site.root_page)
    Brand.objects.create(site=site, name="Roost")
    Brand.objects.create(site=other, name="Hive")
    assert queries.brand_of("fellgate.example").name == "Hive"
    assert queries.brand_of("elsewhere.example").name == "Roost"


def test_editors_of_the_site_only(client: Any, staff: Any, admin_client: Any, site: Site) -> None:
    address = f"/admin/settings/intranet_ui/brand/{site.pk}/"
    client.force_login(staff)
    assert client.get(address).status_code in {302, 403, 404}
    answer = admin_client.post(address, {"name": "Roost", "accent": "#f0a93b", "organisation": "", "logo": "", "corners": "", "font": ""})
    assert "The nearest colour that passes is" in answer.content.decode()
    assert not Brand.objects.filter(accent="#f0a93b").exists()
