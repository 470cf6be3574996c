"""`govcloud` on a cloud that answers at once and keeps nothing: `python -m benchmarks.offline up SITE --yes`.

What a run costs by itself: reading, checking, planning, programs, engine, state, fingerprints; all
of that is the real thing, inputs are checked and compared by the real types. Only
what would call a cloud answers by itself. So a thousand tenants can be "made" in a
minute or two, to measure what comes after that.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from gcloud.deploy import providers, readiness, strangers
from gcloud.engine.interface import CreateResult, Known, Observation, ReadResult, Survey
from gcloud.provider.openstack import OpenStackProvider


class Offline(OpenStackProvider):
    """Checks and compares as the real one does; whatever it is told to do is done."""

    def create(self, type_: str, urn: str, inputs: Mapping[str, Any], timeout: float | None) -> CreateResult:  # noqa: ARG002 - the protocol's
        """Give a new object an id."""
        id_ = str(uuid.uuid4())
        return CreateResult(id_, {**_plain(inputs), "id": id_})

    def update(  # noqa: PLR0917 - the protocol's
        self,
        type_: str,  # noqa: ARG002 - as above
        urn: str,  # noqa: ARG002 - as above
        id_: str,  # noqa: ARG002 - as above
        old_inputs: Mapping[str, Any],  # noqa: ARG002 - as above
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        timeout: float | None,  # noqa: ARG002 - as above
    ) -> Mapping[str, Any]:
        """Give what it is now."""
        return {**old_outputs, **_plain(new_inputs)}

    def delete(self, *_: Any) -> None:  # noqa: ANN401 - as above
        """Do as if it were gone."""

    def read(
        self,
        type_: str,  # noqa: ARG002 - as above
        urn: str,  # noqa: ARG002 - as above
        id_: str,
        inputs: Mapping[str, Any] | None,
        outputs: Mapping[str, Any] | None,
    ) -> ReadResult | None:
        """Give what is known of it."""
        return ReadResult(id_, dict(inputs or {}), dict(outputs or {}))

    def observe(self, objects: Sequence[Known]) -> Sequence[Observation]:
        """Give what is known of them."""
        return [Observation(ReadResult(one.id, dict(one.inputs), dict(one.outputs))) for one in objects]

    def survey(self, types: Sequence[str]) -> Survey:  # noqa: ARG002 - as above
        """Find nothing that is foreign."""
        return Survey((), {})

    def invoke(self, token: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Find whatever is looked for."""
        return {**args, "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{token} {sorted(args.items())}"))}

    def existing(self, type_: str, inputs: Mapping[str, Any]) -> frozenset[str]:  # noqa: ARG002 - as above
        """Find nothing of the same name."""
        return frozenset()


class Offlines:
    """Makes them."""

    def __init__(self, *_: object) -> None:
        """Take no gate: there are no calls."""

    def planning(self, _: str) -> Offline:
        """Make one to look."""
        return Offline()

    changing = planning


def _plain(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in inputs.items() if not name.startswith("__")}


def main() -> NoReturn:
    """Run a command of `govcloud`."""
    from gcloud.cli.main import main as govcloud  # noqa: PLC0415 - a command's

    providers.OpenStackProviders = Offlines  # type: ignore[assignment, misc]  # that is the purpose
    readiness.ready = lambda *_: None
    strangers.require_no_strangers = lambda *_: None
    govcloud()


if __name__ == "__main__":
    main()
