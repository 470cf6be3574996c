"""`openstack:compute/getFlavor:getFlavor`: one flavor that exists already.

Source: Compute API v2.1, "Flavors"; terraform-provider-openstack, data source
openstack_compute_flavor_v2.
"""

from typing import Final

from gcloud.cloud.errors import NotFoundError
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.compute.flavor import flavors, report
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, boolean, integer, number, string
from gcloud.provider.source import DataSource

_EXACT: Final = ("flavorId", "name", "description", "ram", "vcpus", "disk", "swap", "rxTxFactor", "isPublic")
_AT_LEAST: Final = {"minRam": "ram", "minDisk": "disk"}


class GetFlavor(DataSource):
    """Look for exactly one flavor by its properties.

    All are looked at in one list, which serves every question of the run.
    """

    type_ = "openstack:compute/getFlavor:getFlavor"
    noun = "a flavor"
    services = ("compute",)
    schema = Schema(
        {
            "description": string(),
            "disk": integer(),
            "flavorId": string(),
            "isPublic": boolean(),
            "minDisk": integer(),
            "minRam": integer(),
            "name": string(),
            "ram": integer(),
            "region": string(),
            "rxTxFactor": number(),
            "swap": integer(),
            "vcpus": integer(),
        },
        conflicts=(("flavorId", "name"), ("flavorId", "minRam"), ("flavorId", "minDisk")),
    )

    def answer(self, call: Call, args: Json) -> Json:
        """Find the flavor that fits: equal in what is given, not less than minRam (MiB) and minDisk (GiB)."""
        known = call.shared.once("flavors", lambda: [report(call, raw) for raw in flavors(call)])
        fitting = [flavor for flavor in known if _fits(flavor, args)]
        wanted = ", ".join(f"{name} {value}" for name, value in args.items()) or "no condition"
        if not fitting:
            names = ", ".join(sorted(str(flavor["name"]) for flavor in known)) or "none at all"
            raise NotFoundError(
                f"There is no flavor with {wanted}",
                hint=f"The cloud has: {names}. Correct the catalogue, or have it made there.",
            )
        if len(fitting) > 1:
            names = ", ".join(sorted(str(flavor["name"]) for flavor in fitting))
            raise CloudError(f"There are {len(fitting)} flavors with {wanted}: {names}", hint="Ask by name.")
        flavor = {name: value for name, value in fitting[0].items() if name != "ephemeral"}
        return {**flavor, **{name: args.get(name) for name in _AT_LEAST}, "id": flavor["flavorId"]}


def _fits(flavor: Json, args: Json) -> bool:
    exact = all(flavor[name] == args[name] for name in _EXACT if args.get(name) not in {None, ""})
    return exact and all(flavor[name] >= (args.get(least) or 0) for least, name in _AT_LEAST.items())
