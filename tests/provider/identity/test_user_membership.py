"""Memberships are listed group by group, and a group may vanish meanwhile."""

from gcloud.provider.identity.user_membership import UserMembership


def test_a_group_that_is_gone_since_the_groups_were_listed_has_no_members(service, calling):
    keystone = (
        service()
        .on("GET", "/groups", (200, {"groups": [{"id": "gone"}, {"id": "there"}]}))
        .on("GET", "/groups/there/users", (200, {"users": [{"id": "u"}]}))
    )
    assert [id_ for id_, _ in UserMembership().members(calling(identity=keystone), "")] == ["u/there"]
