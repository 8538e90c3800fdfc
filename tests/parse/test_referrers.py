# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalytics.data import rows
from loganalytics.model import CHANNELS, Referrer
from loganalytics.parse.referrers import ReferrerLookup

LOOKUP = ReferrerLookup()


@pytest.mark.parametrize(
    ("referer", "source"),
    [
        ("https://www.google.com/", "Google"),
        ("https://www.google.co.uk/search", "Google"),
        ("https://google.com.br", "Google"),
        ("https://www.google.de/imgres", "Google Images"),
        ("https://news.google.com/x", "Google News"),
        ("https://mail.google.com/mail/u/0/", "Gmail"),
        ("https://sites.google.com/x", "google.com"),
        ("https://www.bing.com/search", "Bing"),
        ("https://m.search.naver.com/search.naver", "Naver"),
        ("https://search.daum.net/search", "Daum"),
        ("https://syndicatedsearch.goog/", "Google"),
        ("https://blog-example.translate.goog/a", "Google Translate"),
        ("https://ok.ru/group/5", "Odnoklassniki"),
        ("https://cn.bing.com/", "Bing"),
        ("https://duckduckgo.com/", "DuckDuckGo"),
        ("https://www.ecosia.org/", "Ecosia"),
        ("https://search.brave.com/search", "Brave Search"),
        ("https://yandex.com.tr/", "Yandex"),
        ("https://de.search.yahoo.com/", "Yahoo!"),
        ("https://kagi.com/", "Kagi"),
        ("https://chatgpt.com/", "ChatGPT"),
        ("https://chat.openai.com/", "ChatGPT"),
        ("https://www.perplexity.ai/search", "Perplexity"),
        ("https://claude.ai/", "Claude"),
        ("https://gemini.google.com/", "Gemini"),
        ("https://copilot.microsoft.com/", "Copilot"),
        ("https://news.ycombinator.com/item?id=1", "Hacker News"),
        ("https://lobste.rs/s/abc", "Lobsters"),
        ("https://t.co/abc", "Twitter"),
        ("https://x.com/a/status/1", "Twitter"),
        ("https://x.com/i/grok/abc", "Grok"),
        ("https://mobile.twitter.com/", "Twitter"),
        ("https://l.facebook.com/l.php", "Facebook"),
        ("https://old.reddit.com/r/x", "Reddit"),
        ("https://fosstodon.org/@x", "Mastodon"),
        ("https://bsky.app/", "Bluesky"),
        ("https://gist.github.com/x", "GitHub"),
        ("https://de.wikipedia.org/wiki/X", "Wikipedia"),
        ("android-app://com.google.android.gm/", "Gmail"),
        ("android-app://com.google.android.googlequicksearchbox/https/www.google.com", "Google"),
        ("android-app://org.app.example", "org.app.example"),
        ("https://blog.some.site.example/x", "site.example"),
        ("https://notgoogle.com/", "notgoogle.com"),
        ("https://google.com.host.example/", "host.example"),
        ("https://203.0.113.9/", "(ip)"),
        ("https://intranet/", "intranet"),
    ],
)
def test_referrers_have_the_source_a_user_would_name(referer: str, source: str) -> None:
    assert LOOKUP.lookup([referer])[0].source == source


@pytest.mark.parametrize(
    ("referer", "channel"),
    [
        ("https://www.google.de/", "search"),
        ("https://duckduckgo.com/", "search"),
        ("https://www.startsiden.no/sok/", "search"),
        ("https://chatgpt.com/", "ai assistant"),
        ("https://iask.ai/", "ai assistant"),
        ("https://news.ycombinator.com/", "social"),
        ("https://fetlife.com/x", "social"),
        ("https://mail.google.com/mail/u/0/", "email"),
        ("https://deref-web.de/mail/client", "email"),
        ("https://webmail.firm.example/?id=1", "email"),
        ("https://mail.firm.co.uk/", "email"),
        ("android-app://com.fsck.k9/", "email"),
        ("https://mail.example/", "referral"),  # a domain, no service of one
        ("https://googleads.g.doubleclick.net/x", "campaign"),
        ("https://de.wikipedia.org/wiki/X", "referral"),
        ("https://blog.example/", "referral"),
        ("https://203.0.113.9/", "referral"),
        ("android-app://org.app.example", "referral"),
        ("nonsense", ""),
    ],
)
def test_a_referrer_has_the_channel_of_the_list_it_stands_in(referer: str, channel: str) -> None:
    assert LOOKUP.lookup([referer])[0].channel == channel


def test_every_name_on_the_lists_has_a_channel_that_is_known() -> None:
    for file in ("known_sites", "mail_services", "ai_assistants", "social_sites", "search_engines"):
        for name, *_ in rows(f"{file}.tsv"):
            assert LOOKUP.channel(name) in CHANNELS[:-1], name


@pytest.mark.parametrize(
    ("referer", "referrer", "host"),
    [
        ("https://www.Host.Example:8443/", "host.example", "host.example"),
        ("http://host.example/a/b/?q=1#f", "host.example/a/b/", "host.example"),
        ("http://host.example?q=user@mail.example", "host.example", "host.example"),
        ("http://user:pass@host.example/x", "host.example/x", "host.example"),
        ("http://host.example/caf%c3%a9", "host.example/café", "host.example"),
        ("http://host.example/u/user@mail.example", "host.example/u/(email)", "host.example"),
        ("http://203.0.113.9:80/x", "(ip)/x", "(ip)"),
        ("http://[2001:db8::1]/", "(ip)", "(ip)"),
        ("http://dsl-203-0-113-9.isp.example/", "dsl-(ip).isp.example", "dsl-(ip).isp.example"),
        ("android-app://com.x.example/", "com.x.example", "com.x.example"),
    ],
)
def test_a_referrer_is_host_and_path_cleaned(referer: str, referrer: str, host: str) -> None:
    found = LOOKUP.lookup([referer])[0]
    assert (found.referrer, found.host) == (referrer, host)


@pytest.mark.parametrize(
    "referer",
    ["", "-", "http://", "https:///x", "about:blank", "file:///x", "host.example", "/path"]
    + ["javascript:alert(1)", "http://a b/", "http://<x>/", "http://[bad/", "android-app://x"],
)
def test_what_is_no_url_with_a_host_is_no_referrer(referer: str) -> None:
    assert LOOKUP.lookup([referer]) == [Referrer("", "", "")]


def test_a_referrer_has_at_most_300_characters() -> None:
    (found,) = LOOKUP.lookup(["https://host.example/" + "x/" * 400])
    assert len(found.referrer) == 300
    assert found.referrer.endswith("…")


@given(st.text())
def test_no_referer_makes_it_raise_or_keeps_a_control(text: str) -> None:
    for referer in (text, "https://" + text, "https://host.example/" + text):
        (found,) = LOOKUP.lookup([referer])
        assert (found.referrer + found.source).isprintable()


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ("google", "Google"),
        ("GOOGLE", "Google"),
        ("www.google.com", "Google"),
        ("chatgpt.com", "ChatGPT"),
        ("hacker_news", "Hacker News"),
        ("hn", "Hacker News"),
        ("fb", "Facebook"),
        ("x", "Twitter"),
        ("Newsletter  May", "newsletter may"),
        ("free", "free"),
        ("ask", "ask"),
        ("shop.example", "shop.example"),
        ("user@mail.example", "(email)"),
        ("203.0.113.9", "(ip)"),
        ("", ""),
        ("y" * 100, "y" * 64),
    ],
)
def test_a_campaign_is_a_known_name_or_its_own(value: str, source: str) -> None:
    assert LOOKUP.campaign_source(value) == source
