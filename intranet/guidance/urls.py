"""Addresses of guidance and social accounts, inside and outside."""

from django.urls import path

from intranet.guidance import feeds, views

app_name = "guidance"

urlpatterns = [
    path("guidance/", views.index, name="index"),
    path("social-accounts/", views.accounts, name="accounts"),
    path("social-accounts/-/accounts.json", feeds.accounts_json, name="accounts-json"),
    path("social-accounts/-/accounts.csv", feeds.accounts_csv, name="accounts-csv"),
    path("social-accounts/<slug:slug>/", views.account, name="account"),
    path("outside/", views.outside, name="outside"),
    path("outside/accounts.json", feeds.outside_json, name="outside-json"),
    path("outside/accounts.csv", feeds.outside_csv, name="outside-csv"),
    path("outside/<int:pk>-<slug:slug>/", views.outside_page, name="outside-page"),
]
