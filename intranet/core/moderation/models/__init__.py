"""Cases, the reports beneath them, what was done, and the names that are sealed."""

from intranet.core.moderation.models.cases import Case, CaseEvent, Report, Standing
from intranet.core.moderation.models.pages import ReportedPage
from intranet.core.moderation.models.seals import Opening, Seal, Sealable, mark_of, place_of

__all__ = ["Case", "CaseEvent", "Opening", "Report", "ReportedPage", "Seal", "Sealable", "Standing", "mark_of", "place_of"]
