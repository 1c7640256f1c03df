"""The only door into core.

Names are imported when they are first asked for, so that a window can paint before numpy and
Pillow are loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.atomic import replace_file
    from core.batch.ground import Ground, make_folder
    from core.batch.journal import (
        JOURNAL_NAME,
        Journal,
        OtherWorkError,
        Past,
        read_journal,
        require_journal,
        work_of,
    )
    from core.batch.listing import Found, Listing, list_photos
    from core.batch.making import Recipe
    from core.batch.names import Fields, NamePattern
    from core.batch.plan import Naming, plan
    from core.batch.report import save_report
    from core.batch.runner import Event, run_apart
    from core.batch.saving import FreeName, Wishes
    from core.batch.sharing import Shared, find_shared
    from core.batch.work import Done, Order
    from core.charts.clusters import cluster_table
    from core.charts.curve import (
        Curve,
        CurveFrame,
        Mark,
        Series,
        curve_table,
        draw_curve,
        frame_of,
    )
    from core.charts.drawing import Drawing
    from core.charts.svg import to_svg
    from core.charts.table import Column, Table
    from core.clustering.histogram import Histogram
    from core.clustering.lloyd import kmeans
    from core.collecting.json_file import CollectionError
    from core.collecting.sharing import export_colors
    from core.collecting.store import CollectionStore
    from core.color.names import color_name, color_names
    from core.color.spoken import spoken_color_names
    from core.comparison.charts import error_curve, size_curve
    from core.comparison.contender import Comparison, Contender
    from core.comparison.contest import contend
    from core.comparison.joining import joined, titled_anew
    from core.comparison.matching import Match
    from core.comparison.sheet.files import SHEET_ENDINGS, save_sheet
    from core.comparison.tables import (
        gains_table,
        match_table,
        quality_table,
        runs_table,
        starts_table,
    )
    from core.comparison.variants import COURSE, Variant, Variants, short_titles_of, titles_of
    from core.comparison.verdicts import answers_on_colors, answers_on_starts
    from core.errors import (
        ExistsError,
        FewtoneError,
        GoalError,
        InputError,
        PaletteError,
        ReadError,
        SettingsError,
        TooLargeError,
        TooManyColorsError,
        WriteError,
    )
    from core.framing import WHOLE, Crop, Framing
    from core.goals import GOALS, Goals
    from core.model import (
        STAGES,
        Draft,
        Edited,
        Mask,
        Moment,
        Palette,
        Photo,
        Result,
        Saved,
        Trace,
    )
    from core.needed import Needs, needs
    from core.original.evaluation import compare
    from core.original.functions import convert_img_to_1d, generate_2d_img, read_img, save_img
    from core.owned import MOST_OWNED, OwnedColors
    from core.palettes.built_in import built_in_palette
    from core.palettes.candidates import LoadedColors, load_colors, own_colors_in_text
    from core.palettes.codes import split_code, split_codes
    from core.palettes.files import load_palette, palette_format, palette_formats, save_palette
    from core.palettes.pasted import colors_in_text
    from core.presets.find import find_preset
    from core.presets.json_file import load_preset, preset_from_json, preset_to_json, save_preset
    from core.presets.preset import Preset, PresetError
    from core.presets.shipped import SHIPPED, shown_name
    from core.presets.store import PresetStore
    from core.progress import Progress, ProgressCallback
    from core.reading.decoders import readable_endings
    from core.reading.mask import read_mask
    from core.reading.photo import MAX_PIXELS, MOST_PIXELS, open_photo
    from core.reading.thumbnail import read_preview, read_thumbnail
    from core.reduction import edit
    from core.reduction.alike import Likeness
    from core.reduction.counting import count_colors
    from core.reduction.difference import HEAT_COLORS, difference_of_result
    from core.reduction.edit import rearrange, rearranged_draft
    from core.reduction.finding import move_limit, size_of_step
    from core.reduction.fixed import as_it_is, notes_on
    from core.reduction.mattering import weighed, weighed_roughly
    from core.reduction.metrics import mean_squared_error, psnr
    from core.reduction.moments import Moments
    from core.reduction.near import Join, merge_near, near_duplicates
    from core.reduction.quality import (
        QUALITY_NUMBERS,
        QUALITY_PARTS,
        Quality,
        QualityNumber,
        QualityPart,
        judge,
    )
    from core.reduction.recipe import draft, reduce
    from core.reduction.shown_moment import shown_at
    from core.reduction.together import palette_of
    from core.reduction.tracing import trace
    from core.reduction.visible import (
        VISIBILITIES,
        Visibility,
        describe_difference,
        visible_difference,
    )
    from core.resizing import Resize
    from core.searching.charts import curves_over_colors
    from core.searching.curve import ColorsCurve, CurvePoint, curve_over_colors
    from core.searching.reach import Reached, reach
    from core.settings import SaveOptions, Settings
    from core.shaping.photo import frame_photo
    from core.writing.apart import measure_apart
    from core.writing.formats.table import image_format, image_formats
    from core.writing.image import Encoded, Measured, encode_image, measure_image, save_image
    from core.writing.mask import save_mask
    from core.writing.shown import colors_shown

_MODULE_OF = {
    "COURSE": "comparison.variants",
    "ColorsCurve": "searching.curve",
    "CurvePoint": "searching.curve",
    "curve_over_colors": "searching.curve",
    "curves_over_colors": "searching.charts",
    "Column": "charts.table",
    "Crop": "framing",
    "Comparison": "comparison.contender",
    "Contender": "comparison.contender",
    "Curve": "charts.curve",
    "CurveFrame": "charts.curve",
    "Done": "batch.work",
    "Draft": "model",
    "Drawing": "charts.drawing",
    "Edited": "model",
    "Encoded": "writing.image",
    "CollectionError": "collecting.json_file",
    "CollectionStore": "collecting.store",
    "Event": "batch.runner",
    "ExistsError": "errors",
    "FewtoneError": "errors",
    "Fields": "batch.names",
    "Found": "batch.listing",
    "Framing": "framing",
    "FreeName": "batch.saving",
    "GOALS": "goals",
    "GoalError": "errors",
    "Goals": "goals",
    "Ground": "batch.ground",
    "HEAT_COLORS": "reduction.difference",
    "Histogram": "clustering.histogram",
    "InputError": "errors",
    "JOURNAL_NAME": "batch.journal",
    "Join": "reduction.near",
    "Journal": "batch.journal",
    "Likeness": "reduction.alike",
    "Listing": "batch.listing",
    "LoadedColors": "palettes.candidates",
    "MAX_PIXELS": "reading.photo",
    "MOST_OWNED": "owned",
    "MOST_PIXELS": "reading.photo",
    "Mark": "charts.curve",
    "Match": "comparison.matching",
    "Measured": "writing.image",
    "Moment": "model",
    "Moments": "reduction.moments",
    "Mask": "model",
    "NamePattern": "batch.names",
    "Naming": "batch.plan",
    "Needs": "needed",
    "Order": "batch.work",
    "Palette": "model",
    "PaletteError": "errors",
    "OtherWorkError": "batch.journal",
    "OwnedColors": "owned",
    "Past": "batch.journal",
    "Photo": "model",
    "Preset": "presets.preset",
    "PresetError": "presets.preset",
    "PresetStore": "presets.store",
    "Progress": "progress",
    "ProgressCallback": "progress",
    "QUALITY_NUMBERS": "reduction.quality",
    "QUALITY_PARTS": "reduction.quality",
    "Quality": "reduction.quality",
    "QualityNumber": "reduction.quality",
    "QualityPart": "reduction.quality",
    "Reached": "searching.reach",
    "ReadError": "errors",
    "Recipe": "batch.making",
    "Resize": "resizing",
    "Result": "model",
    "SHEET_ENDINGS": "comparison.sheet.files",
    "SHIPPED": "presets.shipped",
    "STAGES": "model",
    "SaveOptions": "settings",
    "Saved": "model",
    "Series": "charts.curve",
    "Settings": "settings",
    "SettingsError": "errors",
    "Shared": "batch.sharing",
    "Table": "charts.table",
    "TooLargeError": "errors",
    "TooManyColorsError": "errors",
    "Trace": "model",
    "WHOLE": "framing",
    "VISIBILITIES": "reduction.visible",
    "Variant": "comparison.variants",
    "Variants": "comparison.variants",
    "Visibility": "reduction.visible",
    "Wishes": "batch.saving",
    "WriteError": "errors",
    "answers_on_colors": "comparison.verdicts",
    "answers_on_starts": "comparison.verdicts",
    "as_it_is": "reduction.fixed",
    "built_in_palette": "palettes.built_in",
    "cluster_table": "charts.clusters",
    "color_name": "color.names",
    "color_names": "color.names",
    "colors_in_text": "palettes.pasted",
    "colors_shown": "writing.shown",
    "compare": "original.evaluation",
    "contend": "comparison.contest",
    "convert_img_to_1d": "original.functions",
    "count_colors": "reduction.counting",
    "curve_table": "charts.curve",
    "describe_difference": "reduction.visible",
    "difference_of_result": "reduction.difference",
    "draft": "reduction.recipe",
    "draw_curve": "charts.curve",
    "encode_image": "writing.image",
    "error_curve": "comparison.charts",
    "export_colors": "collecting.sharing",
    "find_preset": "presets.find",
    "find_shared": "batch.sharing",
    "frame_photo": "shaping.photo",
    "frame_of": "charts.curve",
    "gains_table": "comparison.tables",
    "generate_2d_img": "original.functions",
    "image_format": "writing.formats.table",
    "image_formats": "writing.formats.table",
    "joined": "comparison.joining",
    "judge": "reduction.quality",
    "kmeans": "clustering.lloyd",
    "list_photos": "batch.listing",
    "load_colors": "palettes.candidates",
    "load_preset": "presets.json_file",
    "load_palette": "palettes.files",
    "make_folder": "batch.ground",
    "match_table": "comparison.tables",
    "mean_squared_error": "reduction.metrics",
    "measure_apart": "writing.apart",
    "measure_image": "writing.image",
    "merge_near": "reduction.near",
    "move_limit": "reduction.finding",
    "near_duplicates": "reduction.near",
    "needs": "needed",
    "notes_on": "reduction.fixed",
    "open_photo": "reading.photo",
    "own_colors_in_text": "palettes.candidates",
    "palette_format": "palettes.files",
    "palette_formats": "palettes.files",
    "palette_of": "reduction.together",
    "plan": "batch.plan",
    "preset_from_json": "presets.json_file",
    "preset_to_json": "presets.json_file",
    "psnr": "reduction.metrics",
    "quality_table": "comparison.tables",
    "reach": "searching.reach",
    "read_img": "original.functions",
    "read_journal": "batch.journal",
    "read_mask": "reading.mask",
    "read_preview": "reading.thumbnail",
    "read_thumbnail": "reading.thumbnail",
    "readable_endings": "reading.decoders",
    "rearrange": "reduction.edit",
    "rearranged_draft": "reduction.edit",
    "reduce": "reduction.recipe",
    "replace_file": "atomic",
    "require_journal": "batch.journal",
    "run_apart": "batch.runner",
    "runs_table": "comparison.tables",
    "save_image": "writing.image",
    "save_img": "original.functions",
    "save_mask": "writing.mask",
    "save_palette": "palettes.files",
    "save_preset": "presets.json_file",
    "save_report": "batch.report",
    "save_sheet": "comparison.sheet.files",
    "short_titles_of": "comparison.variants",
    "shown_at": "reduction.shown_moment",
    "shown_name": "presets.shipped",
    "size_curve": "comparison.charts",
    "size_of_step": "reduction.finding",
    "split_code": "palettes.codes",
    "split_codes": "palettes.codes",
    "spoken_color_names": "color.spoken",
    "starts_table": "comparison.tables",
    "titled_anew": "comparison.joining",
    "titles_of": "comparison.variants",
    "to_svg": "charts.svg",
    "trace": "reduction.tracing",
    "visible_difference": "reduction.visible",
    "weighed": "reduction.mattering",
    "weighed_roughly": "reduction.mattering",
    "work_of": "batch.journal",
}

__all__ = [
    "COURSE",
    "GOALS",
    "HEAT_COLORS",
    "JOURNAL_NAME",
    "MAX_PIXELS",
    "MOST_OWNED",
    "MOST_PIXELS",
    "QUALITY_NUMBERS",
    "QUALITY_PARTS",
    "SHEET_ENDINGS",
    "SHIPPED",
    "STAGES",
    "VISIBILITIES",
    "WHOLE",
    "CollectionError",
    "CollectionStore",
    "ColorsCurve",
    "Column",
    "Comparison",
    "Contender",
    "Crop",
    "Curve",
    "CurveFrame",
    "CurvePoint",
    "Done",
    "Draft",
    "Drawing",
    "Edited",
    "Encoded",
    "Event",
    "ExistsError",
    "FewtoneError",
    "Fields",
    "Found",
    "Framing",
    "FreeName",
    "GoalError",
    "Goals",
    "Ground",
    "Histogram",
    "InputError",
    "Join",
    "Journal",
    "Likeness",
    "Listing",
    "LoadedColors",
    "Mark",
    "Mask",
    "Match",
    "Measured",
    "Moment",
    "Moments",
    "NamePattern",
    "Naming",
    "Needs",
    "Order",
    "OtherWorkError",
    "OwnedColors",
    "Palette",
    "PaletteError",
    "Past",
    "Photo",
    "Preset",
    "PresetError",
    "PresetStore",
    "Progress",
    "ProgressCallback",
    "Quality",
    "QualityNumber",
    "QualityPart",
    "Reached",
    "ReadError",
    "Recipe",
    "Resize",
    "Result",
    "SaveOptions",
    "Saved",
    "Series",
    "Settings",
    "SettingsError",
    "Shared",
    "Table",
    "TooLargeError",
    "TooManyColorsError",
    "Trace",
    "Variant",
    "Variants",
    "Visibility",
    "Wishes",
    "WriteError",
    "answers_on_colors",
    "answers_on_starts",
    "as_it_is",
    "built_in_palette",
    "cluster_table",
    "color_name",
    "color_names",
    "colors_in_text",
    "colors_shown",
    "compare",
    "contend",
    "convert_img_to_1d",
    "count_colors",
    "curve_over_colors",
    "curve_table",
    "curves_over_colors",
    "describe_difference",
    "difference_of_result",
    "draft",
    "draw_curve",
    "edit",
    "encode_image",
    "error_curve",
    "export_colors",
    "find_preset",
    "find_shared",
    "frame_of",
    "frame_photo",
    "gains_table",
    "generate_2d_img",
    "image_format",
    "image_formats",
    "joined",
    "judge",
    "kmeans",
    "list_photos",
    "load_colors",
    "load_palette",
    "load_preset",
    "make_folder",
    "match_table",
    "mean_squared_error",
    "measure_apart",
    "measure_image",
    "merge_near",
    "move_limit",
    "near_duplicates",
    "needs",
    "notes_on",
    "open_photo",
    "own_colors_in_text",
    "palette_format",
    "palette_formats",
    "palette_of",
    "plan",
    "preset_from_json",
    "preset_to_json",
    "psnr",
    "quality_table",
    "reach",
    "read_img",
    "read_journal",
    "read_mask",
    "read_preview",
    "read_thumbnail",
    "readable_endings",
    "rearrange",
    "rearranged_draft",
    "reduce",
    "replace_file",
    "require_journal",
    "run_apart",
    "runs_table",
    "save_image",
    "save_img",
    "save_mask",
    "save_palette",
    "save_preset",
    "save_report",
    "save_sheet",
    "short_titles_of",
    "shown_at",
    "shown_name",
    "size_curve",
    "size_of_step",
    "split_code",
    "split_codes",
    "spoken_color_names",
    "starts_table",
    "titled_anew",
    "titles_of",
    "to_svg",
    "trace",
    "visible_difference",
    "weighed",
    "weighed_roughly",
    "work_of",
]


def __getattr__(name: str) -> Any:
    if name == "edit":
        # Its functions have short names, as `lock` and `merge`, so callers name the module too.
        return import_module("core.reduction.edit")
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'core' has no attribute {name!r}")
    return getattr(import_module(f"core.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
