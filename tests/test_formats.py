# SPDX-License-Identifier: GPL-3.0-or-later
"""Formats by name, spelled out and detected; both ways of cutting a line give the same fields."""

from __future__ import annotations

import shlex
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loganalytics.errors import UsageError
from loganalytics.parse.detect import detect
from loganalytics.parse.formats import NAMED, from_option, named, with_others
from tests.conftest import Ingest, Run
from tests.cutting import Cutter
from tests.logs import COMPRESSED, FIREFOX, NOON, clf, combined, common, query, text, write

CUTTER = Cutter()
STAMP = clf(0)
HIT: dict[str, Any] = {
    "time": NOON,
    "address": "192.0.2.7",
    "method": "GET",
    "target": "/a?b=c",
    "status": 200,
    "bytes_sent": 512,
}
REQUEST = '"GET /a?b=c HTTP/1.1" 200 512'
REFERRED = HIT | {"referer": "https://search.example/", "agent": FIREFOX}
HEADERS = f'"https://search.example/" "{FIREFOX}"'
PROXIED = (
    '$remote_addr - $remote_user [$time_local] "$request" $status $bytes_sent "$http_referer"'
    ' "$http_user_agent" "$http_x_real_ip" "$http_x_forwarded_for"'
)
CLOUDFLARE = (
    '$remote_addr - $remote_user [$time_local] "$request" $status $bytes_sent "$http_referer"'
    ' "$http_user_agent" "$http_x_forwarded_for" "$http_cf_connecting_ip" $request_time'
)
APACHE = r"%h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\""

SPELLED = {
    "combined": ("combined", f"192.0.2.7 - - [{STAMP}] {REQUEST} {HEADERS}", REFERRED),
    "common": ("common", f"192.0.2.7 - - [{STAMP}] {REQUEST}", HIT),
    "nginx": ("nginx", f"192.0.2.7 - bob [{STAMP}] {REQUEST} {HEADERS}", REFERRED),
    "vhost_common": (
        "vhost_common",
        f"a.example:443 192.0.2.7 - - [{STAMP}] {REQUEST}",
        HIT | {"host": "a.example:443"},
    ),
    "vhost_combined": (
        "vhost_combined",
        f"a.example:443 192.0.2.7 - - [{STAMP}] {REQUEST} {HEADERS}",
        REFERRED | {"host": "a.example:443"},
    ),
    "nginx_main": ("nginx_main", f'192.0.2.7 - - [{STAMP}] {REQUEST} {HEADERS} "-"', REFERRED),
    "a proxy's client": (
        "nginx_main",
        f'10.0.0.1 - - [{STAMP}] {REQUEST} {HEADERS} "203.0.113.5, 192.0.2.7"',
        REFERRED,
    ),
    "Apache, as in the configuration": (
        APACHE,
        f"192.0.2.7 - - [{STAMP}] {REQUEST} {HEADERS}",
        REFERRED,
    ),
    "Apache, a pasted line": (
        f'  LogFormat "{APACHE}" combined ',
        f"192.0.2.7 - - [{STAMP}] {REQUEST} {HEADERS}",
        REFERRED,
    ),
    "Apache, unescaped quotes": (
        '%h %l %u %t "%r" %>s %b',
        f"192.0.2.7 - - [{STAMP}] {REQUEST}",
        HIT,
    ),
    "Apache, %% and a directive twice": (
        '%h 100%% %t "%r" %s %>s %b %D %D',
        f"192.0.2.7 100% [{STAMP}] {REQUEST.replace('200', '200 200')} 11 12",
        HIT,
    ),
    "Apache, conditions and contexts": (
        '%400,501{User-Agent}i %a %{c}a %t "%!200r" %<s %B',
        f"- 192.0.2.7 198.51.100.9 [{STAMP}] {REQUEST}",
        HIT,
    ),
    "Apache, virtual host and port": (
        '%v:%p %h %l %u %t "%r" %>s %b',
        f"a.example:443 192.0.2.7 - - [{STAMP}] {REQUEST}",
        HIT | {"host": "a.example"},
    ),
    "Apache, %{sec}t": ('%h %{sec}t "%r" %>s %b', f"192.0.2.7 {NOON} {REQUEST}", HIT),
    "Apache, %{begin:msec}t": (
        '%h %{begin:msec}t "%r" %>s %b',
        f"192.0.2.7 {NOON}999 {REQUEST}",
        HIT,
    ),
    "Apache, %{usec}t": ('%h %{usec}t "%r" %>s %b', f"192.0.2.7 {NOON}999999 {REQUEST}", HIT),
    "Apache, an ISO time": (
        '%h %{%Y-%m-%dT%H:%M:%S%z}t "%r" %>s %b',
        f"192.0.2.7 2026-10-10T17:30:00+0530 {REQUEST}",
        HIT,
    ),
    "Apache, a date and a time": (
        '%h - [%{%F %T %z}t] "%r" %>s %b',
        f"192.0.2.7 - [2026-10-10 17:30:00 +0530] {REQUEST}",
        HIT,
    ),
    "Apache, a date and a time before the client": (
        '%{%Y-%m-%d %H:%M:%S%z}t %h "%r" %>s %b',
        f"2026-10-10 17:30:00+05:30 192.0.2.7 {REQUEST}",
        HIT,
    ),
    "Apache, a usual time with a fraction, in pieces": (
        '%h [%{%d/%b/%Y:%H:%M:%S}t.%{msec_frac}t %{%z}t] "%r" %>s %b',
        f"192.0.2.7 [{STAMP.replace(' ', '.999 ')}] {REQUEST}",
        HIT,
    ),
    "Apache, a date, a time and a fraction, in pieces": (
        '%{begin:%F %T}t.%{begin:usec_frac}t %{begin:%z}t %h "%r" %>s %b',
        f"2026-10-10 17:30:00.999999 +0530 192.0.2.7 {REQUEST}",
        HIT,
    ),
    "Apache, an ISO time in pieces": (
        '%h %{%FT%T}t.%{usec_frac}t%{%z}t "%r" %>s %b',
        f"192.0.2.7 2026-10-10T17:30:00.123456+0530 {REQUEST}",
        HIT,
    ),
    "Apache, an ISO time of UTC": (
        '%h %{%FT%T}tZ "%r" %>s %b',
        f"192.0.2.7 2026-10-10T12:00:00Z {REQUEST}",
        HIT,
    ),
    "Apache, a time that can be read and one that cannot": (
        '%{%d.%m.%y}t %h %t "%r" %>s %b',
        f"10.10.26 192.0.2.7 [{STAMP}] {REQUEST}",
        HIT,
    ),
    "Apache, request in parts": (
        '%h %t "%m %U%q %H" %>s %b',
        f"192.0.2.7 [{STAMP}] {REQUEST}",
        HIT,
    ),
    "nginx, pasted over lines": (
        "log_format  main  '$remote_addr - $remote_user [$time_local] \"$request\" '\n"
        "                  '$status $body_bytes_sent \"$http_referer\" '\n"
        '                  \'"$http_user_agent" "$gzip_ratio"\';',
        f'192.0.2.7 - - [{STAMP}] {REQUEST} {HEADERS} "2.5"',
        REFERRED,
    ),
    "nginx, with escape": (
        "log_format x escape=none '$remote_addr [$time_local] \"$request\" $status $bytes_sent'",
        f"192.0.2.7 [{STAMP}] {REQUEST}",
        HIT,
    ),
    "nginx, $msec": (
        '$msec ${remote_addr} "$request" $status $body_bytes_sent $request_time',
        f"{NOON}.123 192.0.2.7 {REQUEST} 0.005",
        HIT,
    ),
    "nginx, $time_iso8601": (
        '$remote_addr [$time_iso8601] "$request" $status $body_bytes_sent',
        f"192.0.2.7 [2026-10-10T14:00:00+02:00] {REQUEST}",
        HIT,
    ),
    "nginx, request in parts": (
        "$remote_addr $request_method $request_uri $status $bytes_sent [$time_local] $host",
        f"192.0.2.7 GET /a?b=c 200 512 [{STAMP}] a.example",
        HIT | {"host": "a.example"},
    ),
    "commas": (
        '$time_iso8601,$remote_addr,$status,$body_bytes_sent,"$request","$http_user_agent"',
        f'2026-10-10T12:00:00Z,192.0.2.7,200,512,"GET /a?b=c HTTP/2.0","{FIREFOX}"',
        HIT | {"agent": FIREFOX},
    ),
    "bars": (
        "$remote_addr|$time_iso8601|$request|$status|$bytes_sent|$http_referer|$http_user_agent",
        "192.0.2.7|2026-10-10T12:00:00+00:00|GET /a?b=c HTTP/1.1|200|512"
        f"|https://search.example/|{FIREFOX}",
        REFERRED,
    ),
    "a proxy that writes ports": (
        "nginx_main",
        f'10.0.0.1 - - [{STAMP}] {REQUEST} {HEADERS} "203.0.113.5:80, 192.0.2.7:5000"',
        REFERRED,
    ),
    "a proxy that writes IPv6 with its port": (
        "nginx_main",
        f'10.0.0.1 - - [{STAMP}] {REQUEST} {HEADERS} "[2001:db8::7]:5000"',
        REFERRED | {"address": "2001:db8::7"},
    ),
    "a proxy that forwards nobody in brackets": (
        "nginx_main",
        f'10.0.0.1 - - [{STAMP}] {REQUEST} {HEADERS} "192.0.2.7, []"',
        REFERRED,
    ),
    "a proxy that writes IPv4 in brackets": (
        "nginx_main",
        f'10.0.0.1 - - [{STAMP}] {REQUEST} {HEADERS} "[192.0.2.7]"',
        REFERRED,
    ),
    "the client with its port, cut at the quotes": (
        "combined",
        f"192.0.2.7:50321 - - [{STAMP}] {REQUEST} {HEADERS}",
        REFERRED,
    ),
    "the client with its port, cut by the pattern": (
        '$remote_addr:$remote_port [$time_local] "$request" $status $bytes_sent',
        f"192.0.2.7:50321 [{STAMP}] {REQUEST}",
        HIT,
    ),
    "the client with its port where one variable has both": (
        '$http_x_forwarded_for [$time_local] "$request" $status $bytes_sent',
        f"192.0.2.7:50321 [{STAMP}] {REQUEST}",
        HIT,
    ),
    "an IPv6 client in brackets with its port": (
        "combined",
        f"[2001:db8::7]:50321 - - [{STAMP}] {REQUEST} {HEADERS}",
        REFERRED | {"address": "2001:db8::7"},
    ),
    "an IPv4 client mapped into IPv6 with its port": (
        "combined",
        f"::ffff:192.0.2.7:50321 - - [{STAMP}] {REQUEST} {HEADERS}",
        REFERRED,
    ),
    "an IPv4 client mapped into IPv6, in brackets": (
        "combined",
        f"[::ffff:192.0.2.7]:50321 - - [{STAMP}] {REQUEST} {HEADERS}",
        REFERRED,
    ),
    "IPv4 in IPv6": (
        "combined",
        f"::ffff:192.0.2.7 - - [{STAMP}] {REQUEST} {HEADERS}",
        REFERRED,
    ),
    "several addresses where one is expected": (
        "combined",
        f"192.0.2.7, 203.0.113.5, 10.0.0.1 - - [{STAMP}] {REQUEST} {HEADERS}",
        REFERRED,
    ),
    "nginx, a chain of proxies first": (
        "$http_x_forwarded_for $remote_addr [$time_local] $request $status $bytes_sent",
        f"203.0.113.5, 192.0.2.7 10.0.0.1 [{STAMP}] GET /a?b=c HTTP/1.1 200 512",
        HIT,
    ),
    "Apache behind a proxy, which alone says who asked": (
        '%{X-Forwarded-For}i %l %u %t "%r" %>s %b',
        f"10.0.0.9, 192.0.2.7 - - [{STAMP}] {REQUEST}",
        HIT,
    ),
    "nobody behind that proxy but private addresses": (
        '%{X-Forwarded-For}i %l %u %t "%r" %>s %b',
        f"10.0.0.9, 10.0.0.8 - - [{STAMP}] {REQUEST}",
        HIT | {"address": "10.0.0.9"},
    ),
    "nginx, $http_x_real_ip alone": (
        '$http_x_real_ip [$time_local] "$request" $status $bytes_sent',
        f"192.0.2.7 [{STAMP}] {REQUEST}",
        HIT,
    ),
    "nginx, $http_x_real_ip that names nobody beside X-Forwarded-For": (
        PROXIED,
        f'10.0.0.1 - - [{STAMP}] {REQUEST} {HEADERS} "-" "192.0.2.7"',
        REFERRED,
    ),
    "X-Forwarded-For that names nobody beside $http_x_real_ip": (
        PROXIED,
        f'10.0.0.1 - - [{STAMP}] {REQUEST} {HEADERS} "192.0.2.7" "-"',
        REFERRED,
    ),
    "X-Forwarded-For before CF-Connecting-IP": (
        CLOUDFLARE,
        f'10.0.0.1 - - [{STAMP}] {REQUEST} {HEADERS} "192.0.2.7" "198.51.100.3" 0.5',
        REFERRED | {"took": "0.5"},
    ),
    "X-Forwarded-For that names nobody before CF-Connecting-IP": (
        CLOUDFLARE,
        f'10.0.0.1 - - [{STAMP}] {REQUEST} {HEADERS} "-" "192.0.2.7" 0.5',
        REFERRED | {"took": "0.5"},
    ),
    "two headers of proxies, and nobody in the first": (
        '$remote_addr [$time_local] "$request" $status $bytes_sent $http_cf_connecting_ip '
        "$http_x_real_ip",
        f"10.0.0.1 [{STAMP}] {REQUEST} - 192.0.2.7",
        HIT,
    ),
    "a proxy on the same machine, and one of Docker mapped into IPv6": (
        "nginx_main",
        f'::ffff:172.18.0.1 - - [{STAMP}] {REQUEST} {HEADERS} "192.0.2.7, ::ffff:172.18.0.2"',
        REFERRED,
    ),
    "a proxy behind a socket": (
        "nginx_main",
        f'unix: - - [{STAMP}] {REQUEST} {HEADERS} "192.0.2.7"',
        REFERRED,
    ),
    "nginx, request and agent without quotes": (
        "$remote_addr [$time_local] $request $http_user_agent $status $bytes_sent",
        f"192.0.2.7 [{STAMP}] GET /a?b=c HTTP/1.1 {FIREFOX} 200 512",
        HIT | {"agent": FIREFOX},
    ),
    "nginx, $uri$is_args$args": (
        '$remote_addr [$time_local] "$request_method $uri$is_args$args" $status $bytes_sent',
        f'192.0.2.7 [{STAMP}] "GET /a?b=c" 200 512',
        HIT,
    ),
    "nginx, $uri$is_args$args without any": (
        '$remote_addr [$time_local] "$request_method $uri$is_args$args" $status $bytes_sent',
        f'192.0.2.7 [{STAMP}] "GET /about" 200 512',
        HIT | {"target": "/about"},
    ),
    "nginx that logs nothing where there is no user": (
        'log_format m escape=json \'$remote_addr - $remote_user [$time_local] "$request" $status '
        "$bytes_sent';",
        f"192.0.2.7 -  [{STAMP}] {REQUEST}",
        HIT,
    ),
    "nginx that logs nothing of what it does not know": (
        "log_format m escape=none '$host $upstream_addr $http_x_forwarded_for $remote_addr '\n"
        '\'$http_x $remote_user [$time_local] "$request" $status $bytes_sent $http_user_agent '
        "$upstream_response_time .';",
        f"   192.0.2.7   [{STAMP}] {REQUEST}   .",
        HIT | {"host": "", "agent": ""},
    ),
    "a log without a user, as combined": (
        "combined",
        f"192.0.2.7 -  [{STAMP}] {REQUEST} {HEADERS}",
        REFERRED,
    ),
    "more behind the agent, of nginx that logs nothing where there is none": (
        'log_format m escape=json \'$remote_addr - $remote_user [$time_local] "$request" $status '
        '$bytes_sent "$http_referer" "$http_user_agent" $upstream_addr $request_time\';',
        f"192.0.2.7 -  [{STAMP}] {REQUEST} {HEADERS}  0.005",
        REFERRED | {"took": "0.005"},
    ),
    "a blank in the end": (
        '$remote_addr [$time_local] "$request" $status $bytes_sent $host ',
        f"192.0.2.7 [{STAMP}] {REQUEST} a.example ",
        HIT | {"host": "a.example"},
    ),
    "a blank in the end, which the log lacks": (
        '$remote_addr [$time_local] "$request" $status $bytes_sent $host ',
        f"192.0.2.7 [{STAMP}] {REQUEST} a.example",
        HIT | {"host": "a.example"},
    ),
    "a semicolon in the end": (
        "log_format x '$remote_addr [$time_local] \"$request\" $status $bytes_sent ; ';",
        f"192.0.2.7 [{STAMP}] {REQUEST} ; ",
        HIT,
    ),
    "a semicolon in the end, and no quotes": (
        '$remote_addr;[$time_local];"$request";$status;$bytes_sent;',
        f"192.0.2.7;[{STAMP}];{REQUEST.replace(' 200 512', ';200;512')};",
        HIT,
    ),
    "a blank in front": (
        '" $remote_addr [$time_local] \\"$request\\" $status $bytes_sent"',
        f" 192.0.2.7 [{STAMP}] {REQUEST}",
        HIT,
    ),
    "common with a blank in the end": ("common", f"192.0.2.7 - - [{STAMP}] {REQUEST} ", HIT),
    "nginx, pieces in double quotes, with a comment": (
        'log_format ltsv "time:$time_local"\n  "\\thost:$remote_addr" # "who"\n'
        "  \"\\treq:$request\\tstatus:$status\"\n  '\\tsize:$bytes_sent';",
        f"time:{STAMP}\thost:192.0.2.7\treq:GET /a?b=c HTTP/1.1\tstatus:200\tsize:512",
        HIT,
    ),
    "Apache, a pasted line without quotes inside": (
        r'LogFormat "%h\t%t\t%r\t%>s\t%b" x',
        f"192.0.2.7\t[{STAMP}]\tGET /a?b=c HTTP/1.1\t200\t512",
        HIT,
    ),
    "Apache, CustomLog with its format": (
        'CustomLog "|/bin/x y" "%h %l %u %t \\"%r\\" %>s %b" env=!image',
        f"192.0.2.7 - - [{STAMP}] {REQUEST}",
        HIT,
    ),
    "Apache, CustomLog with a name": (
        "CustomLog ${APACHE_LOG_DIR}/access.log combined",
        f"192.0.2.7 - - [{STAMP}] {REQUEST} {HEADERS}",
        REFERRED,
    ),
    "lighttpd": (
        'accesslog.format = "%h %V %u %t \\"%r\\" %>s %b"',
        f"192.0.2.7 a.example - [{STAMP}] {REQUEST}",
        HIT | {"host": "a.example"},
    ),
    "Tomcat": (
        '<Valve className="x" prefix="a" pattern="%h %l %u %t &quot;%r&quot; %s %b" />',
        f"192.0.2.7 - - [{STAMP}] {REQUEST}",
        HIT,
    ),
    "Tomcat, the format alone": (
        "%h %l %u %t &quot;%r&quot; %s %b",
        f"192.0.2.7 - - [{STAMP}] {REQUEST}",
        HIT,
    ),
    "nginx, a target without its method": (
        '$remote_addr [$time_local] "$request_uri" $status $bytes_sent',
        f'192.0.2.7 [{STAMP}] "/a?b=c" 200 512',
        HIT,
    ),
    "Apache, a path without its method": (
        '%h %t "%U" %>s %b',
        f'192.0.2.7 [{STAMP}] "/a" 200 512',
        HIT | {"target": "/a"},
    ),
    "nothing that was asked for, without its method": (
        '$remote_addr [$time_local] "$request_uri" $status $bytes_sent',
        f'192.0.2.7 [{STAMP}] "" 400 0',
        HIT | {"target": "", "method": "(none)", "status": 400, "bytes_sent": 0},
    ),
    "nginx, a whole URL": (
        '$remote_addr [$time_local] "$request_method $scheme://$host$uri" $status $bytes_sent',
        f'192.0.2.7 [{STAMP}] "GET https://a.example/a?b=c" 200 512',
        HIT | {"host": "a.example"},
    ),
    "nginx, a whole URL with its port": (
        "$remote_addr [$time_local] $request_method $host:$server_port$uri $status $bytes_sent",
        f"192.0.2.7 [{STAMP}] GET a.example:443/a?b=c 200 512",
        HIT | {"host": "a.example"},
    ),
    "Apache, host and path": (
        '%h %t "%m %v%U%q %H" %>s %b',
        f'192.0.2.7 [{STAMP}] "GET a.example/a?b=c HTTP/1.1" 200 512',
        HIT | {"host": "a.example"},
    ),
    "nginx, $time_local in quotes": (
        '"$remote_addr" "$time_local" "$request" "$status" "$bytes_sent"',
        f'"192.0.2.7" "{STAMP}" "GET /a?b=c HTTP/1.1" "200" "512"',
        HIT,
    ),
    "nginx, labelled and split by tabs": (
        "time:$time_local\tclient:$remote_addr\treq:$request\tstatus:$status\tsize:$bytes_sent",
        f"time:{STAMP}\tclient:192.0.2.7\treq:GET /a?b=c HTTP/1.1\tstatus:200\tsize:512",
        HIT,
    ),
    "Apache, a time of its own that is the usual one": (
        '%h %{%d/%b/%Y:%H:%M:%S %z}t "%r" %>s %b',
        f"192.0.2.7 {STAMP} {REQUEST}",
        HIT,
    ),
    "Apache, tabs as its configuration writes them": (
        r"%h\t%t\t%r\t%>s\t%b",
        f"192.0.2.7\t[{STAMP}]\tGET /a?b=c HTTP/1.1\t200\t512",
        HIT,
    ),
    "Apache, statuses before and after a redirect inside": (
        '%h %t "%r" %s %>s %b',
        f'192.0.2.7 [{STAMP}] "GET /a?b=c HTTP/1.1" 302 200 512',
        HIT,
    ),
    "an agent without quotes amid others": (
        '$remote_addr [$time_local] "$request" $status $bytes_sent $http_user_agent $request_time',
        f"192.0.2.7 [{STAMP}] {REQUEST} {FIREFOX} 0.1",
        HIT | {"agent": FIREFOX, "took": "0.1"},
    ),
    "tabs": (
        "%h\t%t\t%r\t%>s\t%b",
        f"192.0.2.7\t[{STAMP}]\tGET /a?b=c HTTP/1.1\t200\t512",
        HIT,
    ),
}


@pytest.mark.parametrize("name", SPELLED)
def test_a_format_says_where_its_fields_are(name: str) -> None:
    option, line, expected = SPELLED[name]
    _, (found,) = CUTTER.cut([line], from_option(option))
    assert {field: found[field] for field in expected} == expected


@pytest.mark.parametrize("name", SPELLED)
def test_the_name_of_a_format_in_the_ledger_is_read_as_the_same(name: str) -> None:
    log_format = from_option(SPELLED[name][0])
    assert from_option(log_format.name) == log_format
    assert log_format.name.isprintable()  # in messages, too


@pytest.mark.parametrize(
    "name",
    [
        "Apache, a pasted line",
        "nginx, pasted over lines",
        "nginx that logs nothing where there is no user",
        "a blank in the end",
        "nginx, pieces in double quotes, with a comment",
    ],
)
def test_a_format_can_be_given_on_the_command_line(
    ingest: Ingest, tmp_path: Path, name: str
) -> None:
    option, line, _ = SPELLED[name]
    (source,) = ingest("--format", option, write(tmp_path / "a.log", [line]))["sources"]
    assert (source["hits"], source["pageviews"]) == (1, 1)


def test_where_no_method_is_logged_what_was_answered_is_a_pageview(
    ingest: Ingest, tmp_path: Path
) -> None:
    """Each line had the outcome `method`, and there was no reader."""
    option = '{"ip":"$remote_addr","at":"$msec","path":"$request_uri","status":"$status"}'
    lines = [
        f'{{"ip":"192.0.2.7","at":"{NOON + n}.5","path":"{path}","status":"{status}"}}'
        for n, (path, status) in enumerate((("/", 200), ("/a?b=c", 304), ("/gone", 404)))
    ]
    (source,) = ingest("--format", option, write(tmp_path / "a.log", lines))["sources"]
    found = {outcome: count for outcome, count in source["outcomes"].items() if count}
    assert found == {"status": 1, "pageview": 2}


@pytest.mark.parametrize(
    ("option", "missing"),
    [
        ('%h "%r" %>s %b', "time"),
        ("%h %t %>s %b", "request"),
        ('%h %t "%r" %b', "status"),
        ('%t "%r" %>s %b', "client address"),
        ("$remote_addr", "time"),
    ],
)
def test_a_format_without_what_a_hit_needs_is_refused(option: str, missing: str) -> None:
    with pytest.raises(UsageError, match=f"logs no {missing}"):
        from_option(option)


@pytest.mark.parametrize(
    "option",
    [
        '$ip_anonymized - $remote_user [$time_local] "$request" $status $body_bytes_sent',
        '$remote_addr [$time_local] "$my_request" $status',
    ],
)
def test_a_variable_of_ones_own_may_hold_what_is_missing(
    run: Run, tmp_path: Path, option: str
) -> None:
    result = run("ingest", "--format", option, write(tmp_path / "a.log", [combined()]))
    assert result.exit_code == 2
    written = "$remote_addr" if "my_request" not in option else "$request"
    said = f"if a variable of your own holds it, write {written} in its place"
    assert said in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ('%h %^[%d:%t %^] "%r" %s %b "%R" "%u"', "%^ is no LogFormat directive (it looks like G"),
        ('%>a %[ui %[un [%tl] "%rm %ru HTTP/%rv" %>Hs %<st', "(it looks like Squid's)"),
        ("%(h)s %(l)s %(t)s", "%(h)s is no LogFormat directive (it looks like Python's)"),
        ("%ci:%cp [%tr] %ft %b/%s %ST %B", "%c is no LogFormat directive"),
        ('%{%Y-%m-%d %T}t.%{msec_frac}t %h "%r" %>s %b', "a log that was written without cannot"),
        ('%{%Y-%m-%d}t;%{%H:%M:%S}t;%h "%r" %>s %b', "no time can be read from %{%Y-%m-%d}t: "),
        ('%{%Y-%m-%dT%H:%M:%S}t %h "%r" %>s %b', "and its offset from UTC"),
        ("CustomLog logs/a.log mine", "no format is named 'mine'"),
    ],
)
def test_of_a_format_that_cannot_be_read_it_is_said_why(
    run: Run, tmp_path: Path, option: str, said: str
) -> None:
    result = run("ingest", "--format", option, write(tmp_path / "a.log", [combined()]))
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


@pytest.mark.parametrize("option", ["combine", "", "%", "%h %{%d.%m.%y}t", "$", "%{", "(", "\\"])
def test_what_is_no_format_is_a_usage_error(run: Run, tmp_path: Path, option: str) -> None:
    log = write(tmp_path / "a.log", [combined()])
    result = run("ingest", "--format", option, log)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.stderr


# ---- detection


@pytest.mark.parametrize(
    ("expected", "line"),
    [
        ("combined", combined()),
        ("common", common()),
        ("common", common() + " "),
        ("combined", combined().replace("- - [", "-  [")),
        ("vhost_combined", "a.example:443 " + combined()),
        ("vhost_combined", "a.example " + combined()),
        ("vhost_common", "a.example:80 " + common()),
        ("vhost_combined", "[2001:db8::1]:443 " + combined(who="2001:db8::2")),
        ("combined", combined(who="2001:db8::2")),
        ("combined", combined(who="client.example")),
        ("combined", combined().replace("- - [", "- Jane Doe [")),
        ("combined", combined() + ' 0.004 "TLSv1.3" foo=bar'),
        ("nginx_main", combined() + ' "-"'),
        ("nginx_main", combined() + ' "203.0.113.9"'),
        ("nginx_main", combined() + ' "203.0.113.9, 2001:db8::1"'),
        ("nginx_main", combined() + ' "203.0.113.9" 0.01 x'),
        ("combined", combined() + ' "a.example"'),
        ("combined", combined() + ' "0.005"'),
        ("combined", combined() + f' "{"0123456789abcdef" * 2}"'),
        ("nginx_main", combined() + ' "2001:db8::1"'),
        ("nginx_main", combined() + ' "192.0.2.1:8080, [2001:db8::1]:443, unknown"'),
        ("combined", combined(agent=r"a \"quoted\" one")),
        ("combined", combined().replace("GET / HTTP/1.1", "")),
        ("combined", combined(size="-")),
    ],
)
def test_a_format_is_with_others_from_its_lines(expected: str, line: str) -> None:
    detection = detect([line] * 3)
    assert detection.format is not None
    assert detection.format.name == expected


def test_one_client_does_not_decide_of_what_format_a_log_is() -> None:
    """What X-Forwarded-For says is up to whoever sends it."""
    lines = [combined(n) + ' "203.0.113.9"' for n in range(50)]
    detection = detect([*lines, combined() + ' "x, 203.0.113.9"'])
    assert detection.format is not None
    assert detection.format.name == "nginx_main"


def test_brackets_in_an_agent_neither_hide_the_format_nor_take_long_to_tell_it() -> None:
    """A line of this kind took minutes: the time was looked for at each bracket."""
    brackets = combined(agent=" [" * 400_000)
    assert detect([brackets] * 2).format == with_others("combined")
    cut_off = brackets[:-1]
    assert detect([combined(), cut_off]).fits[-1] == ("combined", 1)


def test_nor_do_they_where_it_is_looked_for_what_is_behind_the_agent() -> None:
    lines = [combined(agent=" [" * 100_000) + ' "203.0.113.9"'] * 3
    detection = detect(lines)
    assert detection.format == with_others("nginx_main")


def test_a_format_is_sure_when_half_of_the_lines_fit() -> None:
    assert detect([combined(), "x"]).format == with_others("combined")
    assert detect([combined(), "x", "y"]).format is None
    assert detect([]).format is None


def test_empty_lines_say_nothing_about_the_format() -> None:
    assert detect(["", "", "", combined()]).format == with_others("combined")


def test_an_unsure_format_says_what_each_candidate_made_of_it_without_addresses(
    run: Run, database: Path, tmp_path: Path
) -> None:
    lines = [combined(who="203.0.113.66"), *["203.0.113.66 what is this?"] * 3]
    result = run("ingest", write(tmp_path / "a.log", lines))
    assert result.exit_code == 3
    assert "of its first 4 lines these fit: " in result.stderr
    assert "combined 1" in result.stderr
    assert "--format" in result.stderr
    assert "203.0.113" not in result.output
    assert not database.exists()


@pytest.mark.parametrize(
    "before",
    [
        "Nov 27 10:00:00 web1 nginx: ",
        "Nov 27 10:00:00 web1.example nginx[7]: ",
        "2026-11-27T10:00:00+00:00 web1 nginx: ",
        "2026-11-27T10:00:00.1Z stdout F ",
        "<134>1 2026-11-27T10:00:00Z web1 nginx - - - ",
        "2026/11/27 10:00:00 ",
        "27.11.2026 10:00:00 ",
        "10:00:00 ",
        "1793469600.123 ",
        "nginx: ",
        "web1.example nginx: ",
        "web nginx ",
        "web_1 | ",
        "12 ",
        "[x] 198.51.100.99| - - ",
    ],
)
def test_what_stands_before_each_line_is_taken_for_no_client_and_no_host(before: str) -> None:
    for line in (combined(), common()):
        detection = detect([before + line] * 3)
        assert detection.format is None
        assert {lines for _, lines in detection.fits} == {0}


@pytest.mark.parametrize(
    "who",
    ["client", "client-7.lan", "localhost", "unknown", "-", "unix:", "198.51.100.7:5555", "::1"]
    + ["::ffff:192.0.2.9", "[2001:db8::1]:443", "2001:db8:0:0:0:0:0:1", "198.51.100.x", "0a1b2c3d"]
    + ["AbC+d/Ef==", "fe80::1%eth0", "reader@a.example"]
    + ["198.51.100.7, 192.0.2.1", "unknown, 2001:db8::1, 10.0.0.1"],
)
def test_a_client_may_be_an_address_or_a_name(who: str) -> None:
    assert detect([combined(who=who)] * 3).format == with_others("combined")


@pytest.mark.parametrize("who", ["27", "[x]", "a|", "198.51.100.7,", "nginx:", "<13>", "a#b"])
def test_what_is_neither_is_no_client(who: str) -> None:
    assert detect([combined(who=who)] * 3).format is None
    assert detect([combined(who=who)] + [combined()] * 2).format == with_others("combined")


@pytest.mark.parametrize(
    "host",
    ["localhost", "_", "default", "default-server", "localhost:80", "*:80", "a_b.example:8443"]
    + ["*.example", "192.0.2.1:443", "[2001:db8::1]", "-", "shop2:80", "web1"],
)
def test_a_virtual_host_has_a_dot_or_a_port_or_is_a_word(host: str) -> None:
    assert detect([f"{host} {combined()}"] * 3).format == with_others("vhost_combined")


@pytest.mark.parametrize("options", [(), ("--format", "combined")])
@pytest.mark.parametrize(
    ("first", "said"),
    [
        ('{"ip": "192.0.2.66"}', "JSON is read only where --format spells it out"),
        (
            '{"log":"192.0.2.66 - - [\\n","stream":"stdout"}',
            "it looks like Docker's: `jq -j .log FILE | loganalytics ingest -` reads it",
        ),
        ("#Software: Server 192.0.2.66", "it looks like an IIS or CloudFront (W3C) log"),
        ("#Version: 1.0", "it looks like an IIS or CloudFront (W3C) log"),
        ("#Fields: date time c-ip", "it looks like an IIS or CloudFront (W3C) log"),
    ],
)
def test_what_no_format_is_for_is_said_by_its_name(
    run: Run, tmp_path: Path, options: tuple[str, ...], first: str, said: str
) -> None:
    log = write(tmp_path / "a.log", [first, "2026-10-10 192.0.2.66 x"])
    result = run("ingest", *options, log)
    assert result.exit_code == 3
    (line,) = result.stderr.splitlines()
    assert said in line
    assert "name the format" not in line
    assert "192.0.2.66" not in line


@pytest.mark.parametrize(
    ("before", "advice"),
    [
        ("Nov 27 10:00:00 web1 nginx: ", "sed -E 's/^([^:]*:){3} *//'"),
        ("Nov  7 10:00:00 web1 nginx[7]: ", "sed -E 's/^([^:]*:){3} *//'"),
        ("Nov 27 10:00:00 web1 apache: blog.example:443 ", "sed -E 's/^([^:]*:){3} *//'"),
        ("nginx-1  | ", "cut -d ' ' -f 4-"),
        ("nginx-1  | blog.example:443 ", "cut -d ' ' -f 4-"),
        ("2026-11-27T10:00:00.1Z stdout F ", "cut -d ' ' -f 4-"),
        ('"x" 192.0.2.66 ', None),  # a field of a format of its own
        ("- 7 2001:db8::1 ", None),
        ("12\t", None),
    ],
)
def test_what_stands_before_each_line_can_be_cut_off(
    run: Run, ingest: Ingest, tmp_path: Path, before: str, advice: str | None
) -> None:
    lines = [before + combined(n, who="198.51.100.7") for n in range(3)]
    result = run("ingest", write(tmp_path / "a.log", lines))
    assert (result.exit_code, result.stderr.count("\n")) == (3, 1)
    assert ("something in front" in result.stderr) == (advice is not None)
    assert "198.51.100.7" not in result.stderr
    if advice:
        assert f"`{advice} FILE | loganalytics ingest -`" in result.stderr
        command = [*shlex.split(advice), str(tmp_path / "a.log")]
        cut = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        (source,) = ingest(write(tmp_path / "b.log", cut.splitlines()))["sources"]
        assert source["pageviews"] == 3
        assert source["format"] == ("vhost_combined" if ".example:" in before else "combined")


@pytest.mark.parametrize(("end", "unpacks"), [("gz", "zcat"), ("xz", "xzcat"), ("", "")])
def test_what_cuts_it_off_unpacks_the_log_first(
    run: Run, ingest: Ingest, tmp_path: Path, end: str, unpacks: str
) -> None:
    lines = [f"Nov 27 10:00:00 web1 nginx: {combined(n)}" for n in range(3)]
    packed = text(lines) if not end else COMPRESSED[end](text(lines))
    command = r"sed -E 's/^([^:]*:){3} *//'"
    if end:
        path = tmp_path / f"a.log.{end}"
        path.write_bytes(packed)
        result = run("ingest", path)
        assert f"`{unpacks} FILE | {command} | loganalytics ingest -`" in result.stderr
        piped = f"{unpacks} {shlex.quote(str(path))} | {command}"
        cut = subprocess.run(piped, shell=True, capture_output=True, check=True).stdout
        assert ingest("-", input=cut)["sources"][0]["pageviews"] == 3
    else:
        result = run("ingest", "-", input=packed)
        assert f"`{command} | loganalytics ingest -`" in result.stderr
    assert result.exit_code == 3


def test_lines_of_no_format_at_all_are_said_to_be_of_none(run: Run, tmp_path: Path) -> None:
    result = run("ingest", write(tmp_path / "a.log", ["x", "203.0.113.66 y"]))
    assert result.exit_code == 3
    tried = "(tried: vhost_combined, vhost_common, combined, common)"
    assert f"no known format fits any of its first 2 lines {tried}; " in result.stderr
    assert "203.0.113" not in result.stderr
    (said,) = run("ingest", write(tmp_path / "b.log", ["x"])).stderr.splitlines()
    assert f"no known format fits its first line {tried}; " in said


def test_lines_with_now_more_now_less_in_front_are_said_to_have_something(
    run: Run, tmp_path: Path
) -> None:
    lines = [f"{before}{combined()}" for before in ("web1 nginx ", "Nov 27 web1 nginx ")]
    result = run("ingest", write(tmp_path / "a.log", lines))
    assert "has something in front, which has to be cut off; or name the format" in result.stderr


@pytest.mark.parametrize("line", [combined, common])
def test_it_is_said_how_a_host_behind_the_client_can_be_read(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path, line: Callable[..., str]
) -> None:
    """lighttpd logs it where others say who the client claims to be."""
    lines = [line(n).replace("1 - -", "1 blog.example -") for n in range(4)]
    log = write(tmp_path / "a.log", [*lines, line(9)])
    told = " ".join(run("ingest", "--dry-run", log).stderr.split())
    (log_format,) = shlex.split(told.partition("give --format ")[2].partition(". ")[0])
    assert ingest("--format", log_format, log)["totals"]["hits"] == 5
    assert query(database, "select site, sum(hits) from traffic group by all order by all") == [
        ("", 1),
        ("blog.example", 4),
    ]
    usual = write(tmp_path / "b.log", [*lines[:2], *(line(n) for n in range(20, 24))])
    assert "behind the client" not in run("ingest", "--dry-run", usual).stderr


@pytest.mark.parametrize("options", [(), ("--format", "combined")])
@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("10/Oct/2026:12:00:00.345 +0000", "its times have fractions of a second: give --format '"),
        ("10/Oct/2026:12:00:00", "its times have no offset from UTC, and without it they cannot"),
        ("10/Oct/2026 12:00:00", "its times have no offset from UTC, and without it they cannot"),
        ("10/Mär/2026:12:00:00 +0000", "its times cannot be read: they are not written like 10/O"),
    ],
)
def test_of_times_that_cannot_be_read_it_is_said_that_they_cannot(
    run: Run, ingest: Ingest, tmp_path: Path, time: str, said: str, options: tuple[str, ...]
) -> None:
    log = write(tmp_path / "a.log", [combined(n).replace(clf(n), time) for n in range(3)])
    result = run("ingest", *options, log)
    assert result.exit_code == 3
    assert f"{log}: no line of it parses as combined; {said}" in " ".join(result.stderr.split())
    if "give --format" in said:
        assert said in " ".join(run("ingest", "--format", "common", log).stderr.split())
        (log_format,) = shlex.split(result.stderr.partition("give --format ")[2])
        assert ingest("--format", log_format, log)["totals"]["pageviews"] == 3


def test_times_with_fractions_behind_a_virtual_host_are_advised_with_it(
    run: Run, ingest: Ingest, tmp_path: Path
) -> None:
    time = "10/Oct/2026:12:00:00.345 +0000"
    lines = [f"www.x.example {combined(n).replace(clf(n), time)}" for n in range(3)]
    log = write(tmp_path / "a.log", lines)
    said = " ".join(run("ingest", log).stderr.split())
    (log_format,) = shlex.split(said.partition("give --format ")[2])
    assert log_format.startswith("%v %h ")
    assert ingest("--format", log_format, log)["totals"]["pageviews"] == 3


@pytest.mark.parametrize(
    "option",
    [
        'log_format x escape=json \'"$remote_addr" "$time_local" "$request" $status\';',
        "log_format x escape=none '$remote_addr [$time_local] \\'$request\\' $status';",
        "log_format m '$remote_addr [$time_local] '\n  '\"$request\" $status';\naccess_log x m;",
        "LogFormat '%h %l %u %t \\\"%r\\\" %>s %b' common",
    ],
)
def test_the_name_of_a_pasted_format_is_that_format(option: str) -> None:
    pasted = from_option(option)
    assert "log_format" not in pasted.name.lower()
    assert "access_log" not in pasted.name
    assert from_option(pasted.name) == pasted


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (f"www.x.example client.example - - [{STAMP}]", "vhost_combined"),
        (f"www.x.example 192.0.2.1 - ada b [{STAMP}]", "vhost_combined"),
        # Who a client says that he is may look like a host.
        (f"192.0.2.1 site.example - - [{STAMP}]", "combined"),
        (f"192.0.2.1 site.example - ada b [{STAMP}]", "combined"),
        (f"192.0.2.1 - - [{STAMP}]", "combined"),
    ],
)
def test_an_address_before_a_name_is_no_virtual_host(
    ingest: Ingest, database: Path, tmp_path: Path, line: str, name: str
) -> None:
    rest = f' "GET /x HTTP/1.1" 200 5 "-" "{FIREFOX}"'
    ingest(write(tmp_path / "a.log", [*(combined(n) for n in range(30)), line + rest]))
    sites = {site for (site,) in query(database, "select distinct site from traffic")}
    assert ("www.x.example" in sites) is (name == "vhost_combined")
    assert sites - {"www.x.example"} == {""}


def test_a_time_that_is_no_piece_of_another_stays_alone(ingest: Ingest, tmp_path: Path) -> None:
    line = f'192.0.2.1 - - {NOON} Zone "GET /x HTTP/1.1" 200 5'
    log = write(tmp_path / "a.log", [line])
    found = ingest("--format", '%h %l %u %{sec}t Zone "%r" %>s %b', log)
    assert found["totals"]["pageviews"] == 1


def test_nginx_logs_nothing_for_a_request_that_never_came(ingest: Ingest, tmp_path: Path) -> None:
    log = write(
        tmp_path / "a.log", [f"192.0.2.1 [{STAMP}]  408", f"192.0.2.1 [{STAMP}] GET / HTTP/1.1 200"]
    )
    option = "log_format x escape=none '$remote_addr [$time_local] $request $status';"
    outcomes = ingest("--format", option, log)["totals"]["outcomes"]
    assert (outcomes["method"], outcomes["pageview"]) == (1, 1)


def test_who_named_a_format_that_no_line_is_of_is_told_which_they_are_of(
    run: Run, tmp_path: Path
) -> None:
    log = write(tmp_path / "a.log", [combined(n) for n in range(3)])
    result = run("ingest", "--format", "common", log)
    assert result.exit_code == 3
    assert "Its first lines are combined: leave --format out" in " ".join(result.stderr.split())


def test_empty_lines_in_front_can_be_left_out(run: Run, tmp_path: Path) -> None:
    result = run("ingest", write(tmp_path / "a.log", [""] * 3))
    assert result.exit_code == 3
    assert "`grep . FILE | loganalytics ingest -` leaves such lines out" in result.stderr


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz", "utf-16", "utf-16 of others"])
def test_of_an_archive_it_is_said_how_what_is_in_it_can_be_read(
    run: Run, tmp_path: Path, kind: str, named: bool
) -> None:
    """A stored one holds lines of a log as they are, and would be one but for its first lines."""
    log = write(tmp_path / "access.log", [combined(n, who="198.51.100.7") for n in range(9)])
    path = tmp_path / "folder" / "logs.bin"
    path.parent.mkdir()
    advice = "`iconv -f UTF-16" if "utf" in kind else "unpack it into a folder of its own"
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            archive.write(log)
    elif kind.startswith("tar"):
        with tarfile.open(path, "w:gz" if kind == "tar.gz" else "w") as tar:
            tar.add(log)
    else:
        code = "utf-16-be" if "others" in kind else "utf-16-le"
        path.write_bytes(f"\ufeff{log.read_text()}".encode(code))
    options = ("--format", "combined") if named else ()
    result = run("ingest", *options, path)
    assert result.exit_code == 3
    assert advice in result.stderr
    # In a folder it is none of the logs, unless it is called one.
    assert (
        "Left out, in no known format; if they are logs, give --format: logs.bin"
        in run("ingest", "--dry-run", log, path.parent).stderr
    )
    path.rename(path.parent / "access.bin")
    assert run("ingest", path.parent).exit_code == 3


def test_a_log_that_has_the_word_of_a_tar_in_its_place_is_none(
    ingest: Ingest, tmp_path: Path
) -> None:
    before = len(combined(0, "/").split(" HTTP")[0])
    lines = [combined(0, f"/{'x' * (257 - before)}ustar"), combined(1)]
    path = write(tmp_path / "access.log", lines)
    assert path.read_bytes()[257:262] == b"ustar"
    assert ingest(path)["totals"]["pageviews"] == 2


@pytest.mark.parametrize("folder", [False, True])
def test_who_has_named_a_format_is_not_told_to_name_one(
    run: Run, tmp_path: Path, folder: bool
) -> None:
    (tmp_path / "logs").mkdir()
    log = write(tmp_path / "logs" / "a.log", ["x", "y"])
    result = run("ingest", "--format", "Common", log.parent if folder else log)
    assert result.exit_code == 3
    assert "--format" in result.stderr
    assert "name the format" not in result.stderr


@pytest.mark.parametrize("name", ["COMBINED", "Vhost_Common", " nginx_main "])
def test_the_name_of_a_format_may_be_written_in_capitals(name: str) -> None:
    assert from_option(name) == with_others(name.strip().lower())


def test_each_source_of_a_run_has_a_format_of_its_own(ingest: Ingest, tmp_path: Path) -> None:
    paths = [
        write(tmp_path / "a", [combined()]),
        write(tmp_path / "b", [common(1)]),
        write(tmp_path / "c", ["a.example:80 " + combined(2)]),
    ]
    found = [(source["format"], source["hits"]) for source in ingest(*paths)["sources"]]
    assert found == [("combined", 1), ("common", 1), ("vhost_combined", 1)]


def test_a_virtual_host_is_the_site(ingest: Ingest, database: Path, tmp_path: Path) -> None:
    lines = ["A.example:443 " + combined(), "b.example " + combined(1), "- " + combined(2)]
    ingest("--site", "c.example", write(tmp_path / "a.log", lines))
    found = query(database, "select distinct site from pages order by all")
    assert found == [("a.example",), ("b.example",), ("c.example",)]


# ---- both ways of cutting


PLAIN = st.characters(min_codepoint=32, max_codepoint=126)
HOSTILE = st.text(st.one_of(st.sampled_from("\"'\\[] ,-\x00\x01\n\t\x7f%é€😀"), PLAIN), max_size=12)


def as_nginx(value: str) -> str:
    """`"`, `\\` and what is no visible ASCII as \\xHH."""
    data = value.encode()
    return "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\x{b:02X}" for b in data)


SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def as_apache(value: str) -> str:
    """`"` and `\\` with a backslash, some controls by letter, the rest as \\xhh."""
    data = value.encode()
    return "".join(SHORT.get(chr(b)) or (chr(b) if 32 <= b < 127 else f"\\x{b:02x}") for b in data)


USER = st.one_of(st.sampled_from(["-", ""]), HOSTILE.filter(lambda user: user.strip("- ") != ""))
ADDRESS = st.sampled_from(["192.0.2.7", "2001:db8::1", "::ffff:192.0.2.9", "client.example", "-"])
TARGET = HOSTILE.map(lambda tail: "/" + tail.replace(" ", "+").replace("\n", "+"))


@settings(max_examples=100, deadline=None)
@given(
    name=st.sampled_from(sorted(NAMED)),
    escape=st.sampled_from([as_nginx, as_apache]),
    address=ADDRESS,
    user=USER,
    at=st.integers(-400_000_000, 400_000_000),
    request=st.one_of(HOSTILE, TARGET.map(lambda t: f"GET {t} HTTP/1.1")),
    status=st.integers(100, 599),
    size=st.one_of(st.just("-"), st.integers(0, 10**12 - 1).map(str)),
    referer=HOSTILE,
    agent=HOSTILE,
    more=st.sampled_from(["", ' "x"', " 0.01", ' "a" b "c d"']),
)
def test_a_line_cut_at_its_quotes_and_by_the_pattern_has_the_same_fields(
    name: str,
    escape: Any,
    address: str,
    user: str,
    at: int,
    request: str,
    status: int,
    size: str,
    referer: str,
    agent: str,
    more: str,
) -> None:
    log_format = named(name)
    line = f'{address} - {escape(user)} [{clf(at)}] "{escape(request)}" {status} {size}'
    if "common" not in name:
        line += f' "{escape(referer)}" "{escape(agent)}"'
        line += ' "-"' if name == "nginx_main" else ""
        line += more
    if name.startswith("vhost"):
        line = "a.example:443 " + line
    by_quotes = CUTTER.cut([line], log_format)
    by_pattern = CUTTER.cut([line], log_format, by_pattern=True)
    assert by_quotes[1] == by_pattern[1]
    # What only a pattern cuts is known by its length where other lines are cut at their quotes.
    assert by_quotes[0] == by_pattern[0] or by_quotes[0].startswith("#")
    _, (found,) = by_quotes
    client = address.removeprefix("::ffff:")
    assert (found["time"], found["address"], found["status"]) == (NOON + at, client, status)
    assert found["bytes_sent"] == (0 if size == "-" else int(size))
    if "common" not in name:
        assert (found["referer"], found["agent"]) == (escape(referer), escape(agent))
    if request.startswith("GET /") and request.endswith(" HTTP/1.1"):
        assert f"{found['method']} {found['target']} HTTP/1.1" == escape(request)


BEHIND = (
    '$host $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent '
    '"$http_referer" "$http_user_agent" "$http_x_forwarded_for" rt=$request_time '
    '"$http_accept_language" $upstream_response_time'
)


@settings(max_examples=60, deadline=None)
@given(
    escape=st.sampled_from([as_nginx, as_apache]),
    user=USER,
    referer=HOSTILE,
    agent=HOSTILE,
    forwarded=HOSTILE,
    took=st.one_of(st.sampled_from(["0.005", "-", "", "1 2"]), HOSTILE.map(as_nginx)),
    accepted=HOSTILE,
    servers=st.sampled_from(["-", "0.1, 0.2", "0.1 : -", "1", ' "', '"']),
)
def test_so_has_a_line_with_more_behind_the_fields_of_combined(
    escape: Any,
    user: str,
    referer: str,
    agent: str,
    forwarded: str,
    took: str,
    accepted: str,
    servers: str,
) -> None:
    log_format = from_option(BEHIND)
    line = f'a.example 192.0.2.7 - {escape(user)} [{STAMP}] {REQUEST} "{escape(referer)}" '
    line += f'"{escape(agent)}" "{escape(forwarded)}" rt={took} "{escape(accepted)}" {servers}'
    by_quotes = CUTTER.cut([line], log_format)
    by_pattern = CUTTER.cut([line], log_format, by_pattern=True)
    assert by_quotes[1] == by_pattern[1]
    # What only a pattern cuts is known by its length where other lines are cut at their quotes.
    assert by_quotes[0] == by_pattern[0] or by_quotes[0].startswith("#")
    if took == "0.005":
        (found,) = by_quotes[1]
        assert found["agent"] == escape(agent)
        assert (found["took"], found["accepted"]) == (took, escape(accepted))


@settings(max_examples=100, deadline=None)
@given(
    name=st.sampled_from(sorted(NAMED)),
    line=st.text(
        st.one_of(
            st.sampled_from('"\\[]: -/+0123456789'), st.characters(exclude_categories=["Cs"])
        ),
        max_size=60,
    ),
    cut=st.tuples(st.integers(0, 90), st.integers(0, 90)),
)
@example(name="combined", line="", cut=(75, 68))  # ends in "x""-" "x"
def test_a_broken_line_is_malformed_to_both_ways_or_to_none(
    name: str, line: str, cut: tuple[int, int]
) -> None:
    whole = combined(who="192.0.2.7", agent="x")
    broken = whole[: cut[0]] + line + whole[cut[1] :]
    broken = broken.translate({10: None, 13: None, 1: None, 0xFEFF: None}) or "-"
    log_format = named(name)
    by_quotes = CUTTER.cut([broken], log_format)
    by_pattern = CUTTER.cut([broken], log_format, by_pattern=True)
    assert by_quotes[1] == by_pattern[1]
    # What only a pattern cuts is known by its length where other lines are cut at their quotes.
    assert by_quotes[0] == by_pattern[0] or by_quotes[0].startswith("#")


def test_an_odd_host_does_not_hide_that_a_log_names_hosts() -> None:
    lines = ["www.example:443 " + combined(n) for n in range(20)] + ["a@b:80 " + combined(99)]
    found = detect(lines).format
    assert found is not None
    assert found.name == "vhost_combined"


@pytest.mark.parametrize(
    "time",
    ["31/Dec/9999:23:59:59 -0100", "01/Jan/0001:00:00:00 +0100", "31/Dec/1969:23:59:59 +0000"],
)
def test_a_time_before_1970_or_after_2199_is_none(time: str) -> None:
    line = combined(0).replace(clf(0), time)
    assert time in line
    for by_pattern in (False, True):
        assert CUTTER.cut([line], named("combined"), by_pattern=by_pattern)[1] == []


@pytest.mark.parametrize("time", ["9" * 400, "99999999999999", "9223372036854775807", "-5"])
def test_a_time_in_seconds_that_is_absurd_is_none(time: str) -> None:
    log_format = from_option('$remote_addr $msec "$request" $status $body_bytes_sent')
    assert CUTTER.cut([f'192.0.2.1 {time} "GET / HTTP/1.1" 200 5'], log_format)[1] == []


@pytest.mark.parametrize(
    "line",
    [
        combined(agent='quoted \\"Fox\\" \\\\'),
        combined(agent="x").replace(" - - [", " - frank ["),
        combined(agent="x").replace(" - - [", " -  ["),
        combined(referer='https://search.example/\\"a\\"').replace("GET /", 'GET /\\"'),
    ],
)
def test_escaped_quotes_and_names_of_users_take_the_fast_way(line: str) -> None:
    _, (found,) = CUTTER.cut([line], named("combined"))
    assert found["status"] == 200
    assert CUTTER.left_to_the_pattern() == 0


def test_a_line_takes_the_fast_way_where_x_forwarded_for_names_the_client() -> None:
    _, line, _ = SPELLED["X-Forwarded-For before CF-Connecting-IP"]
    CUTTER.cut([line], from_option(CLOUDFLARE))
    assert CUTTER.left_to_the_pattern() == 0


@pytest.mark.parametrize("others", [0, 600])
def test_what_a_line_is_does_not_depend_on_the_lines_beside_it(others: int) -> None:
    # Two lines in one, the first without a time: the pattern with any user's name finds the second.
    line = combined(agent="x").replace("[", "[no ", 1) + combined(path="/b").removeprefix(
        "192.0.2.1"
    )
    found = CUTTER.cut([line] + ["192.0.2.1 nonsense"] * others, named("combined"))[1]
    assert [hit["target"] for hit in found] == ["/b"]


def test_a_user_whose_name_opens_a_bracket_does_not_lose_the_line() -> None:
    line = combined().replace(" - - [", " - 0 [ [")
    for by_pattern in (False, True):
        (found,) = CUTTER.cut([line], named("combined"), by_pattern=by_pattern)[1]
        assert (found["time"], found["target"]) == (NOON, "/")


def test_a_line_made_to_take_a_pattern_of_the_users_long_does_not(
    ingest: Ingest, tmp_path: Path
) -> None:
    option = (
        "$remote_addr [$time_local] $request_method $scheme://$host$uri$is_args$args $cookie_a"
        "$cookie_b$cookie_c $status $bytes_sent"
    )
    fits = f"192.0.2.7 [{STAMP}] GET https://a.example/a?b=c xyz 200 512"
    # To divide this in all ways would take hours.
    does_not = f"192.0.2.7 [{STAMP}] GET https://a.example/{'a' * 30_000} x {'y' * 30_000} "
    folder = tmp_path / "logs"
    folder.mkdir()
    write(folder / "site.log", [*[does_not] * 10, fits])
    (source,) = ingest("--format", option, folder)["sources"]
    assert (source["outcomes"]["malformed"], source["hits"]) == (10, 1)


def test_a_log_of_a_folder_that_has_no_line_yet_is_left_out(ingest: Ingest, tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    write(folder / "access.log", [combined()])
    (folder / "access.log.1").write_text("\n\n")
    assert [each["hits"] for each in ingest(folder)["sources"]] == [1]
