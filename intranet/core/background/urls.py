"""Addresses for machines: health and metrics."""

from django.urls import path

from intranet.core.background import views

urlpatterns = [
    path("alive/", views.alive, name="alive"),
    path("ready/", views.ready, name="ready"),
    path("metrics/", views.metrics, name="metrics"),
]
