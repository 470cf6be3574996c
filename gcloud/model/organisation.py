"""Who owns and who operates: the province's bodies, a ministry's, a hired company."""

from typing import Literal

from gcloud.model.base import Model
from gcloud.model.text import Name, Text

OrganisationKind = Literal["province", "department", "commune", "central", "company"]


class Organisation(Model):
    """A body that owns or operates systems."""

    name: Name
    """How the other files call it."""
    label: Text
    """Its official name."""
    kind: OrganisationKind
    """province: the People's Committee; department: of the province; central: of a ministry; company: hired."""
