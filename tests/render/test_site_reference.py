"""The reference of a site's files is what the model says today."""

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from gcloud.model.schema import descriptions, models
from gcloud.render.environment import environment
from gcloud.render.site_reference import site_reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "site.md"


def test_the_committed_page_is_current():
    again = "write it anew: python -m gcloud.render.site_reference > docs/reference/site.md"
    assert PAGE.read_text() == site_reference(), again


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_field_is_described(model):
    for word, text in descriptions(model).items():
        assert f"| `{word}` | " in PAGE.read_text()
        assert text.endswith((".", ")."))


def test_a_template_that_names_what_is_not_given_fails():
    with pytest.raises(UndefinedError, match="parts"):
        environment().get_template("site.md.j2").render()
