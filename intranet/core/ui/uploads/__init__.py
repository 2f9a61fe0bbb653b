"""What people upload: looked into before it is kept.

``inspect`` says what a file is by its content and makes pictures anew, without what they tell besides the picture; ``scan`` asks the site's
scanner. Neither keeps anything: where it goes and who may fetch it is for the app that takes it.
"""

from intranet.core.ui.uploads.inspecting import Inspected, NotTaken, inspect
from intranet.core.ui.uploads.scanning import Verdict, scan

__all__ = ["Inspected", "NotTaken", "Verdict", "inspect", "scan"]
