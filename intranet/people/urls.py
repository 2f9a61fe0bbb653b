"""Addresses of people and services."""

from django.urls import path

from intranet.people import views

app_name = "people"

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/-/edit/", views.edit_own, name="edit-own"),
    path("people/<str:username>/", views.person, name="person"),
    path("services/", views.services, name="services"),
    path("services/<slug:slug>/", views.service, name="service"),
]
