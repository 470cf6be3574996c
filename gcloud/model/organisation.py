"""Who owns and who operates: the province's bodies, a ministry's, a hired company."""

from typing import Annotated, Literal

from pydantic import Field

from gcloud.model.base import Model
from gcloud.model.text import Name, Text

OrganisationKind = Literal["province", "department", "commune", "central", "company"]


class Organisation(Model):
    """A body that owns or operates systems."""

    name: Annotated[Name, Field(examples=["science-department"])]
    """How the other files call it."""
    label: Annotated[Text, Field(examples=["Sở Khoa học và Công nghệ"])]
    """Its official name."""
    kind: Annotated[OrganisationKind, Field(examples=["department"])]
    """province: the People's Committee; department: the province's; central: a ministry's; company: hired."""
