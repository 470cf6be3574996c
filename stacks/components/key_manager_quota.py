"""A project's limits in Barbican, which the OpenStack provider has no resource for.

A dynamic resource: its code is run beside the program, by either engine.

Source: Key Manager API v1, "Project quotas".
"""

import threading
from collections.abc import Mapping
from typing import Any, Final

import pulumi
from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    CreateResult,
    DiffResult,
    ReadResult,
    Resource,
    ResourceProvider,
    UpdateResult,
)

_LIMITS: Final = ("cas", "consumers", "containers", "orders", "secrets")
_WHERE: Final = ("cloud", "region", "project_id")
_NO_LIMIT: Final = -1


class _Limits(ResourceProvider):
    """Sets and reads limits. Whatever is not given has none: Barbican takes the whole set."""

    serialize_as_secret_always = False
    """What is kept of this class in the state is its name; nothing of it is secret."""

    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """A limit is a whole number, -1 for none."""
        failures = [
            CheckFailure(name, f"must be a whole number from -1, not {news[name]!r}")
            for name in _LIMITS
            if not _is_limit(news.get(name, _NO_LIMIT))
        ]
        return CheckResult(news, failures)

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Another project, or cloud, is another resource."""
        replaces = [name for name in _WHERE if olds.get(name) != news.get(name)]
        changes = any(_limit(olds, name) != _limit(news, name) for name in _LIMITS)
        return DiffResult(changes=changes or bool(replaces), replaces=replaces)

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Set the limits; every project has some from the beginning."""
        self._set(props)
        return CreateResult(props["project_id"], props)

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Tell what the limits are; Barbican keeps none for a project that nobody set any for."""
        answer = self._ask(props, "GET", f"/project-quotas/{id_}")
        if answer is None:
            return ReadResult("", {})
        there = answer["project_quotas"]
        return ReadResult(id_, {**props, **{name: _limit(there, name) for name in _LIMITS}})

    def update(self, _id: str, _olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Set the limits."""
        self._set(news)
        return UpdateResult(news)

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Leave the limits as they are, as all resources for quotas do."""

    def _set(self, props: dict[str, Any]) -> None:
        body = {"project_quotas": {name: _limit(props, name) for name in _LIMITS}}
        self._ask(props, "PUT", f"/project-quotas/{props['project_id']}", body)

    def _ask(
        self, props: Mapping[str, Any], method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any] | None:
        """Call Barbican; None if it knows nothing there."""
        # A second of imports, in the process that serves this class and not in the program's.
        from gcloud.cloud import rest  # noqa: PLC0415
        from gcloud.cloud.errors import NotFoundError  # noqa: PLC0415

        doing = f"{'setting' if body else 'reading'} the key manager's limits of {props['project_id']}"
        try:
            return rest.call(self._barbican(props), method, path, doing=doing, json=body)
        except NotFoundError:
            if body is not None:
                raise
            return None

    def _barbican(self, props: Mapping[str, Any]) -> Any:  # noqa: ANN401 - openstacksdk carries no types
        """Connect once for all resources of a run; what is kept in the state holds no connection."""
        from gcloud.cloud.connect import connect  # noqa: PLC0415 - as above

        lock = self.__dict__.setdefault("_lock", threading.Lock())
        with lock:
            clouds = self.__dict__.setdefault("_clouds", {})
            where = props.get("cloud"), props.get("region")
            if where not in clouds:
                clouds[where] = connect(where[0], region=where[1])
            return clouds[where].key_manager


class KeyManagerQuota(Resource, module="govcloud", name="KeyManagerQuota"):
    """A project's limits in Barbican; only an administrator may set them.

    Deleting it changes nothing in the cloud: the limits stay.

    Args:
        name: the resource's name.
        cloud: the cloud's name in clouds.yaml.
        region: the region.
        project: the project's id.
        limits: secrets, orders, containers, consumers, cas; -1 is none, and so is what is missing.
        opts: parent, and what must be there before.
    """

    def __init__(  # noqa: PLR0917 - as resources of the SDK are made
        self,
        name: str,
        cloud: str,
        region: str,
        project: pulumi.Input[str],
        limits: Mapping[str, int],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        given = {"cloud": cloud, "region": region, "project_id": project}
        figures = {limit: limits.get(limit, _NO_LIMIT) for limit in _LIMITS}
        super().__init__(_Limits(), name, {**given, **figures}, opts)


def _is_limit(value: object) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and int(value) == value
        and value >= _NO_LIMIT
    )


def _limit(limits: Mapping[str, Any], name: str) -> int:
    """Give a limit; numbers come back from the state as floats, and from Barbican as null for none."""
    value = limits.get(name)
    return _NO_LIMIT if value is None else int(value)
