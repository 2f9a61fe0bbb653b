"""Addresses of the moderation queue and of reports."""

from django.urls import path

from intranet.core.moderation import views

app_name = "moderation"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/claim/", views.claim, name="claim"),
    path("<int:pk>/release/", views.release, name="release"),
    path("<int:pk>/decide/", views.decide, name="decide"),
    path("report/<int:kind>/<int:key>/", views.report, name="report"),
    path("<int:pk>/name/", views.ask_for_name, name="ask-for-name"),
    path("names/", views.names, name="names"),
    path("names/<int:pk>/", views.opening, name="opening"),
    path("names/<int:pk>/decide/", views.decide_opening, name="decide-opening"),
    path("names/<int:pk>/read/", views.read_name, name="read-name"),
    path("without-name/", views.without_name, name="without-name"),
    path("reports/<int:pk>/", views.my_report, name="my-report"),
]
