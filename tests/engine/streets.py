"""A dynamic provider: streets are files in the program's folder."""

import json
import os
from pathlib import Path

from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)
from pulumi.dynamic.dynamic import serialize_provider

TYPE = "pulumi-python:dynamic/city:Street"
ROOM = Path("streets")


class Streets(ResourceProvider):
    def configure(self, req):
        self.city = req.config.get("city")

    def check(self, _olds, news):
        wrong = [CheckFailure("name", "is no street's name")] if news.get("name") == "bad" else []
        return CheckResult(news, wrong)

    def diff(self, _id, olds, news):
        replaces = ["name"] if olds["name"] != news["name"] else []
        return DiffResult(bool(replaces) or olds.get("width") != news.get("width"), replaces)

    def create(self, props):
        if props["name"] == "broken":
            raise ValueError("no asphalt")
        if props["name"] == "deadly":
            os._exit(7)
        id_ = f"{props['name']}-id"
        write(id_, props)
        return CreateResult(id_, {**props, "city": self.city, "server": os.getpid()})

    def read(self, id_, props):
        file = ROOM / id_
        if not file.exists():
            return ReadResult("", {})
        return ReadResult(id_, {**props, **json.loads(file.read_text())})

    def update(self, _id, olds, news):
        write(_id, news)
        return UpdateResult({**olds, **news})

    def delete(self, _id, _props):
        (ROOM / _id).unlink()


def write(id_, props):
    (ROOM / id_).write_text(json.dumps({key: props[key] for key in props if key != "__provider"}))


def carried():
    """Give the provider as resources carry it."""
    return serialize_provider(Streets())
