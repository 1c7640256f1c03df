"""What systems call the kinds of files that Fewtone opens; a test holds them to `core.reading`."""

from __future__ import annotations

MIME_TYPES: dict[str, tuple[str, ...]] = {
    "image/jpeg": (".jfif", ".jpe", ".jpeg", ".jpg", ".mpo"),
    "image/png": (".png",),
    "image/apng": (".apng",),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/avif": (".avif", ".avifs"),
    "image/heif": (".heif", ".hif"),
    "image/heic": (".heic",),
    "image/tiff": (".tif", ".tiff"),
    "image/bmp": (".bmp", ".dib"),
    "image/jp2": (".jp2",),
    "image/jpx": (".jpf", ".jpx"),
    "image/x-jp2-codestream": (".j2c", ".j2k", ".jpc"),
    "image/vnd.adobe.photoshop": (".psd",),
    "image/vnd.microsoft.icon": (".ico",),
    "image/vnd.zbrush.pcx": (".pcx",),
    "image/x-dcx": (".dcx",),
    "image/x-dds": (".dds",),
    "image/qoi": (".qoi",),
    "image/x-sgi": (".bw", ".rgba", ".sgi"),
    "image/x-rgb": (".rgb",),
    "image/x-cmu-raster": (".ras",),
    "image/x-tga": (".icb", ".tga", ".vda", ".vst"),
    "image/x-xbitmap": (".xbm",),
    "image/x-portable-bitmap": (".pbm",),
    "image/x-portable-graymap": (".pgm",),
    "image/x-portable-pixmap": (".ppm",),
    "image/x-portable-anymap": (".pnm",),
    "image/x-pfm": (".pfm",),
}
"""Names of the shared MIME database, those people have most first, and the endings of each."""
