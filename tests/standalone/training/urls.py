"""The core and the training."""

from django.urls import include, path

from tests.standalone.core_urls import core, wagtail

urlpatterns = [*core, path("training/", include("training.urls")), *wagtail]
