"""Addresses on the queue server."""

from urllib.parse import parse_qsl, urlencode, urlsplit


def beside(url: str, database: int) -> str:
    """The address of another database on the server of a `redis://`, `rediss://` or `unix://` address."""
    parts = urlsplit(url)
    query = urlencode({**dict(parse_qsl(parts.query)), "db": database})
    if parts.scheme == "unix":
        return f"{url.partition('?')[0]}?{query}"
    # A number in the path would have the last word.
    return parts._replace(path="", query=query).geturl()
