"""List of the parts of a bundle for tools that look for weak ones: CycloneDX, beside the bundle.

`python -m resources.packaging.parts_list dist/fewtone` writes dist/fewtone.cdx.json of the table
that `licences` has put into the bundle. Specification: https://cyclonedx.org/specification/
"""

from __future__ import annotations

import json
import sys
import uuid
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from core.version import VERSION
from resources.packaging import licences
from resources.packaging.moment import follow, moment


def main(arguments: list[str]) -> int:
    """Write the list of parts beside a bundle."""
    folder = Path(arguments[0] if arguments else "dist/fewtone")
    table = licences.contents_of(folder) / licences.FOLDER / licences.TABLE
    target = folder.parent / f"{folder.name}.cdx.json"
    follow(folder)
    rows = json.loads(table.read_text(encoding="utf-8"))["parts"]
    target.write_text(written(rows), encoding="utf-8")
    print(f"{target}: {len(rows)} parts")
    return 0


def written(rows: list[dict[str, Any]]) -> str:
    """Return the list in JSON; for the same rows at the same commit, the same text."""
    program, *others = [_component(row) for row in rows]
    bom = Bom(components=others)
    bom.metadata.component = program
    bom.metadata.timestamp = moment()
    # A number by chance would make two builds of one commit differ.
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([VERSION, rows], sort_keys=True))
    bom.register_dependency(program, others)
    return JsonV1Dot6(bom).output_as_string(indent=1)


def _component(row: dict[str, Any]) -> Component:
    is_program = row["name"] == "Fewtone"
    return Component(
        name=row["name"],
        version=row["version"] or None,
        type=ComponentType.APPLICATION if is_program else ComponentType.LIBRARY,
        bom_ref=row["name"],
        licenses=[LicenseFactory().make_with_expression(row["licence"])],
        purl=_address(row),
        external_references=[
            ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(row["address"]))
        ],
        properties=[Property(name="fewtone:file", value=path) for path in row["files"]],
    )


def _address(row: dict[str, Any]) -> PackageURL | None:
    """Name what comes from PyPI as tools look it up; None for what comes from elsewhere."""
    if not row["distribution"]:
        return None
    return PackageURL("pypi", name=row["distribution"].lower(), version=row["version"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
