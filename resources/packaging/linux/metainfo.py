"""What software centers show of Fewtone: AppStream metainfo.

Specification: https://www.freedesktop.org/software/appstream/docs/chap-Metadata.html
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from resources.packaging.changelog import Release, releases
from resources.packaging.formats import MIME_TYPES
from resources.packaging.identity import APP_ID, AUTHORS, NAME, PICTURE, REPOSITORY, SUMMARY

_DESCRIPTION = """\
Fewtone turns photos into a few colors, 2 to 256 of them: for a smaller file, a poster, a palette, a
print, an embroidery, or to see how k-means works. Drop photos on the window, move one slider, save
the pictures and their palettes.

The original is beside the result, which follows while the slider moves. Each color has a name and
its share of the photo, and can be locked, edited, merged, or picked from the photo. Many photos are
saved at once, each in colors of its own or all in the same.

Everything happens on your own machine; nothing is sent anywhere.
"""
_MOST_CHANGES = 10


def metainfo() -> str:
    """Return the file, as XML."""
    root = ET.Element("component", type="desktop-application")
    _add(root, "id", APP_ID)
    _add(root, "metadata_license", "CC0-1.0")
    _add(root, "project_license", "MIT")
    _add(root, "name", NAME)
    _add(root, "summary", SUMMARY)
    developer = _add(root, "developer", id="org.fewtone")
    _add(developer, "name", AUTHORS)
    description = _add(root, "description")
    for paragraph in _DESCRIPTION.split("\n\n"):
        _add(description, "p", " ".join(paragraph.split()))
    _add(root, "launchable", f"{APP_ID}.desktop", type="desktop-id")
    _add(root, "url", REPOSITORY, type="homepage")
    _add(root, "url", f"{REPOSITORY}/issues", type="bugtracker")
    _add(root, "url", REPOSITORY, type="vcs-browser")
    _add_screenshot(_add(root, "screenshots"))
    provided = _add(root, "provides")
    for program in ("fewtone", "fewtone-cli"):
        _add(provided, "binary", program)
    for mime_type in MIME_TYPES:
        _add(provided, "mediatype", mime_type)
    recommended = _add(root, "recommends")
    for control in ("pointing", "keyboard"):
        _add(recommended, "control", control)
    _add(_add(root, "supports"), "internet", "offline-only")
    _add(root, "content_rating", type="oars-1.1")
    out = _add(root, "releases")
    for release in releases():
        _add_release(out, release)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add_screenshot(screenshots: ET.Element) -> None:
    screenshot = _add(screenshots, "screenshot", type="default")
    _add(screenshot, "caption", "A photo as it is and in 8 colors, left and right of a handle")
    _add(screenshot, "image", PICTURE)


def _add_release(out: ET.Element, release: Release) -> None:
    kind = "stable" if release.is_out else "development"
    element = _add(out, "release", version=release.version, date=f"{release.day}", type=kind)
    if release.is_out and release.changes:
        changes = _add(_add(element, "description"), "ul")
        for change in release.changes[:_MOST_CHANGES]:
            _add(changes, "li", change)


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = text
    return element
