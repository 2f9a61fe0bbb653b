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
    from django.forms import BoundField

    from intranet.core.kinds import Person


@dataclass(frozen=True, slots=True)
class Fold:
    """Fields that are shown when somebody asks for them."""

    heading: str
    hint: str
    fields: list[BoundField]
    is_open: bool


class FilesForm(forms.Form):
    """A form with some rows of a file and what it shows. What is valid is in ``new_files``."""

    def __init__(self, *args: Any, owner: Person, takes_files: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner, self.new_files = owner, list[NewFile]()
        self.rows = range(1, conf.post_files() + 1) if takes_files else range(0)
        for row in self.rows:
            label = gettext_lazy("File or picture") if row == 1 else _("File or picture %(number)d") % {"number": row}
            self.fields[f"file_{row}"] = forms.FileField(
                label=label, required=False, widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)})
            )
            self.fields[f"alt_{row}"] = forms.CharField(
                label=gettext_lazy("What the picture shows") if row == 1 else _("What picture %(number)d shows") % {"number": row},
                required=False,
                max_length=300,
                error_messages={"max_length": gettext_lazy("Use %(limit_value)d characters or fewer: you have %(show_value)d")},
            )

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
        return [Fold(_("Add files or pictures"), hint, [self[name] for name in names], bool(self.is_bound and self.files))]

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
