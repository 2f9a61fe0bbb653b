"""Where everything hangs: the suite's own routes first, Wagtail's pages last."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import serve as serve_document
from wagtail.urls import serve_pattern
from wagtail.views import serve as serve_page

from intranet.core.notifications.urls import feed_urls
from intranet.core.notifications.views.inbound import receive
from intranet.core.organisation.views import chosen_pages, picture
from intranet.core.responses.urls import outcome_urls, outside_urls

urlpatterns = [
    path("-/", include("intranet.core.background.urls")),
    path("-/mail/", receive, name="inbound-mail"),
    path("", include("intranet.core.ui.urls")),
    path("", include("intranet.home.urls")),
    path("", include("intranet.people.urls")),
    path("outside/outcomes/", include(outside_urls)),
    path("", include("intranet.guidance.urls")),
    path("search/", include("intranet.search.urls")),
    path("moderation/", include("intranet.core.moderation.urls")),
    path("notices/", include("intranet.core.notifications.urls")),
    path("feeds/", include(feed_urls)),
    path("responses/", include("intranet.core.responses.urls")),
    path("outcomes/", include(outcome_urls)),
    path("comments/", include("intranet.core.discussion.urls")),
    path("blogs/", include("blogs.urls")),
    path("forums/", include("forums.urls")),
    path("polls/", include("polls.urls")),
    path("training/", include("training.urls")),
    path("admin/choose-page/chosen-multiple/", chosen_pages),
    path("admin/", include(wagtailadmin_urls)),
    # Of Wagtail's own routes only these: no shared passwords, no second sign-in.
    path("media/<path:name>", picture, name="picture"),
    path("documents/<int:document_id>/<str:document_filename>", serve_document, name="wagtaildocs_serve"),
    path("_util/login/", RedirectView.as_view(pattern_name="login", query_string=True), name="wagtailcore_login"),
    re_path(serve_pattern, serve_page, name="wagtail_serve"),
]
if settings.OIDC_ISSUER:
    urlpatterns.insert(0, path("", include("intranet.sso")))
