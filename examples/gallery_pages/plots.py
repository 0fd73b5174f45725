"""Lines of points on a canvas, from plain sequences or from numpy.

They need the extra `plots`; what there is to know besides stands in [Plots](../how-to/plots.md).
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
