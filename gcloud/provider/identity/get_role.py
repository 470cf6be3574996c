"""`openstack:identity/getRole:getRole`.

Source: Identity API v3, "List roles"; terraform-provider-openstack,
openstack_identity_role_v3 (data source).
"""

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, string
from gcloud.provider.source import DataSource


class GetRole(DataSource):
    """A role by its name."""

    type_ = "openstack:identity/getRole:getRole"
    noun = "a role"
    services = ("identity",)
    schema = Schema({"domainId": string(), "name": string(required=True), "region": string()})

    def answer(self, call: Call, args: Json) -> Json:
        """Find the one role of that name."""
        query = {"name": args["name"]} | ({"domain_id": args["domainId"]} if args.get("domainId") else {})
        doing = f"looking for role {args['name']}"
        found = list(rest.listing(call.cloud.identity, "/roles", "roles", doing=doing, params=query))
        if not found:
            raise NotFoundError(
                f"There is no role {args['name']!r}.", hint="List those that there are: openstack role list."
            )
        if len(found) > 1:
            raise CloudError(f"There are {len(found)} roles {args['name']!r}.", hint="Give domainId.")
        role = found[0]
        return {
            "domainId": role.get("domain_id") or "",
            "id": role["id"],
            "name": role["name"],
            "region": call.region,
        }
