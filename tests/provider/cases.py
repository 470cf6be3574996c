"""The table of cases: every type once (data/types.yaml), and what the official engine stores of each."""

import json
import re
from pathlib import Path

import yaml

from gcloud.engine.values import Secret

DATA = Path(__file__).parent / "data"
TABLE = DATA / "types.yaml"
ROWS = [row for row in yaml.safe_load(TABLE.read_text()) if "type" in row]
PHASES = ("up", "refreshed", "changed")
"""After `up`, after a refresh, and after an `up` with what the rows' `change` says."""

PACKAGE = "openstack:"
FIELDS = (
    "type",
    "id",
    "inputs",
    "outputs",
    "parent",
    "provider",
    "dependencies",
    "property_dependencies",
    "additional_secret_outputs",
    "protect",
    "retain_on_delete",
    "custom_timeouts",
)
"""What both engines must say of a resource in the same words; the rest is each run's own."""

ALLOTTED = {
    r"\b[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\b": "(an id)",
    r"\b[0-9a-f]{32}\b": "(a project's id, a role's, an md5)",
    r"fa:16:3e(:[0-9a-f]{2}){3}": "(a hardware address)",
    r"172\.24\.4\.\d+": "(an address outside)",
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ": "(a moment)",
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC": "(a moment)",
    r'"(/dev/[sv]d[a-z])"': '"(a device)"',
    r'"(hypervisorHostname|hostId)": "[^"]*"': r'"\1": "(a host)"',
    r'"(mtu|segmentationId)": \d+': r'"\1": "(a number)"',
}
"""What a cloud allots by itself, as patterns, and what stands for it when two clouds are compared."""


def urn(row):
    return f"urn:pulumi:s::sample::{PACKAGE}{row['type']}::{row['name']}"


def described(states):
    """Give states as JSON holds them, by URN; secrets as {"secret": value}."""

    def shown(value):
        return {"secret": value.value} if isinstance(value, Secret) else list(value)

    rows = {state.urn: {name: getattr(state, name) for name in FIELDS} for state in states}
    return json.loads(json.dumps(rows, default=shown), object_hook=_without_the_bridge_s_own)


def _without_the_bridge_s_own(value):
    return {key: item for key, item in value.items() if key not in {"__meta", "__pulumi_raw_state_delta"}}


def recorded(phase):
    """Give what the official engine stored after a phase, as `described` gives it."""
    return json.loads((DATA / f"recorded-{phase}.json").read_text())


def comparable(rows, run="", *, loaded=False):
    """Give rows in a form in which two clouds' can be compared, by URN.

    Ids of resources become their names, so that references stay exact; what else a cloud allots
    becomes what it is. `loaded`: without property dependencies and lists of defaults that are
    empty; both mean nothing, and the official engine forgets them at a refresh.
    """
    varies = {urn(row): row.get("varies", ()) for row in ROWS}
    names = {
        row["id"]: f"(id of {name.rpartition('openstack:')[2]})"
        for name, row in reversed(rows.items())
        if re.fullmatch(r"[0-9a-f]{32}|[0-9a-f-]{36}", row["id"])
    }
    result = {}
    for name, row in rows.items():
        outputs = {
            key: "(the cloud's own)" if key in varies.get(name, ()) else v
            for key, v in row["outputs"].items()
        }
        dependencies = sorted(row["dependencies"])  # the official engine lists them by chance
        by_property = {k: urns for k, urns in row["property_dependencies"].items() if urns or not loaded}
        own = {"outputs": outputs, "dependencies": dependencies, "property_dependencies": by_property}
        if row["id"].isdigit():
            own |= {"id": "(a number)", "outputs": {**outputs, "id": "(a number)"}}
        text = json.dumps({**row, **own}, sort_keys=True)
        if loaded:
            text = json.dumps(json.loads(text, object_hook=_without_empty_defaults), sort_keys=True)
        for id_, stable in names.items():
            text = text.replace(id_, stable)
        for pattern, stable in ALLOTTED.items():
            text = re.sub(pattern, stable, text)
        text = text.replace(str(Path.home()), "HOME")
        result[name] = json.loads(text.replace(run, "") if run else text)
    return result


def _without_empty_defaults(value):
    return {key: item for key, item in value.items() if key != "__defaults" or item}


def differences(ours, theirs):
    """Give where two comparable sets of rows differ: (row, path, ours, theirs)."""
    found = []

    def walk(row, path, one, other):
        if isinstance(one, dict) and isinstance(other, dict):
            for key in sorted({*one, *other}):
                walk(row, f"{path}.{key}", one.get(key, "(absent)"), other.get(key, "(absent)"))
        elif one != other:
            found.append((row, path, one, other))

    for name in sorted({*ours, *theirs}):
        walk(name.rpartition("openstack:")[2] or name, "", ours.get(name, {}), theirs.get(name, {}))
    return found
