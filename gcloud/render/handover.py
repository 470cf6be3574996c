"""What a person is handed, as a sheet to be read on a terminal or printed."""

from typing import Protocol

from gcloud.render.environment import environment
from gcloud.render.tenant_words import Language


class Given(Protocol):
    """What a person is given, once; see gcloud.deploy.tenants.people.HandedOver."""

    @property
    def account(self) -> str:
        """The account's name."""

    @property
    def person(self) -> str:
        """Whose it is."""

    @property
    def domain(self) -> str:
        """The Keystone domain."""

    @property
    def project(self) -> str:
        """The tenant's project."""

    @property
    def address(self) -> str:
        """Keystone's, without a version."""

    @property
    def password(self) -> str:
        """To be changed at first use."""

    @property
    def otpauth(self) -> str | None:
        """What an authenticator reads; None where a password is enough."""

    @property
    def forced(self) -> bool:
        """Whether the cloud itself asks for the change."""


def handover_text(given: Given, language: Language) -> str:
    """The sheet.

    Args:
        given: what is handed over.
        language: of the reader.
    """
    return environment().get_template(f"handover/{language}.txt.j2").render(given=given)
