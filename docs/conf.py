"""How Sphinx makes the site of these pages; `make docs` has warnings be errors.

Nothing is fetched: a site can be made, and read, without a network.
"""

import contextlib
import os
import re
import sys
from datetime import date
from pathlib import Path

_HERE = Path(__file__).parent
_ROOT = _HERE.parent
sys.path.insert(0, str(_HERE / "_ext"))

with contextlib.redirect_stdout(None):  # it prints that it will make no cards, which are not wanted
    import sphinxext.opengraph  # noqa: F401

project = "pgwidgets"
author = "the pgwidgets developers"
copyright = f"{date.today().year}, {author}"
_ABOUT = (_ROOT / "src/pgwidgets/__about__.py").read_text("utf-8")
# Read, not imported: the site needs no installed package.
release = re.search(r'^__version__ = "(.+)"', _ABOUT, re.MULTILINE)[1]
_VERSION = os.environ.get("PGWIDGETS_DOCS_VERSION", "")
if _VERSION:
    release = _VERSION
version = release

extensions = [
    "dark_pictures",
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.intersphinx",
    "sphinx_design",
    "sphinx_copybutton",
    "sphinxext.opengraph",
    "repository_links",
    "state_tables",
]
exclude_patterns = ["_build", "_ext"]
source_suffix = {".md": "markdown"}
nitpicky = False

# ------------------------------------------------------------------ Markdown

myst_enable_extensions = ["attrs_block", "colon_fence", "deflist"]
myst_heading_anchors = 4
myst_links_external_new_tab = False

# ------------------------------------------------------------------- Python

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
napoleon_numpy_docstring = False
napoleon_use_ivar = True
intersphinx_mapping = {}
if os.environ.get("PGWIDGETS_DOCS_ONLINE"):
    intersphinx_mapping["python"] = ("https://docs.python.org/3", None)

# --------------------------------------------------------------------- looks

html_theme = "furo"
html_title = f"pgwidgets {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["live_search.js"]
if _VERSION:  # one of several, each in a folder of its own
    html_js_files.append("versions.js")
html_favicon = "../src/pgwidgets/web/favicon.svg"
html_show_sourcelink = False
html_theme_options = {"navigation_with_keys": True}
pygments_style = "friendly"
pygments_dark_style = "github-dark"
copybutton_prompt_text = r"\$ |>>> "
copybutton_prompt_is_regexp = True
ogp_site_url = os.environ.get("PGWIDGETS_DOCS_URL", "")
ogp_social_cards = {"enable": False}
