"""The invoke `openstack:compute/getFlavor:getFlavor`.

Source: Compute API v2.1, "Flavors"; terraform-provider-openstack, data source
openstack_compute_flavor_v2.
"""

from typing import Final

from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.compute.flavor import flavors, report
from gcloud.provider.resource import Json

INVOKE: Final = "openstack:compute/getFlavor:getFlavor"

_EXACT: Final = ("flavorId", "name", "description", "ram", "vcpus", "disk", "swap", "rxTxFactor", "isPublic")
_AT_LEAST: Final = {"minRam": "ram", "minDisk": "disk"}


def get_flavor(call: Call, args: Json) -> Json:
    """Find the one flavor that fits the arguments.

    Args:
        call: the cloud.
        args: flavorId, name, description, ram, vcpus, disk, swap, rxTxFactor, isPublic to be
            equal; minRam (MiB) and minDisk (GiB) not to be undercut.

    Raises:
        CloudError: none fits, or several.
    """
    known = call.shared.once(INVOKE, lambda: [report(call, raw) for raw in flavors(call)])
    fitting = [flavor for flavor in known if _fits(flavor, args)]
    asked = ", ".join(f"{name} {value!r}" for name, value in sorted(args.items()) if value is not None)
    if not fitting:
        names = ", ".join(sorted(str(flavor["name"]) for flavor in known)) or "none at all"
        raise CloudError(
            f"the cloud has no flavor with {asked or 'any property'}",
            hint=f"It has: {names}. Correct the catalogue, or have whoever runs the cloud make it.",
        )
    if len(fitting) > 1:
        names = ", ".join(sorted(str(flavor["name"]) for flavor in fitting))
        raise CloudError(f"several flavors have {asked or 'any property'}: {names}", hint="Ask by name.")
    flavor = fitting[0]
    result = {name: value for name, value in flavor.items() if name != "ephemeral"}
    return {**result, **{name: args.get(name) for name in _AT_LEAST}, "id": flavor["flavorId"]}


def _fits(flavor: Json, args: Json) -> bool:
    exact = all(flavor[name] == args[name] for name in _EXACT if args.get(name) not in (None, ""))
    return exact and all(flavor[name] >= (args.get(least) or 0) for least, name in _AT_LEAST.items())
