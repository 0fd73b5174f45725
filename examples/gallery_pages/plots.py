"""Lines of points on a canvas, from plain sequences or from numpy; and figures of matplotlib.

A `Plot` needs the extra `plots`, a `Figure` the extra `matplotlib`; what there is to know besides
stands in [Plots](../how-to/plots.md) and in [Figures](../how-to/figures.md).
"""

import math
from typing import Any

from .exhibit import Group, Tell

GROUP = Group("Plots")


@GROUP.shows("Plot", size=(560, 340))
async def plot(W: Any, tell: Tell) -> Any:
    plot = await W.Plot(
        title="Spectrum of frame 0042",
        x_label="wavelength",
        x_units="nm",
        y_label="flux",
        y_units="µJy",
    )
    await plot.add_axis("snr", label="signal to noise", scale="log", color="#d63a4a")
    wavelengths = [400 + step / 2 for step in range(801)]
    model = [
        50 + 30 * math.exp(-(((at - 560) / 70) ** 2)) - 25 * math.exp(-(((at - 656) / 4) ** 2))
        for at in wavelengths
    ]
    observed = [flux + 2 * math.sin(37 * step * step) for step, flux in enumerate(model)]
    await plot.add_line("observed", wavelengths, observed, width=1)
    await plot.add_line("model", wavelengths, model, width=2)
    noise = [10 ** (1 + 2 * math.exp(-(((at - 620) / 150) ** 2))) for at in wavelengths]
    await plot.add_line("S/N", wavelengths, noise, axis="snr", style="dashed", color="#d63a4a")
    await tell(plot, "limits-changed", "clicked", "line-toggled")
    return plot


@GROUP.shows("Figure", size=(520, 400))
async def figure(W: Any, tell: Tell) -> Any:
    try:
        from matplotlib.figure import Figure  # pyright: ignore[reportMissingImports]
    except ImportError:
        return await W.Label("Here is a figure, if matplotlib is installed.")
    drawn = Figure(layout="constrained")
    axes = drawn.subplots()
    days = range(120)
    axes.errorbar(
        days,
        [14 + math.sin(day / 9) + 0.2 * math.sin(7 * day * day) for day in days],
        yerr=0.2,
        fmt="o",
        markersize=3,
        label="V band",
    )
    axes.invert_yaxis()  # as magnitudes have it
    axes.set(title="A variable star", xlabel="days", ylabel="magnitude")
    axes.legend()
    return await W.Figure(drawn)
