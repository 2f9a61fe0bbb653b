"""Addresses of notices, follows and what reaches a person by mail."""

from django.urls import path

from intranet.core.notifications.views import digest, feeds, follows, notices, outbox, reach, reading, settings, unsubscribe

app_name = "notifications"

urlpatterns = [
    path("", notices.notices, name="notices"),
    path("latest/", notices.latest, name="latest"),
    path("read/", notices.read_all, name="read-all"),
    path("<int:pk>/read/", notices.read_one, name="read"),
    path("<int:pk>/open/", notices.open_one, name="open"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("to-read/", reading.to_read, name="to-read"),
    path("to-read/<int:pk>/", reading.confirm, name="confirm-read"),
    path("to-read/<int:pk>/report/", reading.report, name="reading-report"),
    path("to-read/<int:pk>/report.csv", reading.report_csv, name="reading-report-csv"),
    path("settings/", settings.mail_settings, name="settings"),
    path("settings/services/", settings.add_choice, name="add-choice"),
    path("settings/services/<int:pk>/remove/", settings.remove_choice, name="remove-choice"),
    path("digest/", digest.digest, name="digest"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/<int:pk>/", feeds.addresses, name="feed-key"),
    path("feeds/<int:pk>/revoke/", feeds.revoke, name="revoke-feed-key"),
    path("follows/", follows.follows, name="follows"),
    path("follows/levels/", follows.save_follows, name="save-follows"),
    path("follows/quiet/", follows.stop_quiet, name="stop-quiet-follows"),
    path("follows/tags/", follows.follow_tag, name="follow-tag"),
    path("reach/<int:kind>/", reach.reach, name="reach-chosen"),
    path("reach/<int:kind>/<int:key>/", reach.reach, name="reach"),
    path("follows/<int:kind>/<int:key>/", follows.follow, name="follow"),
]

#: Where feed readers and calendars knock: hung at ``/feeds/``, beside these.
feed_urls = (
    [
        path("<str:token>/<str:file>", feeds.feed, name="feed"),
        path("<str:token>/<int:key>/<str:file>", feeds.feed, name="feed-of"),
    ],
    "feeds",
)
