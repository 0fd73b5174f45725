"""Fewer points that look the same: the least and the greatest value of each stretch.

Knows: arrays. Must not know: lines, browsers, widgets.

A line of many points for each pixel covers, in the column of that pixel, what lies between its
least and greatest value there. So two points a stretch show what all of them show, where a stretch
is not wider than a pixel; no peak is lost, however short.
"""

from typing import Any

from ._extra import numpy


def stretches(x: Any, low: float, high: float, count: int, is_log: bool = False) -> Any:
    """The indices at which stretches of equal width begin, in places that rise.

    Parameters:
        x: the places; they do not fall.
        low, high: what is divided.
        count: in how many parts.
        is_log: whether widths are equal on a logarithmic scale.

    Returns:
        Indices, which rise; the first is 0. Stretches that have no point are left out.
    """
    np = numpy()
    if is_log and low > 0:
        edges = np.geomspace(low, high, count + 1)[1:-1]
    else:
        edges = np.linspace(low, high, count + 1)[1:-1]
    starts = np.searchsorted(x, edges)
    starts = starts[(starts > 0) & (starts < len(x))]
    if len(starts):
        starts = starts[np.concatenate(([True], starts[1:] != starts[:-1]))]
    return np.concatenate(([0], starts))


def envelope(x: Any, y: Any, starts: Any, lows: Any = None, highs: Any = None) -> tuple[Any, Any]:
    """Two points for each stretch: its least and its greatest value, as the line goes.

    Parameters:
        x, y: the points.
        starts: where each stretch begins; the last ends at the end.
        lows, highs: the least and greatest values of stretches, where they are known.
    """
    np = numpy()
    ends = np.append(starts[1:], len(x)) - 1
    if lows is None:
        lows, highs = np.fmin.reduceat(y, starts), np.fmax.reduceat(y, starts)
    first, last = y[starts], y[ends]
    rises = ~(first > last)
    found = np.empty((len(starts), 2))
    found[:, 0] = np.where(rises, lows, highs)
    found[:, 1] = np.where(rises, highs, lows)
    places = np.empty((len(starts), 2))
    places[:, 0] = x[starts]
    places[:, 1] = x[ends]
    # A stretch of one point is one point.
    is_kept = np.ones((len(starts), 2), bool)
    is_kept[:, 1] = ends > starts
    return places[is_kept], found[is_kept]


def corners(x: Any, y: Any, most: int) -> tuple[Any, Any]:
    """Fewer points of a curve that goes anywhere: the outermost of each run of points.

    Parameters:
        x, y: the points, in the order of the curve.
        most: about how many are wanted.
    """
    np = numpy()
    run = max(1, -(-4 * len(x) // most))
    whole = len(x) // run * run
    picked = []
    for values in (x, y):
        rows = values[:whole].reshape(-1, run)
        for pick, worst in ((np.argmin, np.inf), (np.argmax, -np.inf)):
            picked.append(pick(np.where(np.isnan(rows), worst, rows), axis=1))
    base = np.arange(0, whole, run)
    indices = np.concatenate([*(base + each for each in picked), np.arange(whole, len(x))])
    indices = np.unique(indices)
    return x[indices], y[indices]


def sample(x: Any, y: Any, most: int) -> tuple[Any, Any]:
    """Fewer points of a cloud: as dense as it is, each in its place, with the outermost.

    Parameters:
        x, y: the points.
        most: about how many are wanted.
    """
    np = numpy()
    every = np.arange(0, len(x), max(1, -(-len(x) // most)))
    good = np.flatnonzero(~np.isnan(y))
    if not len(good):
        return x[every], y[every]
    ends = [pick(each[good]) for pick in (np.argmin, np.argmax) for each in (x, y)]
    indices = np.unique(np.concatenate((every, good[ends])))
    return x[indices], y[indices]
