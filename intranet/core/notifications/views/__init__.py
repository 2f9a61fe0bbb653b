"""The list of notices, what a person follows, and what reaches them by mail."""
