"""`openstack:compute/flavor:Flavor` and the invoke `getFlavor`.

Source: Compute API v2.1, "Flavors" and "Flavors extra-specs" (description since
2.55, extra specs in the body since 2.61); terraform-provider-openstack,
openstack_compute_flavor_v2.
"""

from collections.abc import Iterator
from typing import Final

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.engine.interface import CreateResult, PartialFailure
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import Schema, boolean, integer, number, string, string_map

DESCRIBED: Final = "2.55"
WITH_SPECS: Final = "2.61"


class Flavor(ResourceType):
    """A size of servers; its name is unique in the cloud. Only an administrator may make one."""

    type_ = "openstack:compute/flavor:Flavor"
    noun = "flavor"
    services = ("compute",)
    contained = False
    delete_before_replace = True
    schema = Schema(
        {
            "description": string(),
            "disk": integer(required=True, replaces=True),
            "ephemeral": integer(replaces=True),
            "extraSpecs": string_map(computed=True),
            "flavorId": string(computed=True, replaces=True),
            "isPublic": boolean(replaces=True),
            "name": string(autoname=True, replaces=True),
            "ram": integer(required=True, replaces=True),
            "region": string(computed=True, replaces=True),
            "rxTxFactor": number(default=1, replaces=True),
            "swap": integer(replaces=True),
            "vcpus": integer(required=True, replaces=True),
        }
    )

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Post the flavor, then its extra specs."""
        title = self.title(inputs)
        body: Json = {
            "name": inputs["name"],
            "ram": inputs["ram"],
            "vcpus": inputs["vcpus"],
            "disk": inputs["disk"],
            "swap": self.wanted(inputs, "swap"),
            "rxtx_factor": self.wanted(inputs, "rxTxFactor"),
            "os-flavor-access:is_public": self.wanted(inputs, "isPublic"),
            "OS-FLV-EXT-DATA:ephemeral": self.wanted(inputs, "ephemeral"),
        }
        if inputs.get("flavorId"):
            body["id"] = inputs["flavorId"]
        if inputs.get("description"):
            body["description"] = inputs["description"]
        version = DESCRIBED if "description" in body else None
        answer = rest.call(
            call.cloud.compute,
            "POST",
            "/flavors",
            doing=f"creating {title}",
            json={"flavor": body},
            microversion=version,
        )
        id_ = str(answer["flavor"]["id"])
        try:
            self._put_specs(call, id_, title, inputs.get("extraSpecs") or {})
            made = self.read(call, id_, inputs)
        except CloudError as error:
            known = self.outputs(id_, {"flavorId": id_, "region": call.region, "extraSpecs": {}}, inputs)
            raise PartialFailure(id_, known, error.message, hint=error.hint) from error
        return CreateResult(id_, made or self.outputs(id_, {}, inputs))

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the flavor and its extra specs in one call."""
        answer = rest.lookup(
            call.cloud.compute,
            f"/flavors/{id_}",
            doing=f"reading {self.title(given)}",
            microversion=WITH_SPECS,
        )
        return None if answer is None else answer["flavor"]

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - the base's signature
        """They belong to the cloud, not to the project, whoever made them."""
        return "shared by the whole cloud"

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - all of it is reported
        """Give everything."""
        return report(call, raw)

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:
        """Change the description and those extra specs that differ."""
        title = self.title(inputs)
        if "description" in changed:
            rest.call(
                call.cloud.compute,
                "PUT",
                f"/flavors/{id_}",
                doing=f"changing {title}",
                json={"flavor": {"description": self.wanted(inputs, "description")}},
                microversion=DESCRIBED,
            )
        if "extraSpecs" in changed:
            wanted: Json = self.wanted(inputs, "extraSpecs")
            before: Json = old.get("extraSpecs") or {}
            for key in sorted(before.keys() - wanted.keys()):
                self._drop_spec(call, id_, title, key)
            self._put_specs(call, id_, title, {k: v for k, v in wanted.items() if before.get(k) != v})
        made = self.read(call, id_, inputs)
        if made is None:
            raise NotFoundError(
                f"Changing {title} failed: it is gone.", hint="Run again: it will be made anew."
            )
        return made

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Delete the flavor; servers that have it keep running."""
        doing = f"deleting {self.title(outputs)}"
        try:
            rest.call(call.cloud.compute, "DELETE", f"/flavors/{id_}", doing=doing)
        except NotFoundError:
            return

    def owner(self, call: Call, given: Json) -> str:  # noqa: ARG002 - the base's signature
        """Nobody: flavors belong to the cloud."""
        return ""

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:  # noqa: ARG002 - there is only one list
        """List every flavor of the cloud in one call; without administrator's rights those we may use."""
        for raw in flavors(call):
            yield raw["id"], raw

    @staticmethod
    def _put_specs(call: Call, id_: str, title: str, specs: Json) -> None:
        if specs:
            path, doing = f"/flavors/{id_}/os-extra_specs", f"setting extra specs of {title}"
            rest.call(call.cloud.compute, "POST", path, doing=doing, json={"extra_specs": specs})

    @staticmethod
    def _drop_spec(call: Call, id_: str, title: str, key: str) -> None:
        doing = f"removing extra spec {key} of {title}"
        try:
            rest.call(call.cloud.compute, "DELETE", f"/flavors/{id_}/os-extra_specs/{key}", doing=doing)
        except NotFoundError:
            return


def flavors(call: Call) -> list[Json]:
    """All flavors as the API has them, private ones included."""
    found = rest.listing(
        call.cloud.compute,
        "/flavors/detail",
        "flavors",
        doing="listing the flavors",
        params={"is_public": "None"},
        microversion=WITH_SPECS,
    )
    return list(found)


def report(call: Call, raw: Json) -> Json:
    """Give the properties of a flavor that the API reports."""
    return {
        "description": raw.get("description") or "",
        "disk": raw["disk"],
        "ephemeral": raw.get("OS-FLV-EXT-DATA:ephemeral", 0),
        "extraSpecs": raw.get("extra_specs") or {},
        "flavorId": raw["id"],
        "isPublic": raw.get("os-flavor-access:is_public", True),
        "name": raw["name"],
        "ram": raw["ram"],
        "region": call.region,
        "rxTxFactor": _whole(raw.get("rxtx_factor") or 1),
        "swap": raw.get("swap") or 0,
        "vcpus": raw["vcpus"],
    }


def _whole(value: float) -> float:
    return int(value) if float(value).is_integer() else value
