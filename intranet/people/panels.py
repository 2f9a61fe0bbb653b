"""People and services in the navigation."""

from django.utils.translation import gettext_lazy as _

from intranet.core.ui.panels import NavigationItem


class People(NavigationItem):
    label = _("People")
    icon = "person"
    url = "/people/"
    order = 60


class Services(NavigationItem):
    label = _("Services")
    icon = "service"
    url = "/services/"
    order = 61
