"""Addresses of training: its pages by one query each, a person's own, and the verbs under ``-``."""

from django.urls import path

from training import views

app_name = "training"

urlpatterns = [
    path("", views.index_at, name="index"),
    path("mine/", views.mine, name="mine"),
    path("-/lesson/<int:pk>/done/", views.finish_lesson, name="finish-lesson"),
    path("-/lesson/<int:pk>/captions/<str:block>/", views.captions, name="captions"),
    path("-/module/<int:pk>/quiz/", views.start_quiz, name="start-quiz"),
    path("-/attempt/<int:pk>/", views.attempt, name="attempt"),
    path("-/done/<int:pk>/", views.completion, name="completion"),
    path("<slug:module>/", views.module_at, name="module"),
    path("<slug:module>/<slug:lesson>/", views.lesson_at, name="lesson"),
]
