# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics ingest`."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from loganalytics.cli import stopping
from loganalytics.cli.options import (
    ANY_PATH,
    LOG,
    Address,
    Expression,
    Number,
    Share,
    Single,
    Size,
    database_option,
    keep_query_option,
    pixel_option,
    wait_option,
)
from loganalytics.cli.process import forbid_core_dumps
from loganalytics.timings import Timings, step

if TYPE_CHECKING:
    from loganalytics.parse.addresses import Network


# Options that decide what a line counts as.
_COUNTS_AS = (
    "log_format",
    "site",
    "exclude",
    "exclude_addresses",
    "keep_query",
    "redact",
    "pixel",
)


@click.command("ingest")
@click.argument("source", nargs=-1, required=True, type=LOG)
@database_option
@wait_option(60)
@click.option(
    "--format",
    "log_format",
    metavar="FORMAT",
    help="common, combined, vhost_common, vhost_combined, nginx, nginx_main, an Apache LogFormat "
    "or an nginx log_format string. Without it: detected from the first lines.",
)
@click.option("--site", cls=Single, metavar="HOST", help="The site, where the log names none.")
@click.option(
    "--geoip",
    type=ANY_PATH,
    envvar="LOGANALYTICS_GEOIP",
    show_envvar=True,
    metavar="FILE.mmdb",
    help="Country data of MaxMind, DB-IP or ip-location-db. Without it: the registries' data that "
    "comes along.",
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="GLOB",
    help="No pageview: paths that match, such as '/admin/*'. May be repeated.",
)
@click.option(
    "--exclude-address",
    "exclude_addresses",
    type=Address(),
    multiple=True,
    metavar="ADDRESS",
    help="No pageview: hits from this address or network, such as your own. May be repeated.",
)
@keep_query_option("Tell pages apart by this parameter of their query, as in /search?q=owl")
@click.option(
    "--redact",
    type=Expression(),
    multiple=True,
    metavar="REGEX",
    help="Store (redacted) for what matches in any text. May be repeated.",
)
@pixel_option
@click.option(
    "--timezone",
    metavar="ZONE",
    help="Days are cut in this zone, such as Europe/Zurich: set once, at the first ingest. "
    "[default: UTC]",
)
@click.option(
    "--k",
    type=Number("number of visitors from 1 to 1000", 1, 1000),
    help="Fold pair rows of fewer visitors: set once, at the first ingest; 1 folds none. "
    "[default: 5]",
)
@click.option(
    "--memory",
    type=Size(),
    metavar="SIZE",
    help="Aim at no more memory than this; 256MB at the least. Without it: some 430MB on two "
    "cores, or what a day needs.",
)
@click.option(
    "--max-malformed",
    type=Share(),
    metavar="SHARE",
    help="Let a source fail, and count nothing of it, if more of its new lines are malformed, such "
    "as 5%.",
)
@click.option("--no-recent", is_flag=True, help="Keep no list of the 50 latest pageviews.")
@click.option("--dry-run", is_flag=True, help="Do all but write to the database.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON on stdout.")
@click.option(
    "--timings", "timed", is_flag=True, help="Say, too, where the time went, step by step."
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing unless something fails.")
@click.pass_context
def ingest(
    ctx: click.Context,
    source: tuple[str, ...],
    database: Path,
    wait: float,
    log_format: str | None,
    site: str | None,
    geoip: Path | None,
    exclude: tuple[str, ...],
    exclude_addresses: tuple[Network, ...],
    keep_query: tuple[str, ...],
    redact: tuple[str, ...],
    pixel: str,
    timezone: str | None,
    k: int | None,
    memory: int | None,
    max_malformed: float | None,
    no_recent: bool,
    dry_run: bool,
    as_json: bool,
    timed: bool,
    quiet: bool,
) -> None:
    """Read access logs into the database.

    SOURCE is a file, a pattern, a folder, or - for standard input; .gz, .bz2, .xz and .zst are
    recognised by their content. What the database knows already is not counted again, whatever
    the file is called now: run it as often as you like.
    """
    timings = ctx.with_resource(Timings()) if timed else None
    with step("start"):
        from loganalytics.cli.asking import say, upgrade_told
        from loganalytics.cli.prune import retain
        from loganalytics.cli.summary import Summary
        from loganalytics.ingest import Options
        from loganalytics.ingest import ingest as run
        from loganalytics.model import Settings
        from loganalytics.parse.cleaning import clean_host
        from loganalytics.parse.formats import from_option
        from loganalytics.sources import expand
        from loganalytics.turns import turn
        from loganalytics.zones import bucket_minutes

    if not pixel.startswith("/"):
        raise click.BadParameter("a path begins with '/'", param_hint="'--pixel'")
    if any(not pattern.startswith(("/", "*", "?", "[")) for pattern in exclude):
        said = "a path begins with '/', its pattern with that or '*'"
        raise click.BadParameter(said, param_hint="'--exclude'")
    site = site or ""
    if site and not clean_host(site).text:
        raise click.BadParameter("not the name of a host", param_hint="'--site'")
    zone = "UTC" if timezone is None else timezone
    given = {"timezone": timezone, "k": k}
    options = Options(
        database=database,
        settings=Settings(zone, bucket_minutes(zone), k or 5),
        explicit=frozenset(name for name, value in given.items() if value is not None),
        format=None if log_format is None else from_option(log_format),
        site=clean_host(site).text,
        geoip=geoip,
        pixel=pixel,
        exclude=exclude,
        exclude_addresses=exclude_addresses,
        redact=redact,
        keep_query=keep_query,
        recent=not no_recent,
        dry_run=dry_run,
        max_malformed=max_malformed,
        wait=wait,
        memory=memory,
        cores=_cores(),
    )
    stopping.on_sigterm()
    forbid_core_dumps()
    os.umask(0o077)  # whatever is made is the user's alone
    makes_one = timezone is None and not (quiet or os.path.lexists(database))
    counts_as = any(
        ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE for name in _COUNTS_AS
    )
    with (
        upgrade_told(database, quiet=quiet),
        Summary(
            as_json=as_json,
            quiet=quiet,
            dry_run=dry_run,
            site=site,
            counts_as=counts_as,
            timings=timings,
        ) as summary,
        nullcontext() if dry_run else turn(database, wait),
    ):
        sources = expand(source)
        summary.expect(sources)
        for result in run(sources, options, summary.progress):
            summary.add(result)
        if not dry_run:
            with step("storing"):
                summary.note = retain(database, quiet=quiet, wait=wait)
    if makes_one and (dry_run or database.exists()):
        from loganalytics.cli.zone_hint import zone_hint

        if hint := zone_hint(sources, None if dry_run else database):
            say(hint)
    if summary.failed:
        ctx.exit(3)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
