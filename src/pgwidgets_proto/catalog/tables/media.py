"""Pictures, drawings, HTML, video, foreign content; and timers."""

from ...models.markup import MarkupModel
from ...widgets.whom import Target
from ...widgets.widget import Node
from ..build.define import define
from ..effects.base import Act, Ask, Clear, Do, Get, Impossible, Query, Set, SetConstant
from ..effects.models import ModelEdit, ModelGetter
from ..effects.numbers import Number
from ..effects.pictures import DrawPicture, none_as_empty
from ..effects.timers import (
    cancel,
    check_duration,
    elapsed,
    is_running,
    set_duration,
    start,
    start_if_idle,
    stop,
    time_left,
)
from ..names.terms import binary, p, says, tells
from ..reports.values import Reports, ReportsAll, ReportsProgress
from .markup import SET_MARKUP
from .scrolling import SCROLL, SCROLLED

_NO_CONTEXT = says(
    Impossible("the drawing context is the browser's; send whole images instead"),
    "Not possible here: the drawing context lives in the browser.",
)


def _markup(node: Node) -> MarkupModel:
    return MarkupModel(node.argument("html") or "")


_DURATION = p("duration", "float", "seconds")

TABLE = {
    "Image": lambda: define(
        "Image",
        "Shows a picture.",
        set_image=says(Set("url", complete=none_as_empty), "Shows a picture."),
        set_binary_image=says(
            Set("url"),
            "Shows a picture from its bytes.",
            binary("data", "the encoded picture"),
            p("format", "Literal['jpeg', 'png', 'webp', 'gif']", "its format", "'jpeg'"),
        ),
        get_draw_context=_NO_CONTEXT,
        update=says(Act(), "Has what was drawn shown at the next frame."),
    ),
    "Canvas": lambda: define(
        "Canvas",
        "A place to draw; what is drawn does not survive a reload or a new size.",
        draw_image=says(
            DrawPicture(),
            "Draws a picture at a place.",
            p(
                "imgInfo",
                "Mapping[str, Any]",
                "src, a URL or what to_data_uri() gives; x, y; wd and ht to scale it",
            ),
        ),
        get_draw_context=_NO_CONTEXT,
        update=says(Act(), "Has what was drawn shown at the next frame."),
        actions={"activated": tells("Never told by the browser itself.")},
    ),
    "HtmlView": lambda: define(
        "HtmlView",
        "Shows HTML.",
        args=(p("html", "str", "HTML; what only formats is shown, unless it is trusted", "''"),),
        set_html=says(ModelEdit(), "Sets the content."),
        get_html=says(ModelGetter(), "Gives the content, as the program set it."),
        append_html=says(ModelEdit(), "Adds to the end of the content."),
        set_markup=SET_MARKUP,
        clear=says(ModelEdit(), "Empties it."),
        scroll_to_top=says(Act(), "Scrolls to the top."),
        scroll_to_bottom=says(Act(), "Scrolls to the bottom."),
        methods=SCROLL,
        content=_markup,
        actions={"scrolled": SCROLLED},
    ),
    "VideoWidget": lambda: define(
        "VideoWidget",
        "Plays a video.",
        options=(
            p("autoplay", "bool", "whether it plays at once", "False"),
            p("controls", "bool", "whether the browser's buttons are shown", "False"),
            p("muted", "bool", "whether it is silent", "False"),
            p("loop", "bool", "whether it begins again at its end", "False"),
        ),
        set_url=says(Set("url", complete=none_as_empty, also=("current_time",)), "Sets the video."),
        set_stream=says(
            Impossible("a media stream is the browser's; give a URL to set_url()"),
            "Not possible here: a stream lives in the browser.",
            p("stream", "Any", "the stream"),
        ),
        get_video_element=says(
            Impossible("the element is the browser's; use play(), set_volume() and the like"),
            "Not possible here: the element lives in the browser.",
        ),
        play=says(Act(), "Plays it."),
        pause=says(Act(), "Pauses it."),
        stop=says(Clear("current_time"), "Pauses it, and goes back to the start."),
        set_muted=says(Set("muted", cast=bool), "Sets whether it is silent."),
        get_muted=says(Get("muted", False), "Gives whether it is silent."),
        set_volume=says(Number("volume"), "Sets how loud it is.", p("vol", "float", "from 0 to 1")),
        get_volume=says(Get("volume", 1.0), "Gives how loud it is, from 0 to 1."),
        set_loop=says(Set("loop", cast=bool), "Sets whether it begins again at its end."),
        get_loop=says(Get("loop", False), "Gives whether it begins again at its end."),
        set_controls=says(
            Set("controls", cast=bool), "Sets whether the browser's buttons are shown."
        ),
        get_controls=says(Get("controls", False), "Gives whether the browser's buttons are shown."),
        set_current_time=says(
            Number("current_time", clamps=False, rank=1),
            "Goes to a moment of it.",
            p("seconds", "float", "seconds from its start"),
        ),
        get_current_time=says(
            Get("current_time", 0.0),
            "Gives how many seconds of it have been played, as the browser last told.",
        ),
        get_duration=says(Ask(), "Asks how many seconds it takes; None: not known yet."),
        get_paused=says(Ask(), "Asks whether it is paused."),
        fullscreen=says(Act(Target.ASKER), "Shows it on the whole screen."),
        actions={
            "play": tells("It has begun to play."),
            "pause": tells("It was paused."),
            "ended": tells("It has come to its end."),
            "error": tells(
                "It can't be played.", p("message", "str | int", "the reason, or its code")
            ),
            "timeupdate": tells(
                "It has gone on.",
                p("current_time", "float", "seconds from its start"),
                p("duration", "float | None", "seconds that it takes"),
                report=ReportsProgress("set_current_time"),
            ),
            "seeked": tells(
                "The user has gone to another moment of it.",
                p("current_time", "float", "seconds from its start"),
                report=Reports("set_current_time", kind="number"),
                is_extended=True,
            ),
            "volumechange": tells(
                "The user has changed how loud it is.",
                p("volume", "float", "from 0 to 1"),
                p("muted", "bool", "whether it is silent"),
                report=ReportsAll(
                    (Reports("set_volume", kind="number"), Reports("set_muted", arg=1, kind="bool"))
                ),
            ),
        },
    ),
    "ExternalWidget": lambda: define(
        "ExternalWidget",
        "A place for content that other scripts make.",
        get_content_element=says(
            Impossible("the element is the browser's; give HTML to set_content()"),
            "Not possible here: the element lives in the browser.",
        ),
        set_content=says(Set("content"), "Sets the content: HTML."),
        set_markup=SET_MARKUP,
        clear=says(SetConstant("content", ""), "Empties it."),
    ),
    "Timer": lambda: define(
        "Timer",
        "A clock that rings once, with or without a browser.",
        options=(p("duration", "float", "seconds until it rings", "0"),),
        start=says(
            Do(start),
            "Starts it, again if it was running.",
            p("duration", "float | None", "seconds; None: as it was set", "None"),
        ),
        stop=says(Do(stop), "Stops it; nobody is told."),
        cancel=says(Do(cancel), "Stops it; handlers of cancelled are told."),
        set=says(Do(start), "Starts it with a duration."),
        cond_set=says(Do(start_if_idle), "Starts it with a duration, unless it is running."),
        is_set=says(Query(is_running), "Gives whether it is running."),
        elapsed_time=says(
            Query(elapsed), "Gives for how many seconds it has been running, 0 if it is not."
        ),
        time_left=says(
            Query(time_left), "Gives in how many seconds it will ring, 0 if it is not running."
        ),
        set_duration=says(Do(set_duration), "Sets after how long it rings."),
        get_duration=says(Get("duration", 0), "Gives after how many seconds it rings."),
        actions={
            "expired": tells("It has rung.", _DURATION),
            "cancelled": tells(
                "It was cancelled.", p("elapsed", "float", "for how many seconds it had run")
            ),
        },
        content=check_duration,
        is_local=True,
    ),
}
