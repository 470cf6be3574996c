"""Makes what a table of cases says: one resource a row, by the typed classes of pulumi_openstack.

`$name` in a row's inputs is the id of an earlier row, `$name.property` another property of it,
`{run}` the configured suffix of names. With `changed`, a row's `change` replaces inputs.
"""

import importlib
import re
from pathlib import Path

import pulumi
import yaml

config = pulumi.Config()
run, changed = config.get("run") or "", config.get_bool("changed") or False
rows = yaml.safe_load(Path(config.require("table")).read_text())
made = {}


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def argument(name: str) -> str:
    """The SDK's first argument, the resource's name in the program, has this name already."""
    return {"resourceName": "resource_name_"}.get(name, snake(name))


def member(token: str):
    module, _, name = token.partition(":")
    return getattr(importlib.import_module(f"pulumi_openstack.{module.partition('/')[0]}"), name)


def given(value):
    if isinstance(value, dict) and value.keys() == {"secret"}:
        return pulumi.Output.secret(value["secret"])
    if isinstance(value, dict):
        return {name: given(item) for name, item in value.items()}
    if isinstance(value, list):
        return [given(item) for item in value]
    if not isinstance(value, str):
        return value
    if value.startswith("$"):
        name, _, attribute = value[1:].partition(".")
        return getattr(made[name], snake(attribute or "id"))
    return value.replace("{run}", run)


for row in rows:
    if "get" in row:
        made[row["name"]] = member(snake(row["get"]))(
            **{argument(name): value for name, value in row["inputs"].items()}
        )
        continue
    inputs = {**row["inputs"], **(row.get("change", {}) if changed else {})}
    arguments = {argument(name): given(value) for name, value in inputs.items() if value is not None}
    options = pulumi.ResourceOptions(depends_on=[made[name] for name in row.get("after", ())])
    resource = member(row["type"])(row["name"], **arguments, opts=options)
    made[row.get("as", row["name"])] = resource
