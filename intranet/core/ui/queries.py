"""What the layout shows around a page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from intranet.core.background.statements import prepared
from intranet.core.ui.models import Brand, Draft
from intranet.core.ui.panels import AccountLink, FooterLink, NavigationItem, PlaceLink, Places, SearchBox, Tray, all_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from intranet.core.kinds import AnyUser, Person


BRANDS = "roost-brands"
BRANDS_SECONDS = 300
CORNERS = {"small": (".25rem", ".25rem", ".5rem"), "square": ("0", "0", "0")}
FONTS = {
    "arial": 'Arial, "Helvetica Neue", "Liberation Sans", sans-serif',
    "verdana": 'Verdana, "DejaVu Sans", Geneva, sans-serif',
    "georgia": 'Georgia, "DejaVu Serif", "Liberation Serif", serif',
}


@dataclass(frozen=True, slots=True)
class BrandInUse:
    """The organisation's name and look, as every page shows them."""

    name: str = "Roost"
    organisation: str = ""
    logo_url: str = ""
    css: str = ""
    hostname: str = ""
    port: int = 0
    is_default: bool = True

    @property
    def full_name(self) -> str:
        return f"{self.name}, {self.organisation}" if self.organisation else self.name

    @property
    def css_hash(self) -> str:
        return hashlib.sha256(self.css.encode()).hexdigest()[:16]

    @property
    def css_url(self) -> str:
        return reverse("brand", args=[self.css_hash]) if self.css else ""


def brands() -> list[BrandInUse]:
    """The brands of all sites: one query, then from the cache until one is changed."""
    kept: list[BrandInUse] | None = cache.get(BRANDS)
    if kept is None:
        kept = [_in_use(brand) for brand in Brand.objects.select_related("site", "logo")]
        cache.set(BRANDS, kept, BRANDS_SECONDS)
    return kept


def brand_of(host: str) -> BrandInUse:
    """The brand of the site that answers to a host, as Wagtail finds sites: by host and port, by host, the default."""
    name, _colon, port = host.partition(":")
    ranked = [
        (brand.hostname == name and str(brand.port) == (port or "80"), brand.hostname == name, brand.is_default, brand)
        for brand in brands()
        if brand.hostname == name or brand.is_default
    ]
    return max(ranked, key=lambda found: found[:3])[3] if ranked else BrandInUse(name=settings.WAGTAIL_SITE_NAME)


def _in_use(brand: Brand) -> BrandInUse:
    logo = brand.logo.get_rendition("max-288x72").url if brand.logo else ""
    return BrandInUse(brand.name, brand.organisation, logo, brand_css(brand), brand.site.hostname, brand.site.port, brand.site.is_default_site)


def brand_css(brand: Brand) -> str:
    """The sheet that a brand lays over ours; nothing when it changes nothing."""
    themes = {theme: _declared(brand, theme) for theme in ("light", "dark")}
    shape = ""
    if brand.corners in CORNERS:
        shape += "--radius: {}; --radius-s: {}; --radius-l: {};".format(*CORNERS[brand.corners])
    if brand.font in FONTS:
        shape += f"{'--font-display' if brand.font == 'georgia' else '--font'}: {FONTS[brand.font]};"
    if not (shape or any(themes.values())):
        return ""
    dark = themes["dark"]
    return (
        "@layer reset, tokens, base, layout, components, utilities, brand;\n"
        f"@layer brand {{\n  :root {{ {themes['light']} {shape} }}\n"
        + (
            f'  @media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {dark} }} }}\n  :root[data-theme="dark"] {{ {dark} }}\n'
            if dark
            else ""
        )
        + "}\n"
    )


def _declared(brand: Brand, theme: str) -> str:
    if not any(getattr(brand, name) for name in brand.colour_names()):
        return ""
    return " ".join(f"--{name}: {value};" for name, value in brand.palette(theme).tokens().items())


@dataclass(frozen=True, slots=True)
class NavigationLine:
    """A line of the main navigation as a page shows it."""

    label: str
    icon: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The main navigation, which everybody in the same place sees alike (``ui.pieces``)."""

    lines: tuple[NavigationLine, ...]


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands at the foot of a page: labels and addresses, for who is signed in, and the organisation."""

    links: tuple[tuple[str, str], ...]
    organisation: str


class Frame:
    """What stands around a page: brand, navigation, places, notices, the person. Each is read when a template asks for it.

    A full page costs at most two queries here, the unread notices and the places, where the profile came with the account. Without a person and
    a host (the page for our own errors) it costs none.
    """

    def __init__(self, *, user: AnyUser | None, path: str = "", host: str = "", session: Any = None) -> None:
        self.user = user if user is not None and user.is_authenticated else None
        self.path = path
        self.host = host
        self.session = session

    @cached_property
    def profile(self) -> Any:
        return getattr(self.user, "roost_profile", None)

    @cached_property
    def name(self) -> str:
        if self.user is None:
            return ""
        return self.profile.name if self.profile else self.user.get_username()

    @cached_property
    def theme(self) -> str:
        return self.profile.theme if self.profile else ""

    @cached_property
    def profile_url(self) -> str:
        if self.profile is None:
            return ""
        try:
            return str(self.profile.get_absolute_url())
        except NoReverseMatch:
            return ""

    @cached_property
    def brand(self) -> BrandInUse:
        return brand_of(self.host) if self.host else BrandInUse(name=settings.WAGTAIL_SITE_NAME)

    @cached_property
    def navigation(self) -> Navigation:
        """The most exact address that the page lies under is current."""
        items = all_of(NavigationItem)
        current = max(
            (item.url for item in items if self.path == item.url or (item.url != "/" and self.path.startswith(item.url))), key=len, default=None
        )
        return Navigation(tuple(NavigationLine(str(item.label), item.icon, item.url, item.url == current) for item in items))

    @cached_property
    def places(self) -> list[PlaceLink]:
        return [link for places in all_of(Places) for link in places.links(self.user)] if self.user else []

    @cached_property
    def search(self) -> SearchBox | None:
        return next(iter(all_of(SearchBox)), None)

    @cached_property
    def tray(self) -> Tray | None:
        return next(iter(all_of(Tray)), None)

    @cached_property
    def unread(self) -> int:
        return self.tray.unread(self.user) if self.tray and self.user else 0

    @cached_property
    def account(self) -> list[AccountLink]:
        links = all_of(AccountLink)
        return [link for link in links if self.user and self.session is not None and self.session.get(link.session_key)]

    @cached_property
    def foot(self) -> Foot:
        links = tuple((str(link.label), str(link.url)) for link in all_of(FooterLink) if link.url) if self.user else ()
        return Foot(links, self.brand.organisation or self.brand.name)


@dataclass(frozen=True, slots=True)
class Desk:
    """A place where somebody writes, with what was kept of theirs there."""

    place: str
    kept: dict[str, Any] = field(default_factory=dict)
    kept_at: datetime | None = None


def desk_of(person: Person, place: str) -> Desk:
    """The desk of a person for one form of one thing, as ``forums-reply-12``: small letters, figures and hyphens. One query.

    A form that keeps drafts takes four lines. Its view asks ``desk = desk_of(request.user, place)``, begins the form with
    ``initial={..., **desk.kept}``, gives ``desk`` to the template, which hands it on to ``components/form.html`` or ``composer.html``,
    and calls ``drop_draft(request.user, place=desk.place)`` once the words were sent. A field named ``body`` or ``title`` holds the words.
    """
    found = _drafts(person.pk, place)
    return Desk(place, found[0].fields, found[0].kept_at) if found else Desk(place)


@prepared
def _drafts(person: int, place: str) -> QuerySet[Draft]:
    return Draft.objects.filter(person=person, place=place)
