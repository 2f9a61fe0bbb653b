"""Addresses of the forums: verbs stand under ``-``, which no area's address may be."""

from django.urls import path

from forums import views

app_name = "forums"

TOPIC = "<slug:area>/<int:pk>-<slug:slug>/"

urlpatterns = [
    path("", views.index, name="index"),
    path("-/new/", views.start_topic, name="start-topic"),
    path("-/about/", views.about, name="about"),
    path("-/assigned/", views.assigned, name="assigned"),
    path("-/waiting/", views.waiting, name="waiting"),
    path("-/read/", views.mark_all_read, name="mark-all-read"),
    path("-/post/<int:pk>/", views.post, name="post"),
    path("-/post/<int:pk>/edit/", views.edit_post, name="edit-post"),
    path("-/post/<int:pk>/delete/", views.delete_post, name="delete-post"),
    path("-/post/<int:pk>/ask/", views.ask, name="ask"),
    path("-/post/<int:pk>/answer/", views.answer, name="answer"),
    path("-/post/<int:pk>/accept/", views.accept_answer, name="accept-answer"),
    path("-/event/<int:pk>/undo/", views.undo_event, name="undo-event"),
    path("-/similar/", views.similar, name="similar"),
    path("-/topics/", views.topics, name="topics"),
    path("-/bookmarks/", views.bookmarks, name="bookmarks"),
    path("-/post/<int:pk>/react/", views.react, name="react"),
    path("-/post/<int:pk>/reactions/", views.reactions, name="reactions"),
    path("-/post/<int:pk>/bookmark/", views.bookmark, name="bookmark"),
    path("-/file/<uuid:key>/", views.file, name="file"),
    path("-/file/<uuid:key>/small/", views.small_file, name="small-file"),
    path("-/export/<uuid:key>/", views.exported, name="exported"),
    path("<slug:area>/", views.area, name="area"),
    path("<slug:area>/-/export/", views.exports, name="exports"),
    path("<slug:area>/-/read/", views.mark_area_read, name="mark-area-read"),
    path(TOPIC, views.topic, name="topic"),
    path(f"{TOPIC}-/reply/", views.reply, name="reply"),
    path(f"{TOPIC}-/news/", views.news, name="news"),
    path(f"{TOPIC}-/unread/", views.first_unread, name="first-unread"),
    path(f"{TOPIC}-/lock/", views.lock_topic, name="lock-topic"),
    path(f"{TOPIC}-/stick/", views.stick_topic, name="stick-topic"),
    path(f"{TOPIC}-/archive/", views.archive_topic, name="archive-topic"),
    path(f"{TOPIC}-/type/", views.change_type, name="change-type"),
    path(f"{TOPIC}-/assign/", views.assign_topic, name="assign-topic"),
    path(f"{TOPIC}-/progress/", views.set_progress, name="set-progress"),
    path(f"{TOPIC}-/attach/", views.attach_topic, name="attach-topic"),
    path(f"{TOPIC}-/detach/", views.detach_topic, name="detach-topic"),
    path(f"{TOPIC}-/move/", views.move_topic, name="move-topic"),
    path(f"{TOPIC}-/merge/", views.merge_topic, name="merge-topic"),
    path(f"{TOPIC}-/split/", views.split_topic, name="split-topic"),
]
