"""How a field's validator says what is wrong and what to write instead.

pydantic carries the two texts to the loader, which adds the place in the file.
"""

from pydantic_core import PydanticCustomError


def wrong(rule: str, what: str, instead: str, at: str = "") -> PydanticCustomError:
    """An error for a validator to raise.

    Args:
        rule: stable identifier of what was broken, such as `cidr.host-bits`.
        what: what is wrong, one clause in words of the field.
        instead: what to write instead, beginning with a verb.
        at: where a group of fields is wrong, the field to point at if it is written.
    """
    return PydanticCustomError("wrong", "{what}", {"rule": rule, "what": what, "instead": instead, "at": at})
