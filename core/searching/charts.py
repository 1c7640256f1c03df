"""The curves over the number of colors, as charts."""

from __future__ import annotations

from core.charts.curve import Curve, Series
from core.language import N_, _, pgettext
from core.searching.curve import ColorsCurve

_COLORS = N_("Colors")
_ESTIMATED, _TRIED = N_("estimated"), N_("tried")


def curves_over_colors(curve: ColorsCurve, kind: str) -> tuple[Curve, Curve | None]:
    """Return the error and the size over the number of colors; None while no size is known.

    The first line of each has a point for every number, the second those that were tried.

    Parameters
    ----------
    curve : ColorsCurve
    kind : str
        Name of the file's format: "PNG".
    """
    errors = [(float(point.colors), point.mse, point.tried) for point in curve.points]
    sizes = [
        (float(point.colors), point.size / 1000, point.tried)
        for point in curve.points
        if point.size is not None
    ]
    error = _curve(_("Error"), _("Mean squared error"), errors)
    return error, _curve(
        pgettext("of a file", "Size"), _("Size of the {kind}, kB").format(kind=kind), sizes
    ) if sizes else None


def _curve(title: str, y_title: str, points: list[tuple[float, float, bool]]) -> Curve:
    every = tuple((x, y) for x, y, _tried in points)
    tried = tuple((x, y) for x, y, is_tried in points if is_tried)
    lines = [Series(_ESTIMATED, every)]
    if tried:
        lines.append(Series(_TRIED, tried))
    return Curve(title, _COLORS, y_title, tuple(lines), log_x=True, from_zero=True)
