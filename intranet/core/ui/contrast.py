"""Colours that can be read: what a brand's few colours become, how they contrast, and the nearest that passes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEXT, SHAPE = 4.5, 3.0
BLACK, WHITE = "#000000", "#ffffff"

# What a brand leaves alone, and the colours it begins with; as in css/tokens.css, where a test compares them.
GROUNDS: dict[str, dict[str, str]] = {
    "light": {
        "page": "#ffffff",
        "sunken": "#f5f6f3",
        "official-soft": "#eef2fb",
        "line": "#e1e5df",
        "ink": "#182426",
        "muted": "#566365",
        "focus": "#14201f",
    },
    "dark": {
        "page": "#141c1d",
        "sunken": "#1c2627",
        "official-soft": "#1a2436",
        "line": "#2b3738",
        "ink": "#e7ecea",
        "muted": "#a2b0af",
        "focus": "#ffffff",
    },
}
OURS: dict[str, dict[str, str]] = {
    "light": {"accent": "#0b5f5a", "band": "#0e4340", "sun": "#f7b733", "frame": "#eff1ed"},
    "dark": {"accent": "#7ad3c5", "band": "#10302e", "sun": "#f7bd4b", "frame": "#0c1213"},
}
ON_SUN = "#241a00"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(colour: str, other: str, share: float) -> str:
    """``colour`` with so much of ``other`` in it, 0 to 1."""
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(_channels(colour), _channels(other), strict=True))


def _luminance(colour: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (value / 255 for value in _channels(colour)))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it: 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on it."""
    return max((WHITE, "#05211e"), key=lambda ink: ratio(ink, colour))


@dataclass(frozen=True, slots=True)
class Palette:
    """A brand's colours in one theme; the rest follows from these four."""

    theme: str
    accent: str
    band: str
    sun: str
    frame: str

    @classmethod
    def of(cls, theme: str, chosen: Mapping[str, str]) -> Palette:
        """The chosen colours, ours where none was chosen."""
        return cls(theme, **{name: chosen.get(name) or ours for name, ours in OURS[theme].items()})

    def tokens(self) -> dict[str, str]:
        """The custom properties of the style sheet."""
        page = GROUNDS[self.theme]["page"]
        strong, soft = (BLACK, 0.89) if self.theme == "light" else (WHITE, 0.82)
        return {
            "frame": self.frame,
            "band": self.band,
            "band-ink": ink_on(self.band),
            "accent": self.accent,
            "accent-strong": mix(self.accent, strong, 0.3),
            "accent-soft": mix(self.accent, page, soft),
            "accent-ink": ink_on(self.accent),
            "sun": self.sun,
            "art-1": mix(self.band, WHITE, 0.1),
            "art-2": mix(self.band, WHITE, 0.18),
            "art-3": mix(self.band, WHITE, 0.26),
            "art-line": mix(self.band, WHITE, 0.7),
            "art-sun": self.sun,
        }


@dataclass(frozen=True, slots=True)
class Failure:
    """Two colours that cannot be told apart well enough, the field to change, and the nearest colour that would pass."""

    field: str
    theme: str
    pair: str
    found: float
    needed: float
    nearest: str


def _pairs(palette: Palette) -> Iterator[tuple[str, str, str, str, float]]:
    """Field to change, words for the pair, the two colours, and the ratio they need."""
    mine, fixed = palette.tokens(), GROUNDS[palette.theme]
    for ground, words in (
        ("page", _("links on the page")),
        ("sunken", _("links on quiet blocks")),
        ("official-soft", _("links in official answers")),
    ):
        yield "accent", words, palette.accent, fixed[ground], TEXT
    yield "accent", _("links on the frame"), palette.accent, palette.frame, TEXT
    yield "accent", _("words on chosen things"), mine["accent-strong"], mine["accent-soft"], TEXT
    yield "accent", _("links on chosen things"), palette.accent, mine["accent-soft"], TEXT
    yield "accent", _("system words on chosen things"), fixed["muted"], mine["accent-soft"], TEXT
    yield "accent", _("words on buttons"), mine["accent-ink"], palette.accent, TEXT
    yield "accent", _("words on buttons under the mouse"), mine["accent-ink"], mine["accent-strong"], TEXT
    yield "accent", _("bars on their ground"), palette.accent, fixed["line"], SHAPE
    yield "band", _("words on the band"), mine["band-ink"], palette.band, TEXT
    yield "sun", _("figures on the mark for new"), ON_SUN, palette.sun, TEXT
    yield "frame", _("words on the frame"), fixed["ink"], palette.frame, TEXT
    yield "frame", _("system words on the frame"), fixed["muted"], palette.frame, TEXT
    yield "frame", _("the focus ring on the frame"), fixed["focus"], palette.frame, SHAPE


def _fails(palette: Palette, field: str) -> bool:
    return any(ratio(one, other) < needed for owner, _words, one, other, needed in _pairs(palette) if owner == field)


def nearest(palette: Palette, field: str) -> str:
    """The colour of ``field`` with the least black or white in it that passes beside the others; nothing when none does."""
    colour = getattr(palette, field)
    for share in range(1, 101):
        for other in (BLACK, WHITE):
            tried = mix(colour, other, share / 100)
            if not _fails(replace(palette, **{field: tried}), field):
                return tried
    return ""


def failures(palette: Palette) -> list[Failure]:
    """What cannot be read: the worst pair of each field."""
    worst: dict[str, Failure] = {}
    for field, words, one, other, needed in _pairs(palette):
        found = ratio(one, other)
        if found < needed and (field not in worst or found / needed < worst[field].found / worst[field].needed):
            worst[field] = Failure(field, palette.theme, words, found, needed, "")
    return [replace(failure, nearest=nearest(palette, failure.field)) for failure in worst.values()]
