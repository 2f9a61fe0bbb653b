"""What the forums do out of the request."""

from forums.tasks.exporting import make_export
from forums.tasks.telling import tell, tell_question, write_documents

__all__ = ["make_export", "tell", "tell_question", "write_documents"]
