"""Whatever a program can ask of an engine that needs no cloud, in two rounds; and the stack it refers to."""

from typing import Any

import pulumi
from pulumi import Alias, ComponentResource, CustomTimeouts, Output, ResourceOptions, StackReference
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, Resource, ResourceProvider, UpdateResult

config = pulumi.Config()


class Things(ResourceProvider):
    def create(self, props: dict[str, Any]) -> CreateResult:
        return CreateResult(f"id-{props['name']}", {**props, "made": "here"})

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        own = ("name", "size", "label")
        changed = [key for key in own if olds.get(key) != news.get(key)]
        return DiffResult(bool(changed), [key for key in changed if key == "name"])

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        return ReadResult(id_, {**props, "made": "elsewhere"})

    def update(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        return UpdateResult({**news, "made": olds["made"]})


class Thing(Resource, module="town", name="Thing"):
    made: Output[str]

    def __init__(self, logical: str, opts: ResourceOptions | None = None, **props: Any) -> None:
        super().__init__(Things(), logical, {"made": None, **props}, opts)


class Street(ComponentResource):
    def __init__(self, name: str, houses: int, opts: ResourceOptions | None = None) -> None:
        super().__init__("town:index:Street", name, {"houses": houses}, opts)
        inner = ResourceOptions(parent=self)
        self.first = Thing(f"{name}-first", inner, name=f"{name}-first")
        self.rest = [
            Thing(f"{name}-{number}", inner, name=f"{name}-{number}", size=self.first.made.apply(len))
            for number in range(houses)
        ]
        self.register_outputs({"first": self.first.made, "houses": houses})


def base() -> None:
    """Export what the other stack reads."""
    thing = Thing("core", name="core")
    pulumi.export("made", thing.made)
    pulumi.export("deep", {"key": Output.secret("planted deep"), "list": [1, "two", None, True, 1.5]})


def main(second: bool) -> None:
    """Use everything; the second round changes, renames, replaces and leaves out."""
    ref = StackReference("organization/everything/base")
    street = Street("street", 3 if second else 2, ResourceOptions(protect=not second))
    named = "avenue" if second else "lane"
    Street(named, 1, ResourceOptions(aliases=[Alias(name="lane")] if second else None))

    shared = Thing("shared", name="shared-2" if second else "shared")
    Thing("on-it", ResourceOptions(depends_on=[shared, street]), name="on-it", label=shared.id)
    Thing("first-away", ResourceOptions(delete_before_replace=True), name="away-2" if second else "away")
    Thing("ignored", ResourceOptions(ignore_changes=["size"]), name="ignored", size=2 if second else 1)
    Thing("forced", ResourceOptions(replace_on_changes=["size"]), name="forced", size=2 if second else 1)
    Thing("rides", ResourceOptions(deleted_with=street.first), name="rides")
    Thing("hidden", ResourceOptions(additional_secret_outputs=["made"]), name="hidden")
    Thing("secret", name="secret", label=Output.secret("planted"), size=ref.get_output("deep"))
    Thing("timed", ResourceOptions(custom_timeouts=CustomTimeouts(create="1m", delete="90s")), name="timed")
    Thing(
        "renamed-2" if second else "renamed", ResourceOptions(aliases=[Alias(name="renamed")]), name="renamed"
    )
    Thing("read", ResourceOptions(id="id-core"), name="core")
    if not second:
        Thing("kept", ResourceOptions(retain_on_delete=True), name="kept")
        Thing("gone", name="gone", label=shared.made)
    pulumi.export("made", shared.made)
    pulumi.export("referred", ref.require_output("made"))
    pulumi.export("key", ref.get_output("deep"))
    pulumi.export("round", 2 if second else 1)
    pulumi.export("thing", shared)


if config.get("round") is None:
    base()
else:
    main(config.require_int("round") == 2)
