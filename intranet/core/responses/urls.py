"""Addresses of questions and of outcomes; those outside need no sign-in."""

from django.urls import path

from intranet.core.responses import views

app_name = "responses"

urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("<int:pk>/", views.life, name="life"),
    path("<int:pk>/want/", views.want, name="want"),
    path("<int:pk>/hold/", views.hold, name="hold"),
    path("<int:pk>/pass-on/", views.pass_on, name="pass_on"),
    path("<int:pk>/decline/", views.decline, name="decline"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
]

outcome_urls = (
    [
        path("", views.index, name="index"),
        path("<int:pk>/", views.outcome, name="outcome"),
        path("<int:pk>/change/", views.change, name="change"),
        path("<int:pk>/review/", views.review, name="review"),
        path("record/<int:kind>/<int:key>/", views.record, name="record"),
    ],
    "outcomes",
)

outside_urls = (
    [
        path("", views.outside, name="index"),
        path("<int:pk>/", views.outside_outcome, name="outcome"),
    ],
    "outside-outcomes",
)
