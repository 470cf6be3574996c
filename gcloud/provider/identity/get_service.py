"""`openstack:identity/getService:getService`.

Source: Identity API v3, "List services"; terraform-provider-openstack,
openstack_identity_service_v3 (data source).
"""

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, boolean, string
from gcloud.provider.source import DataSource


class GetService(DataSource):
    """A service of the catalogue by its name, its type, or both. Only an administrator may list them."""

    type_ = "openstack:identity/getService:getService"
    noun = "a service"
    services = ("identity",)
    schema = Schema({"enabled": boolean(), "name": string(), "region": string(), "type": string()})

    def answer(self, call: Call, args: Json) -> Json:
        """Find the one service that fits."""
        query = {name: args[name] for name in ("name", "type") if args.get(name)}
        what = f"service {' '.join(query.values())}".rstrip()
        doing = f"looking for {what}"
        there = rest.listing(call.cloud.identity, "/services", "services", doing=doing, params=query)
        found = [one for one in there if args.get("enabled") in {None, one["enabled"]}]
        if not found:
            raise NotFoundError(
                f"There is no {what}.", hint="List those that there are: openstack service list."
            )
        if len(found) > 1:
            raise CloudError(f"There are {len(found)} of {what}.", hint="Give name and type.")
        (service,) = found
        return {
            "description": service.get("description") or "",
            "enabled": service["enabled"],
            "id": service["id"],
            "name": service.get("name") or "",
            "region": call.region,
            "type": service["type"],
        }
