# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields that only the format of a log can name: agents without quotes, users, single cookies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loganalytics.parse.pasted import unwrapped

_DIRECTIVE = re.compile(
    r"\$\{(\w+)\}|\$(\w+)|%(?:%|[<>!,\d]*(?:\{([^}]*)\})?(?:\^[A-Za-z]{2}|([A-Za-z])))"
)
_NGINX = {
    "http_user_agent": "agent",
    "http_accept_language": "languages",
    "remote_user": "user",
    "http_cookie": "cookies",
    "args": "query",
    "query_string": "query",
    "request_uri": "url",
    "http_referer": "url",
    "remote_addr": "address",
    "host": "host",
    "http_host": "host",
    "server_name": "host",
}
_APACHE = {
    "u": "user",
    "q": "query",
    "U": "url",
    "h": "address",
    "a": "address",
    "v": "host",
    "V": "host",
    "C": "cookies",
}
_HEADERS = {
    "user-agent": "agent",
    "accept-language": "languages",
    "cookie": "cookies",
    "referer": "url",
    "referrer": "url",
    "host": "host",
}


class NamedFields:
    """A format that the user spelt out. A name, such as `combined`, needs none of this."""

    def __init__(self, text: str) -> None:
        self._kinds: list[str] = []
        pattern, position = "", 0
        given = unwrapped(text).text
        text = given.lstrip().rstrip("; \t")
        for match in _DIRECTIVE.finditer(text):
            pattern += re.escape(text[position : match.start()])
            position = match.end()
            if match[0] == "%%":
                pattern += "%"
                continue
            kind = self._kind(match)
            bracketed = match[4] == "t" and match[3] is None
            inside = r"\[[^\]]*\]" if bracketed else ".*?"
            pattern += f"({inside})" if kind else f"(?:{inside})"
            if kind:
                self._kinds.append(kind)
        # Blanks at an end, and what ends a directive, may lack, as in an ingest.
        begin = r"\s*+" if given[:1].isspace() else ""
        end = r"[;\s]*+" if given.rstrip("; \t") != given else ""
        whole = rf"{begin}{pattern}{re.escape(text[position:])}{end}"
        self._pattern = re.compile(whole, re.DOTALL)

    @staticmethod
    def _kind(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if name:
            return "cookies" if name.startswith("cookie_") else _NGINX.get(name, "")
        if match[4] == "i":
            return _HEADERS.get((match[3] or "").lower(), "")
        return _APACHE.get(match[4] or "", "")

    def of(self, line: str) -> Iterator[tuple[str, str]]:
        """(kind, value) of the named fields of a line that fits, nothing for another one."""
        match = self._pattern.fullmatch(line)
        if match is not None:
            yield from zip(self._kinds, match.groups(), strict=True)
