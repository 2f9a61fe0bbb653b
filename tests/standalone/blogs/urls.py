"""The core and the blogs."""

from django.urls import include, path

from tests.standalone.core_urls import core, wagtail

urlpatterns = [*core, path("blogs/", include("blogs.urls")), *wagtail]
