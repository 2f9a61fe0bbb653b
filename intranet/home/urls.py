"""Addresses of home and of what is one's own."""

from django.urls import path

from intranet.home import views

app_name = "home"

urlpatterns = [
    path("", views.home, name="home"),
    path("me/", views.me, name="me"),
]
