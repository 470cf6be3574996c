"""Sections of several files."""

from typing import get_origin

from gcloud.model.merge import LISTS
from gcloud.model.shape import word
from gcloud.model.site import Site


def test_what_is_joined_is_what_the_site_has_as_lists():
    fields = Site.model_fields.items()
    assert {word(name, field) for name, field in fields if get_origin(field.annotation) is tuple} == LISTS
