"""What a file browser may see of the file system, and what becomes of names; no widgets."""

import os
from pathlib import Path

import pytest

from pgwidgets.extras._choice import Chosen, Enter, Exists, Mode, Refused, judge
from pgwidgets.extras._folders import Folders


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root with a folder, three files, and links that stay within it or lead out."""
    root = tmp_path / "root"
    (root / "Night").mkdir(parents=True)
    (root / "b.FITS").write_bytes(b"1234")
    (root / "a.png").write_bytes(b"")
    (root / "notes").write_text("x")
    (tmp_path / "secret.png").write_text("s")
    (tmp_path / "outside").mkdir()
    (root / "out").symlink_to(tmp_path / "outside")
    (root / "secret.png").symlink_to(tmp_path / "secret.png")
    (root / "nowhere").symlink_to(root / "gone")
    (root / "round").symlink_to(root / "round")
    (root / "again").symlink_to(root / "Night")
    return root


def names(folders: Folders, folder: Path, *category: str) -> list[str]:
    return [entry.name for entry in folders.read(folder, *category)]


def test_folders_come_first_and_links_that_lead_out_are_not_there(root: Path) -> None:
    assert names(Folders(root), root) == ["again", "Night", "a.png", "b.FITS", "notes"]
    assert "secret.png" in names(Folders(), root)  # without a root nothing is out of it
    fits = next(entry for entry in Folders(root).read(root) if entry.name == "b.FITS")
    assert (fits.size, fits.is_folder, fits.category) == (4, False, "file")
    assert fits.modified.count(":") == 1


def test_filters_leave_out_files_and_give_categories(root: Path) -> None:
    folders = Folders(root)
    folders.add_filter("Images", ".fits")
    folders.add_filter("Images", "*.PNG")
    folders.add_filter("Pages", "html")
    assert names(folders, root, "Images") == ["again", "Night", "a.png", "b.FITS"]
    assert names(folders, root, "Pages") == ["again", "Night"]
    categories = {entry.name: entry.category for entry in folders.read(root)}
    assert categories == {
        "again": "folder",
        "Night": "folder",
        "a.png": "Images",
        "b.FITS": "Images",
        "notes": "file",
    }
    for category, extension in (("", "png"), ("Images", " * . ")):
        with pytest.raises(ValueError, match="a category and an extension"):
            folders.add_filter(category, extension)


@pytest.mark.parametrize(
    "name",
    ["..", "../secret.png", "out", "/out/x", "/../x", "out/new", "secret.png", "Night/../.."],
)
def test_no_name_leads_out_of_the_root(root: Path, name: str) -> None:
    with pytest.raises(PermissionError, match="leads out of"):
        Folders(root).find(root, name)


def test_a_slash_is_the_root(root: Path) -> None:
    folders = Folders(root)
    assert folders.find(root / "Night", "/") == root
    assert folders.find(root / "Night", "/etc/passwd") == root / "etc" / "passwd"
    assert folders.find(root, "~") == root / "~"
    assert Folders().find(root, "~") == Path.home().resolve()
    assert Folders().find(root, "/").parent == Path("/")
    assert [folders.shown(folder) for folder in (root, root / "Night")] == ["/", "/Night"]
    assert Folders().shown(root) == str(root)


def test_links_within_the_root_are_followed(root: Path) -> None:
    assert Folders(root).find(root, "again") == root / "Night"
    assert Folders(root).find(root / "Night", "..") == root


def test_a_root_is_a_folder(root: Path) -> None:
    with pytest.raises(NotADirectoryError, match="notes"):
        Folders(root / "notes")
    with pytest.raises(NotADirectoryError):
        Folders(root).read(root / "notes")


@pytest.mark.parametrize(
    ("mode", "chosen", "kind"),
    [
        ("file", ["a.png"], Chosen),
        ("file", ["Night"], Enter),
        ("file", ["new"], Refused),
        ("file", [], Refused),
        ("files", ["a.png", "b.FITS"], Chosen),
        ("files", ["a.png", "new"], Refused),
        ("directory", ["Night"], Chosen),
        ("directory", [], Chosen),
        ("directory", ["a.png"], Refused),
        ("save", ["new"], Chosen),
        ("save", ["a.png"], Exists),
        ("save", ["Night"], Enter),
        ("save", ["gone/new"], Refused),
    ],
)
def test_what_becomes_of_names(root: Path, mode: Mode, chosen: list[str], kind: type) -> None:
    outcome = judge(Folders(root), root, mode, chosen)
    assert type(outcome) is kind
    if isinstance(outcome, Chosen):
        assert outcome.paths == [root / name for name in chosen] or outcome.paths == [root]


def test_a_file_is_overwritten_only_after_it_was_asked_about(root: Path) -> None:
    asked = judge(Folders(root), root, "save", ["a.png"])
    assert asked == Exists(root / "a.png")
    assert judge(Folders(root), root, "save", ["a.png"], root / "a.png") == Chosen([root / "a.png"])
    assert judge(Folders(root), root, "save", ["notes"], root / "a.png") == Exists(root / "notes")


def test_an_odd_name_is_refused_by_the_file_system(root: Path) -> None:
    for name in ("nul\0byte", "x" * 300):
        with pytest.raises((OSError, ValueError)):
            os.stat(Folders(root).find(root, name))
