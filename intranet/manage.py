"""The command line: ``manage.py`` in a checkout, ``roost`` where the wheel is installed."""

import gc
import os
import sys


def collect_less() -> None:
    """For migrating: it makes models by the ten thousand, and the garbage collector goes through them again and again."""
    gc.freeze()
    gc.set_threshold(10_000, 50, 100)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings.dev")
    if "migrate" in sys.argv[1:2]:
        collect_less()
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- the settings module must be named first
    from django.db import OperationalError  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        if "--traceback" in sys.argv:
            raise
        words = " ".join(str(error).split())
        sys.exit(f"The database did not do as asked: {words} Look at DATABASE_URL; was migrate run? --traceback tells more.")
