"""Addresses of comments."""

from django.urls import path

from intranet.core.discussion import views

app_name = "discussion"

urlpatterns = [
    path("post/<int:kind>/<int:key>/", views.post, name="post"),
    path("of/<int:kind>/<int:key>/more/", views.more, name="more"),
    path("of/<int:kind>/<int:key>/export/", views.export, name="export"),
    path("of/<int:kind>/<int:key>/react/", views.react_to_thing, name="react-to-thing"),
    path("of/<int:kind>/<int:key>/reactions/", views.reactions_to_thing, name="reactions-to-thing"),
    path("<int:pk>/", views.comment, name="comment"),
    path("<int:pk>/reply/", views.reply, name="reply"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("<int:pk>/react/", views.react, name="react"),
    path("<int:pk>/want/", views.want, name="want"),
    path("<int:pk>/reactions/", views.reactions, name="reactions"),
    path("<int:pk>/history/", views.history, name="history"),
]
