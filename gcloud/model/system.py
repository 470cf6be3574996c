"""Information systems: what the data centre is there for.

Level, owner and operator are what the law asks of every system (Decree
331/2026/NĐ-CP art. 21-22: the level dossier); who operates may be a hired company.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from gcloud.model.base import Model
from gcloud.model.numbers import Flag, Whole
from gcloud.model.text import Name, Text
from gcloud.model.wrong import wrong


class System(Model):
    """An information system with its level."""

    name: Annotated[Name, Field(examples=["lgsp"])]
    """How servers call it."""
    label: Annotated[Text, Field(examples=["Nền tảng tích hợp, chia sẻ dữ liệu (LGSP)"])]
    """How people call it."""
    level: Annotated[Whole, Field(ge=1, le=5, examples=[3])]
    """Security level 1 to 5."""
    owner: Annotated[Name, Field(examples=["peoples-committee"])]
    """The organisation that owns it (chủ quản)."""
    operator: Annotated[Name, Field(examples=["hired-operator"])]
    """The organisation that operates it (vận hành); a hired company is fine."""
    purpose: Annotated[Text, Field(examples=["Exchange between the systems of the province"])]
    """What it does, one line."""
    personal_data: Literal["none", "basic", "sensitive"] = "none"
    """The most sensitive personal data in it (Law 91/2025)."""
    data_subjects: Annotated[Whole, Field(ge=0)] = 0
    """Of how many people."""
    state_secrets: Flag = False
    """Whether it carries state secrets."""
    platform: Flag = False
    """Whether the province offers it to its agencies (LGSP, SOC ...)."""

    @model_validator(mode="after")
    def _people_and_their_data(self) -> Self:
        if self.personal_data == "none" and self.data_subjects:
            raise wrong(
                "system.personal-data",
                f"{self.data_subjects} data subjects, but personal_data is none",
                "write personal_data: basic (or sensitive), or remove data_subjects",
                "data_subjects",
            )
        if self.personal_data != "none" and not self.data_subjects:
            raise wrong(
                "system.personal-data",
                f"personal_data is {self.personal_data}, but of how many people is not said",
                "write for example data_subjects: 5000; the level may depend on it",
                "personal_data",
            )
        return self
