"""How the documentation is built: sphinx-build -W docs docs/_build/html."""

project = "Roost"
author = "The Roost contributors"
project_copyright = "The Roost contributors, BSD-3-Clause"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "changes"]
html_theme = "alabaster"
html_theme_options = {"description": "An intranet that answers", "fixed_sidebar": True}
html_static_path: list[str] = []
language = "en_GB"
