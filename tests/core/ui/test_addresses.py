"""Addresses are those of the site that is asked, and remembered."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import NoReverseMatch, path, reverse, set_script_prefix

from intranet.core.ui.addresses import _address, address_in_room, address_of


def test_it_is_that_of_reverse_and_asked_once() -> None:
    _address.cache_clear()
    assert {address_of("notifications:open", 5) for _ in range(3)} == {reverse("notifications:open", args=[5])}
    assert (_address.cache_info().misses, _address.cache_info().hits) == (1, 2)


def test_another_site_or_another_place_of_it_has_others(settings: Any) -> None:
    elsewhere = ModuleType("elsewhere")
    elsewhere.urlpatterns = [path("news/<int:pk>/", lambda request, pk: HttpResponse(), name="only-here")]
    with pytest.raises(NoReverseMatch):
        address_of("only-here", 1)
    assert address_in_room("only-here", 1) == ""
    settings.ROOT_URLCONF = elsewhere
    assert address_of("only-here", 1) == "/news/1/"
    set_script_prefix("/intranet/")
    try:
        assert address_of("only-here", 1) == "/intranet/news/1/"
    finally:
        set_script_prefix("/")
