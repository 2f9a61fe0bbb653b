"""The core and the forums."""

from django.urls import include, path

from tests.standalone.core_urls import core, wagtail

urlpatterns = [*core, path("forums/", include("forums.urls")), *wagtail]
