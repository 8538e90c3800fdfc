# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics snippet`."""

from __future__ import annotations

import re
from importlib.resources import files
from urllib.parse import urlsplit

import click

from loganalytics.cli.options import keep_query_option, pixel_option


@click.command("snippet")
@click.option(
    "--url",
    required=True,
    metavar="URL",
    help="Where the pixel will be served, such as https://stats.example; a path in it is kept.",
)
@pixel_option
@keep_query_option(
    "Tell this parameter of the page's query, too, as `ingest --keep-query` needs it"
)
def snippet(url: str, pixel: str, keep_query: tuple[str, ...]) -> None:
    """Print the tracking pixel's HTML and server lines.

    The HTML goes before </body> of each page, the nginx or Apache lines into the configuration of
    the server that answers for URL. The pixel tells what a log alone cannot: titles, screens, the
    referrer as the browser sees it, and pages that a cache answered.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise click.BadParameter(
            "an address such as https://stats.example is needed", param_hint="'--url'"
        )
    if not pixel.startswith("/"):
        raise click.BadParameter("a path begins with '/'", param_hint="'--pixel'")
    for option, text in (("--url", parts.netloc), ("--url", parts.path), ("--pixel", pixel)):
        if set(text) & set("\"'<>\\ \t\r\n;{}$"):
            raise click.BadParameter(
                "it holds a character that has no place in HTML or in a configuration",
                param_hint=f"'{option}'",
            )
    path = parts.path.rstrip("/") + pixel
    text = files("loganalytics").joinpath("data", "snippet.txt").read_text(encoding="utf-8")
    address = f"{parts.scheme}://{parts.netloc}{path}"
    text = text.replace("@PATTERN@", re.escape(path))
    text = text.replace(
        "@PAGE@", "location.pathname" + (" + location.search" if keep_query else "")
    )
    click.echo(text.replace("@ADDRESS@", address).replace("@PATH@", path), nl=False)
