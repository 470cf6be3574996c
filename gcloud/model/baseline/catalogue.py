"""All baselines, put together: what a host is judged by is looked up here."""

from collections.abc import Mapping
from dataclasses import dataclass

from gcloud.model.baseline.control import Control
from gcloud.model.baseline.profile import Profile
from gcloud.model.baseline.role import HostRole


@dataclass(frozen=True, slots=True)
class Baselines:
    """The catalogue of controls with the profiles and roles that use it.

    Attributes:
        controls: by id, in the order of the files.
        profiles: by name.
        roles: by name.
    """

    controls: Mapping[str, Control]
    profiles: Mapping[str, Profile]
    roles: Mapping[str, HostRole]
