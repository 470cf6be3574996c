"""`openstack:identity/user:User`.

Source: Identity API v3, "Users"; terraform-provider-openstack,
openstack_identity_user_v3.
"""

from typing import ClassVar, Final

from gcloud.provider.call import Call
from gcloud.provider.identity import keystone
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, boolean, list_of, string, string_map, strings, structure

_OPTIONS: Final = {
    "ignoreChangePasswordUponFirstUse": "ignore_change_password_upon_first_use",
    "ignoreLockoutFailureAttempts": "ignore_lockout_failure_attempts",
    "ignorePasswordExpiry": "ignore_password_expiry",
    "multiFactorAuthEnabled": "multi_factor_auth_enabled",
}
_RULES: Final = "multi_factor_auth_rules"
_KNOWN: Final = frozenset(
    {
        "default_project_id",
        "description",
        "domain_id",
        "enabled",
        "extra",
        "federated",
        "id",
        "links",
        "name",
        "options",
        "password_expires_at",
    }
)
"""What Keystone itself says of a user; every other attribute is one that somebody added."""


class User(keystone.KeystoneType):
    """A user; its name is unique in its domain.

    Its password is written and never read: changing it behind our back can't be seen.
    """

    type_ = "openstack:identity/user:User"
    noun = "user"
    collection = "users"
    member = "user"
    schema = Schema(
        {
            "defaultProjectId": string(computed=True),
            "description": keystone.DESCRIPTION,
            "domainId": string(computed=True),
            "enabled": keystone.ENABLED,
            "extra": string_map(),
            **{name: boolean() for name in _OPTIONS},
            "multiFactorAuthRules": list_of(structure({"rules": strings(required=True)}), block=True),
            "name": keystone.NAME,
            "password": string(secret=True),
            "region": keystone.REGION,
        }
    )
    attributes: ClassVar = {
        "defaultProjectId": "default_project_id",
        "description": "description",
        "domainId": "domain_id",
        "enabled": "enabled",
        "name": "name",
    }

    def body(self, inputs: Json) -> Json:
        """Give the attributes, the added ones, the password and the options."""
        options: Json = {there: True for here, there in _OPTIONS.items() if inputs.get(here)}
        if rules := inputs.get("multiFactorAuthRules"):
            options[_RULES] = [rule["rules"] for rule in rules]
        added = inputs.get("extra") or {}
        return {**added, **super().body(inputs), "password": inputs.get("password"), "options": options}

    def changes(self, changed: frozenset[str], inputs: Json, old: Json) -> Json:
        """Give what changed; an added attribute that is to go is emptied, for none can be taken away."""
        body = super().changes(changed, inputs, old)
        if "password" in changed:
            body["password"] = inputs.get("password")
        options = {there: self.wanted(inputs, here) for here, there in _OPTIONS.items() if here in changed}
        if "multiFactorAuthRules" in changed:
            options[_RULES] = [rule["rules"] for rule in inputs.get("multiFactorAuthRules") or ()]
        if options:
            body["options"] = options
        if "extra" in changed:
            body = {**dict.fromkeys(old.get("extra") or ()), **(inputs.get("extra") or {}), **body}
        return body

    def reported(self, call: Call, raw: Json, given: Json) -> Json:
        """Report options only where Keystone has them; without, they stand as they were given."""
        options = raw.get("options") or {}
        set_ = {here: options[there] for here, there in _OPTIONS.items() if there in options}
        rules = [{"rules": rule} for rule in options.get(_RULES) or ()]
        added = {name: value for name, value in raw.items() if name not in _KNOWN and value is not None}
        return {
            **super().reported(call, raw, given),
            **set_,
            "extra": added,
            "multiFactorAuthRules": rules,
        }
