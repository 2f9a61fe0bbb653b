"""Signing in and out, light or dark, drafts, the brand."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from intranet.core.ui import views

urlpatterns = [
    path("accounts/login/", views.SignIn.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("brand/<slug:digest>.css", views.brand, name="brand"),
    path("me/draft/", views.draft, name="draft"),
    path("me/theme/", views.set_theme, name="theme"),
]
