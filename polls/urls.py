"""Addresses of the polls."""

from django.urls import path

from polls import views

app_name = "polls"

urlpatterns = [
    path("", views.index, name="index"),
    path("-/approve/<int:pk>/", views.clearance, name="clearance"),
    path("<int:pk>-<slug:slug>/", views.poll, name="poll"),
    path("<int:pk>-<slug:slug>/vote/", views.vote, name="vote"),
]
