"""`openstack:identity/getProject:getProject`.

Source: Identity API v3, "List projects"; terraform-provider-openstack,
openstack_identity_project_v3 (data source).
"""

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, boolean, string
from gcloud.provider.source import DataSource


class GetProject(DataSource):
    """A project, or a domain with `isDomain`, by its properties; a disabled one only if it is asked for."""

    type_ = "openstack:identity/getProject:getProject"
    noun = "a project"
    services = ("identity",)
    schema = Schema(
        {
            "domainId": string(),
            "enabled": boolean(default=True),
            "isDomain": boolean(default=False),
            "name": string(),
            "parentId": string(),
            "projectId": string(),
            "region": string(),
        }
    )

    def answer(self, call: Call, args: Json) -> Json:
        """Find the one project that fits."""
        noun = "domain" if args["isDomain"] else "project"
        what = f"{noun} {args.get('name') or args.get('projectId') or ''}".rstrip()
        doing = f"looking for {what}"
        found = self._one(call, args, doing) if args.get("projectId") else self._fitting(call, args, doing)
        if not found:
            raise NotFoundError(
                f"There is no {what}.", hint=f"List those that there are: openstack {noun} list."
            )
        if len(found) > 1:
            raise CloudError(f"There are {len(found)} of {what}.", hint="Give domainId.")
        (project,) = found
        return {
            "description": project.get("description") or "",
            "domainId": project.get("domain_id") or "",
            "enabled": project["enabled"],
            "id": project["id"],
            "isDomain": project["is_domain"],
            "name": project["name"],
            "parentId": project.get("parent_id") or "",
            "projectId": project["id"],
            "region": call.region,
            "tags": project.get("tags") or [],
        }

    @staticmethod
    def _one(call: Call, args: Json, doing: str) -> list[Json]:
        answer = rest.lookup(call.cloud.identity, f"/projects/{args['projectId']}", doing=doing)
        return [] if answer is None else [answer["project"]]

    @staticmethod
    def _fitting(call: Call, args: Json, doing: str) -> list[Json]:
        query = {
            "enabled": str(args["enabled"]).lower(),
            "is_domain": str(args["isDomain"]).lower(),
            **{
                there: args[here]
                for here, there in (("name", "name"), ("domainId", "domain_id"), ("parentId", "parent_id"))
                if args.get(here)
            },
        }
        return list(rest.listing(call.cloud.identity, "/projects", "projects", doing=doing, params=query))
