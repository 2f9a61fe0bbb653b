"""What the tests of notices share."""

from tests.postbox import postbox  # noqa: F401 -- a fixture
