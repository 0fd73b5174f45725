"""A text that names a file of the server: what is read of it, and what is not."""

import base64
from pathlib import Path
from typing import Any

import pytest

from pgwidgets import PgwidgetsCompatWarning, sync
from pgwidgets._file_kinds import kind_of
from pgwidgets.looks.icons import icon
from pgwidgets.sync import Application

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
SVG = b"<?xml version='1.0'?>\n<!-- a - logo -->\n<svg xmlns='http://www.w3.org/2000/svg'/>"
MP4 = b"\x00\x00\x00\x18ftypisom" + b"frames"
MPEG = (b"\xff\xf3\x40", b"\xff\xe3\x18", b"\xff\xfd\x80", b"\xff\xf1\x50", b"\xff\xf9\x4c")
"""MP3 of several rates, MP2, AAC."""
SECRET = b"root:x:0:0:root:/root:/bin/bash\n"


@pytest.mark.parametrize(
    ("kind", "heads"),
    [
        (
            "picture",
            [
                *(PNG, SVG, b"\xff\xd8\xff\xe0", b"GIF89a", b"GIF87a", b"\0\0\1\0\1\0"),
                *(b"RIFF\x10\0\0\0WEBPVP8 ", b"\0\0\0\x1cftypavif", b"\xff\x0a"),
                *(b"BM" + bytes(12) + b"\x28\0\0\0", b"<svg>", b"\xef\xbb\xbf  <svg/>"),
                b"<!DOCTYPE svg PUBLIC 'x' 'y' [<!ENTITY a 'b'>]> <svg:svg x='y'>",
            ],
        ),
        ("video", [MP4, b"\x1aE\xdf\xa3", b"OggS", b"RIFF\0\0\0\0AVI ", b"\0\0\0\x14ftypqt  "]),
        ("sound", [b"ID3\3", b"fLaC", b"RIFF\0\0\0\0WAVE", b"\xff\xfb\x90", *MPEG]),
        ("font", [b"wOFF", b"wOF2", b"OTTO", b"\0\1\0\0"]),
        (
            None,
            [
                *(b"", SECRET, b"\xff", b"RIFF", b"BM", b"BM is a text", b"<html><svg>"),
                *(b"[section]\nkey=<svg", b"<!-- <svg> -->", b"<svgx>", b"{}", b"\x7fELF"),
                *(b"-----BEGIN PRIVATE KEY-----", b"true\n", "a text".encode("utf-16-le")),
                *(b"\xff\xfe" + "password=x".encode("utf-16-le"), b"\xff\xff\xff", b"\xff\xfb"),
                *(b"\xff\xe1\x50\x80", b"\xff\xfb\xf0", b"\xff\xfb\x9c", b"\xff\xef\x90"),
            ],
        ),
    ],
)
def test_kinds_are_told_by_content(kind: str | None, heads: list[bytes]) -> None:
    assert {head: kind_of(head) for head in heads} == dict.fromkeys(heads, kind)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in (("a.png", PNG), ("a.svg", SVG), ("a.mp4", MP4), ("passwd", SECRET)):
        tmp_path.joinpath(name).write_bytes(content)
    tmp_path.joinpath("lies.png").write_bytes(SECRET)
    return tmp_path


def widgets(**settings: Any) -> Any:
    return Application(ws_port=0, **settings).create_session().get_widgets()


def uri(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def told(method: Any, value: Any) -> Any:
    """What a method of a picture or a video tells browsers, for an argument."""
    method(value)
    return method.__self__._pgwidgets.node.entries["url"].args[0]


def test_a_text_is_read_only_if_its_file_is_what_is_shown(
    folder: Path,
) -> None:
    W = widgets()
    image, video = W.Image(), W.VideoWidget()
    assert told(image.set_image, str(folder / "a.png")) == uri("image/png", PNG)
    assert told(image.set_image, str(folder / "a.svg")) == uri("image/svg+xml", SVG)
    assert told(video.set_url, str(folder / "a.mp4")) == uri("video/mp4", MP4)
    for show, name, what in (
        (image.set_image, "passwd", "picture"),
        (image.set_image, "lies.png", "picture"),
        (image.set_image, "a.mp4", "picture"),
        (video.set_url, "passwd", "video or sound"),
        (video.set_url, "a.png", "video or sound"),
        (W.Button("x").set_icon, "passwd", "picture"),
        (lambda path: W.Image(path), "passwd", "picture"),
        (lambda path: W.Button("x", icon=path), "passwd", "picture"),
        (lambda path: W.TopLevel(icon=path), "passwd", "picture"),
        (lambda path: W.MenuAction("x", icon_url=path), "passwd", "picture"),
    ):
        with pytest.raises(ValueError, match=f"that is no {what}. A text may come from a user"):
            show(str(folder / name))


def test_a_path_object_is_always_read(folder: Path) -> None:
    W = widgets(file_roots=[])
    expected = uri("application/octet-stream", SECRET)
    assert told(W.Image().set_image, folder / "passwd") == expected
    assert sync.Widgets.Image.to_data_uri(str(folder / "passwd")) == expected
    with pytest.raises(FileNotFoundError):
        W.Image(folder / "none")


def test_what_names_no_file_here_is_left_to_the_browser(folder: Path) -> None:
    image = widgets().Image()
    with pytest.warns(PgwidgetsCompatWarning, match="no such file here"):
        assert told(image.set_image, "logo.png") == "logo.png"
    for text in ("../logo.png", "/pictures/a.png", "https://x/y.png", "data:,x", str(folder), ""):
        assert told(image.set_image, text) == text


def test_roots_confine_what_a_text_may_name(folder: Path) -> None:
    inside, outside = folder / "in", folder / "a.png"
    inside.mkdir()
    inside.joinpath("b.png").write_bytes(PNG)
    inside.joinpath("link.png").symlink_to(outside)
    image = widgets(file_roots=[inside]).Image()
    assert told(image.set_image, str(inside / "b.png")) == uri("image/png", PNG)
    for path in (outside, inside / ".." / "a.png", inside / "link.png"):
        assert told(image.set_image, str(path)) == str(path)
    image = widgets(file_roots=[]).Image()
    assert told(image.set_image, str(outside)) == str(outside)


@pytest.mark.parametrize("roots", ["/srv", Path("/srv"), 3])
def test_roots_are_a_collection(roots: Any) -> None:
    with pytest.raises(TypeError, match=r"file_roots is .* it must be a collection of folders"):
        Application(ws_port=0, file_roots=roots)


def test_the_icon_of_a_page_is_a_picture(folder: Path) -> None:
    app = Application(ws_port=0)
    with pytest.raises(ValueError, match=r"lies\.png'; that file is no picture"):
        app.set_favicon(str(folder / "lies.png"))
    app.set_favicon(str(folder / "a.png"))
    app.set_favicon(folder / "lies.png")


def test_an_icon_is_given_by_its_name() -> None:
    app = Application(http_port=0, ws_port=0)
    W = app.create_session().get_widgets()
    named, drawn = W.Button("Save"), W.Button("Save")
    named.set_icon("save", [18, 18])
    drawn.set_icon(icon("save"), [18, 18])
    assert named._pgwidgets.node.value("icon") == drawn._pgwidgets.node.value("icon")
    assert W.ToolBarAction(icon_url="stop")._pgwidgets.node.value("icon_url") == icon("stop")
    app.close()


def test_a_video_is_no_icon() -> None:
    app = Application(http_port=0, ws_port=0)
    video = app.create_session().get_widgets().VideoWidget()
    video.set_url("play")
    assert video._pgwidgets.node.value("url") == "play"
    app.close()
