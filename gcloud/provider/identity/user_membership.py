"""`openstack:identity/userMembershipV3:UserMembershipV3`.

Source: Identity API v3, "Add user to group"; terraform-provider-openstack,
openstack_identity_user_membership_v3.
"""

from collections.abc import Iterator
from contextlib import suppress

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.provider.call import Call
from gcloud.provider.identity import keystone
from gcloud.provider.pair import PairType
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, string


class UserMembership(PairType):
    """A user's membership of a group. Its id is `USER/GROUP`."""

    type_ = "openstack:identity/userMembershipV3:UserMembershipV3"
    noun = "membership"
    nouns = ("user", "group")
    key = ("userId", "groupId")
    services = ("identity",)
    schema = Schema(
        {
            "groupId": string(required=True, replaces=True),
            "region": keystone.REGION,
            "userId": string(required=True, replaces=True),
        }
    )

    def join(self, call: Call, one: str, other: str, doing: str) -> None:
        """Put a user into a group."""
        rest.call(call.cloud.identity, "PUT", f"/groups/{other}/users/{one}", doing=doing)

    def joined(self, call: Call, one: str, other: str, doing: str) -> bool:
        """Tell whether a user is in a group."""
        try:
            rest.call(call.cloud.identity, "HEAD", f"/groups/{other}/users/{one}", doing=doing)
        except NotFoundError:
            return False
        return True

    def part(self, call: Call, one: str, other: str, doing: str) -> None:
        """Take a user out of a group."""
        rest.call(call.cloud.identity, "DELETE", f"/groups/{other}/users/{one}", doing=doing)

    def owner(self, call: Call, given: Json) -> str:  # noqa: ARG002 - the base's signature
        """The group, if it is known: Keystone lists members by group."""
        group: str = given.get("groupId") or ""
        return group

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List a group's members, or those of every group, one call a group."""
        keystone_, doing = call.cloud.identity, "listing the memberships"
        groups = (
            [owner] if owner else [g["id"] for g in rest.listing(keystone_, "/groups", "groups", doing=doing)]
        )
        for group in groups:
            with suppress(NotFoundError):  # gone since the groups were listed, and its memberships with it
                for user in rest.listing(keystone_, f"/groups/{group}/users", "users", doing=doing):
                    yield f"{user['id']}/{group}", {"userId": user["id"], "groupId": group}
