"""Things that need no cloud: dynamic resources, which live in the official CLI's Python host."""

import time

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, Resource, ResourceProvider, UpdateResult


class Things(ResourceProvider):
    """Refuses size 13, and takes as many seconds as it is told."""

    def create(self, props):
        if props["size"] == 13:
            raise ValueError("thirteen is refused")
        time.sleep(props["seconds"])
        return CreateResult(id_=f"id-{props['label']}", outs=dict(props))

    def diff(self, _id, olds, news):
        changed = [key for key in ("label", "size") if olds.get(key) != news.get(key)]
        return DiffResult(changes=bool(changed), replaces=[key for key in changed if key == "label"])

    def update(self, _id, _olds, news):
        return UpdateResult(outs=dict(news))


class Thing(Resource):
    """One thing."""

    def __init__(self, name, **props):
        super().__init__(Things(), name, props)


config = pulumi.Config()
for number in range(config.get_int("count") or 2):
    Thing(
        f"thing-{number}",
        label=config.get("label") or "a",
        size=config.get_int("size") or 1,
        seconds=config.get_float("seconds") or 0,
    )
pulumi.export("site", config.require("site"))
