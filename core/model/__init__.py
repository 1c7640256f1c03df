"""The nouns: values that travel between the parts of Fewtone, and between threads.

All are frozen and hold read-only arrays, so they are shared without locks. A Photo is what was
opened, a Palette its few colors, and a Result the photo in these; a Trace is how k-means came to
them. This package knows no file, no method and no window. Modules outside import its names from
here; those inside from each other.
"""

from core.model.mask import Mask
from core.model.palette import MAX_COLORS, Palette
from core.model.photo import Animation, Photo, is_translucent
from core.model.result import Draft, Edited, Result, Saved, Step, StopReason
from core.model.trace import STAGES, Moment, Stage, Trace

__all__ = [
    "MAX_COLORS",
    "STAGES",
    "Animation",
    "Draft",
    "Edited",
    "Mask",
    "Moment",
    "Palette",
    "Photo",
    "Result",
    "Saved",
    "Stage",
    "Step",
    "StopReason",
    "Trace",
    "is_translucent",
]
