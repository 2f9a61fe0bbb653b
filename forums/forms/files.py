"""The part of a form that takes files and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums import conf, queries
from forums.actions import NewFile
from intranet.core.ui.uploads import NotTaken, Verdict, inspect, scan
from intranet.core.ui.uploads.inspecting import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.forms import BoundField

    from intranet.core.kinds import Person


@dataclass(frozen=True, slots=True)
class Fold:
    """Fields that are shown when somebody asks for them."""

    heading: str
    hint: str
    fields: list[BoundField]
    is_open: bool
    #: Where nothing was typed yet: what all such forms show alike.
    piece: UntouchedFiles | None = None


@dataclass(frozen=True, slots=True)
class UntouchedFiles:
    """The rows of a form that nobody has typed in: eight fields, which every page of a topic ends with."""

    rows: int
    heading: str
    hint: str
    is_open: bool = False

    @property
    def fields(self) -> list[BoundField]:
        form = forms.Form()
        form.fields.update(_fields(range(1, self.rows + 1)))
        return list(form)


def _fields(rows: Iterable[int]) -> Iterator[tuple[str, forms.Field]]:
    for row in rows:
        yield (
            f"file_{row}",
            forms.FileField(
                label=gettext_lazy("File or picture") if row == 1 else _("File or picture %(number)d") % {"number": row},
                required=False,
                widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
            ),
        )
        yield (
            f"alt_{row}",
            forms.CharField(
                label=gettext_lazy("What the picture shows") if row == 1 else _("What picture %(number)d shows") % {"number": row},
                required=False,
                max_length=300,
                error_messages={"max_length": gettext_lazy("Use %(limit_value)d characters or fewer: you have %(show_value)d")},
            ),
        )


class FilesForm(forms.Form):
    """A form with some rows of a file and what it shows. What is valid is in ``new_files``."""

    def __init__(self, *args: Any, owner: Person, takes_files: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner, self.new_files = owner, list[NewFile]()
        self.rows = range(1, conf.post_files() + 1) if takes_files else range(0)
        self.fields.update(_fields(self.rows))

    def folds(self) -> list[Fold]:
        """The rows, closed until somebody wants them; open where one is wrong, or has to be chosen again."""
        names = [name for row in self.rows for name in (f"file_{row}", f"alt_{row}")]
        if not names:
            return []
        most = {"most": filesizeformat(conf.file_bytes()), "kinds": ", ".join(ENDINGS)}
        hint = (
            _("Up to %(most)s each: %(kinds)s. A picture needs a few words for those who do not see it. Where a photo was taken is removed.") % most
        )
        if self.is_bound and self.files:
            hint = f"{_('Choose your files again: browsers do not keep them.')} {hint}"
        heading = _("Add files or pictures")
        is_touched = self.is_bound or self.prefix or any(self.initial.get(name) for name in names)
        untouched = None if is_touched else UntouchedFiles(len(self.rows), heading, hint)
        return [Fold(heading, hint, [self[name] for name in names], bool(self.is_bound and self.files), untouched)]

    def unfolded(self) -> list[BoundField]:
        folded = {f"{kind}_{row}" for row in self.rows for kind in ("file", "alt")}
        return [field for field in self.visible_fields() if field.name not in folded]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for row in self.rows:
            upload = cleaned.get(f"file_{row}")
            if upload:
                self._take(row, upload, str(cleaned.get(f"alt_{row}") or "").strip())
        if cleaned.get("unnamed") and self.new_files:
            self.add_error(f"file_{self.rows[0]}", _("A file can say whose it is. Leave it out, or write under your name"))
        room = conf.person_quota() - queries.bytes_of(self.owner) if self.new_files else 0
        if self.new_files and sum(file.found.size for file in self.new_files) > room:
            words = _("Your files take up all of your %(most)s. Delete some that you added before, or send a link.")
            self.add_error(f"file_{self.rows[0]}", words % {"most": filesizeformat(conf.person_quota())})
        return cleaned

    def _take(self, row: int, upload: Any, alt: str) -> None:
        try:
            found = inspect(upload, most_bytes=conf.file_bytes())
        except NotTaken as refusal:
            self.add_error(f"file_{row}", str(refusal))
            return
        if found.width and not alt:
            self.add_error(f"alt_{row}", _("Say in a few words what the picture shows"))
            return
        verdict = scan(found.content)
        if verdict == Verdict.INFECTED:
            self.add_error(f"file_{row}", _("The virus scanner refused “%(name)s”. It was not kept. Tell your IT service.") % {"name": found.name})
            return
        self.new_files.append(NewFile(found, alt, verdict))
