"""What `hatchling` does beside copying files: the page's bundle and examples go into the wheel.

Knows: hatchling's hooks. Must not know: how the bundle is made (scripts/make_bundle.py).

A wheel that is built where there is no esbuild is whole without it: the page loads its modules one
by one. An editable installation has none, so that a change of a script shows at the next reload.
"""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleHook(BuildHookInterface[Any]):
    """Makes the bundle, and says where in the wheel it and the examples go."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds a wheel; ``version`` is "standard" or "editable"."""
        if version != "standard":
            return
        # For `pgwidgets demo`; in a checkout it takes those that are there.
        build_data["force_include"][str(Path(self.root, "examples"))] = "pgwidgets/demos"
        folder = Path(self.root, "build", "bundle")
        bundling = runpy.run_path(str(Path(self.root, "scripts", "make_bundle.py")))
        try:
            bundling["make"](folder)
        except bundling["NoEsbuildError"] as exc:
            self.app.display_warning(f"the wheel gets no bundle of the page's scripts: {exc}")
            return
        build_data["force_include"][str(folder)] = "pgwidgets/web_bundle"
