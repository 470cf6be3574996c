"""The built-in rules, read from the library's own file as a site's files are read."""

from importlib.resources import files

from pydantic import TypeAdapter, ValidationError

from gcloud.errors import GovCloudError
from gcloud.model.policy import PolicyRule
from gcloud.model.reader import read

_FILE = "rules.yaml"
_AGAIN = "Install the project again: pip install --force-reinstall govcloud."


def built_in() -> tuple[PolicyRule, ...]:
    """The rules that every site is judged by.

    Raises:
        GovCloudError: the installation is damaged.
    """
    text = files("gcloud.plan.policies").joinpath(_FILE).read_text(encoding="utf-8")
    top, problems = read(text, _FILE)
    if problems or top is None or not isinstance(top.value, dict):
        raise GovCloudError(
            f"The built-in rules can't be read: {'; '.join(map(str, problems))}.", hint=_AGAIN
        )
    try:
        return TypeAdapter(tuple[PolicyRule, ...]).validate_python(top.value["policies"].plain())
    except ValidationError as error:
        raise GovCloudError(f"The built-in rules can't be used: {error}.", hint=_AGAIN) from error
