"""Addresses of the blogs: their pages by one query each, and the verbs beside them under ``-``."""

from django.urls import path

from blogs import views

app_name = "blogs"

urlpatterns = [
    path("", views.index_at, name="index"),
    path("-/approve/<int:post>/", views.approve, name="approve"),
    path("-/tell/<int:post>/", views.tell_everybody, name="tell-everybody"),
    path("-/live/announce/<int:blog>/", views.announce_live, name="announce-live"),
    path("-/live/<int:hour>/", views.live, name="live"),
    path("-/live/<int:hour>/ask/", views.ask_live, name="ask-live"),
    path("-/live/<int:hour>/change/", views.change_live, name="change-live"),
    path("-/live/<int:hour>/call-off/", views.call_off_live, name="call-off-live"),
    path("-/live/question/<int:question>/", views.live_question, name="live-question"),
    path("-/live/question/<int:question>/want/", views.want_live, name="want-live"),
    path("-/live/question/<int:question>/stage/", views.stage_live, name="stage-live"),
    path("-/morning/", views.morning, name="morning"),
    path("-/tag/<str:slug>/", views.tag, name="tag"),
    path("-/archive/", views.archive, name="archive"),
    path("-/archive/<int:year>/", views.archive, name="archive-year"),
    path("-/archive/<int:year>/<int:month>/", views.archive, name="archive-month"),
    path("-/series/<int:blog>/start/", views.start_series, name="start-series"),
    path("-/series/<int:pk>/edit/", views.change_series, name="change-series"),
    path("-/series/<int:pk>-<slug:slug>/", views.series, name="series"),
    path("-/captions/<int:pk>/<str:block>/", views.captions, name="captions"),
    path("<slug:blog>/", views.blog_at, name="blog"),
    path("<slug:blog>/<slug:post>/", views.post_at, name="post"),
]
