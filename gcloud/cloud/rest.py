"""One call to one service: JSON in, JSON out, errors in words.

The resource types must show what the API said, null by null, as the official
provider does. openstacksdk's resource classes rename, add and negotiate
versions; its proxies (endpoint, token, retries) do not. So calls go through a
proxy with the path and the microversion of the API reference.
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from openstack import exceptions as sdk
from openstack.proxy import Proxy

from gcloud.cloud.errors import NotFoundError, explained

PAGE = 1000
"""Objects asked for at once; services may give fewer."""


def call(
    proxy: Proxy,
    method: str,
    path: str,
    *,
    doing: str,
    json: Mapping[str, Any] | list[dict[str, Any]] | None = None,
    params: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    microversion: str | None = None,
) -> dict[str, Any]:
    """Call a service and return the body of its answer; {} if it has none.

    Args:
        proxy: a service of an openstacksdk connection.
        method: the HTTP method.
        path: below the service's endpoint.
        doing: what is being done to what, as a gerund, for the error.
        json: the request's body.
        params: the query.
        headers: further headers.
        microversion: of the API; without it the service's oldest.

    Raises:
        CloudError: the service refused or did not answer.
    """
    given: dict[str, Any] = {"headers": {"Accept": "application/json", **(headers or {})}}
    if json is not None:
        given["json"] = json
    if params:
        given["params"] = dict(params)
    if microversion is not None:
        given["microversion"] = microversion
    with explained(doing):
        response = proxy.request(path, method, **given)
        sdk.raise_from_response(response)
        if not response.content:
            return {}
        try:
            body = response.json()
        except ValueError as error:
            raise sdk.InvalidResponse(f"the answer to {method} {response.url} is not JSON") from error
    return cast("dict[str, Any]", body)


def lookup(proxy: Proxy, path: str, *, doing: str, microversion: str | None = None) -> dict[str, Any] | None:
    """GET `path`; None if the object is not there."""
    try:
        return call(proxy, "GET", path, doing=doing, microversion=microversion)
    except NotFoundError:
        return None


def listing(
    proxy: Proxy,
    path: str,
    key: str,
    *,
    doing: str,
    params: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    microversion: str | None = None,
) -> Iterator[dict[str, Any]]:
    """All objects of a list, page by page, following the service's links.

    Args:
        proxy: as for `call`.
        path: of the list.
        key: the list's name in the body.
        doing: as for `call`.
        params: the query; `limit` is added.
        headers: as for `call`.
        microversion: as for `call`.
    """
    query: dict[str, Any] = {"limit": PAGE, **(params or {})}
    while True:
        body = call(proxy, "GET", path, doing=doing, params=query, headers=headers, microversion=microversion)
        found = body.get(key, [])
        yield from found
        onward = next((link["href"] for link in body.get(f"{key}_links", []) if link["rel"] == "next"), None)
        onward = onward or body.get("next") or _next_of(body)  # Glance's form, and Designate's
        if not onward or not found:
            return
        # A key may stand in it several times: the ids or projects that are asked for.
        query = {**query, **parse_qs(urlsplit(onward).query)}


def counting(
    proxy: Proxy,
    path: str,
    key: str,
    *,
    doing: str,
    page: int = PAGE,
    params: Mapping[str, Any] | None = None,
    microversion: str | None = None,
) -> Iterator[dict[str, Any]]:
    """All objects of a list whose service gives no links: page by page, from the one after those that came.

    Args:
        proxy: as for `call`.
        path: of the list.
        key: the list's name in the body.
        doing: as for `call`.
        page: objects asked for at once; a service that gives fewer has no more.
        params: the query; `limit` and `offset` are added.
        microversion: as for `call`.
    """
    offset = 0
    while True:
        query = {**(params or {}), "limit": page, "offset": offset}
        body = call(proxy, "GET", path, doing=doing, params=query, microversion=microversion)
        found: list[dict[str, Any]] = body.get(key, [])
        yield from found
        offset += len(found)
        if len(found) < page:
            return


def _next_of(body: Mapping[str, Any]) -> str | None:
    links = body.get("links")
    onward: str | None = links.get("next") if isinstance(links, Mapping) else None
    return onward
