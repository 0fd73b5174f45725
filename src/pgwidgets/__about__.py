"""Which ``pgwidgets`` this is.

Knows: that two distributions install a package of this name. Must not know: what is in it.

``pgwidgets-python`` installs ``pgwidgets`` as well. With both in one environment the one that was
installed last has overwritten files of the other, and neither is whole.
"""

import os
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path

__version__ = "0.1.0"

DISTRIBUTION = "pgwidgets"
"""What this is installed as."""

OTHER_DISTRIBUTION = "pgwidgets-python"
"""What installs a package of the same name."""

_OTHER_METADATA = OTHER_DISTRIBUTION.replace("-", "_") + "-"


def find_other(folders: Iterable[str] | None = None) -> str | None:
    """Whether the other distribution is installed as well.

    Parameters:
        folders: where packages are installed; None: those of ``sys.path``.

    Returns:
        The folder of its metadata, or None. Nothing but names is looked at: importlib.metadata
        would take longer than the import of all of pgwidgets.
    """
    for folder in _package_folders() if folders is None else folders:
        try:
            names = os.listdir(folder)
        except OSError:
            continue  # a zip file, or nothing that is there
        for name in names:
            if name.startswith(_OTHER_METADATA) and name.endswith((".dist-info", ".egg-info")):
                return os.path.join(folder, name)
    return None


def warn_of_other(folders: Iterable[str] | None = None) -> None:
    """Warn if the other distribution is installed as well; ``folders`` as :func:`find_other`."""
    other = find_other(folders)
    if other is not None:
        warnings.warn(
            f"{OTHER_DISTRIBUTION} is installed as well ({other}). It installs a package of the "
            f"name 'pgwidgets', too, and the one that was installed last has overwritten files of "
            f"the other. Uninstall both, then install one of them; pgwidgets.__about__ is there "
            f"only in {DISTRIBUTION}.",
            RuntimeWarning,
            stacklevel=3,
        )


def _package_folders() -> Iterable[str]:
    own = str(Path(__file__).parent.parent)
    named = (p for p in sys.path if os.path.basename(p) in ("site-packages", "dist-packages"))
    return dict.fromkeys((own, *named))
