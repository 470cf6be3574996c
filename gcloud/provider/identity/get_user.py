"""`openstack:identity/getUser:getUser`.

Source: Identity API v3, "List users"; terraform-provider-openstack,
openstack_identity_user_v3 (data source).
"""

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, boolean, string
from gcloud.provider.source import DataSource


class GetUser(DataSource):
    """A user by name, of a directory's domain too; a disabled one only if it is asked for."""

    type_ = "openstack:identity/getUser:getUser"
    noun = "a user"
    services = ("identity",)
    schema = Schema(
        {
            "domainId": string(),
            "enabled": boolean(default=True),
            "name": string(required=True),
            "region": string(),
        }
    )

    def answer(self, call: Call, args: Json) -> Json:
        """Find the one user of that name."""
        domain = args.get("domainId")
        who = f"user {args['name']!r}" + (f" in the domain {domain}" if domain else "")
        query = {"name": args["name"], "enabled": str(args["enabled"]).lower()}
        query |= {"domain_id": domain} if domain else {}
        doing = f"looking for user {args['name']}"
        found = list(rest.listing(call.cloud.identity, "/users", "users", doing=doing, params=query))
        if not found:
            raise NotFoundError(
                f"There is no {who} who may log in.",
                hint="List those that there are: openstack user list --domain DOMAIN.",
            )
        if len(found) > 1:
            raise CloudError(f"There are {len(found)} of {who}.", hint="Give domainId.")
        (user,) = found
        return {
            "defaultProjectId": user.get("default_project_id") or "",
            "description": user.get("description") or "",
            "domainId": user["domain_id"],
            "enabled": user["enabled"],
            "id": user["id"],
            "name": user["name"],
            "region": call.region,
        }
