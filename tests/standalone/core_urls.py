"""Where the core hangs on a site that has none of our rooms."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import serve as serve_document
from wagtail.urls import serve_pattern
from wagtail.views import serve as serve_page

from intranet.core.notifications.urls import feed_urls
from intranet.core.organisation.views import picture
from intranet.core.responses.urls import outcome_urls, outside_urls

core = [
    path("-/", include("intranet.core.background.urls")),
    path("", include("intranet.core.ui.urls")),
    path("moderation/", include("intranet.core.moderation.urls")),
    path("notices/", include("intranet.core.notifications.urls")),
    path("feeds/", include(feed_urls)),
    path("responses/", include("intranet.core.responses.urls")),
    path("outcomes/", include(outcome_urls)),
    path("outside/outcomes/", include(outside_urls)),
    path("comments/", include("intranet.core.discussion.urls")),
]
wagtail = [
    path("admin/", include(wagtailadmin_urls)),
    path("media/<path:name>", picture, name="picture"),
    path("documents/<int:document_id>/<str:document_filename>", serve_document, name="wagtaildocs_serve"),
    re_path(serve_pattern, serve_page, name="wagtail_serve"),
]
urlpatterns = [*core, *wagtail]
