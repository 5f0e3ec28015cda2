"""Write the bill of materials: every package of requirements.lock, as CycloneDX 1.6.

    python -m scripts.bill_of_materials > bom.json

Name, version, purl, SHA-256 of all files, who needs it and for which Pythons and systems; licences
where the package is installed here. The same pins in the same environment give the same bytes: no
hour, and a serial number made from the content.
"""

import json
import sys
import uuid
from typing import Any

from scripts.licences import installed, licence_of
from scripts.locked import OURS, Locked, read_lock, read_project, scopes

SPEC = "1.6"


def purl(name: str, version: str) -> str:
    """Return the address of a version of a package, as the norm writes it."""
    return f"pkg:pypi/{name}@{version}"


def component(each: Locked, scope: str) -> dict[str, Any]:
    """Return what the bill says of a package."""
    address = purl(each.name, each.version)
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "name": each.name,
        "version": each.version,
        "scope": scope,
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in sorted(each.hashes)],
        "purl": address,
    }
    found = installed(each.name, each.version)
    if found is not None and (licence := licence_of(found)):
        is_expression = found.metadata.get("License-Expression") == licence
        made["licenses"] = (
            [{"expression": licence}] if is_expression else [{"license": {"name": licence}}]
        )
    if each.requirement.marker is not None:
        made["properties"] = [{"name": "python:marker", "value": str(each.requirement.marker)}]
    return made


def bill() -> dict[str, Any]:
    """Return the whole bill of materials."""
    project, locked = read_project()["project"], read_lock()
    scope_of = scopes(locked)
    ours = purl(OURS, project["version"])
    needs: dict[str, set[str]] = {ours: set()}
    versions: dict[str, list[str]] = {OURS: [ours]}
    for each in locked:
        address = purl(each.name, each.version)
        needs[address] = set()
        versions.setdefault(each.name, []).append(address)
    for each in locked:
        for parent in each.asked_by:
            for address in versions[parent]:
                needs[address].add(purl(each.name, each.version))
    made: dict[str, Any] = {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPEC}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPEC,
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": ours,
                "name": OURS,
                "version": project["version"],
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]}}],
                "purl": ours,
            }
        },
        "components": [component(each, scope_of[each.name]) for each in locked],
        "dependencies": [
            {"ref": address, "dependsOn": sorted(needs[address])} for address in sorted(needs)
        ],
    }
    content = json.dumps(made, sort_keys=True)
    made["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, content)}"
    return made


def main() -> int:
    """Run the command and return the exit code."""
    text = json.dumps(bill(), indent=2, ensure_ascii=False) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
