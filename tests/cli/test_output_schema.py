import jsonschema

from tests.cli.conftest import SCHEMA


def test_the_schema_of_the_output_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
