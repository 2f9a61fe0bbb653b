"""The organisation in Wagtail: the door before pages and documents, the choice of pages, the admin, the log."""

from intranet.core.organisation.wagtail_hooks import admin, choosing, elections, log, serving

__all__ = ["admin", "choosing", "elections", "log", "serving"]
