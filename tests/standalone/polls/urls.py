"""The core and the polls."""

from django.urls import include, path

from tests.standalone.core_urls import core, wagtail

urlpatterns = [*core, path("polls/", include("polls.urls")), *wagtail]
