# SPDX-License-Identifier: GPL-3.0-or-later
"""The failures a user can meet, each with its exit code. No message ever quotes a log line."""

from __future__ import annotations


class LogAnalyticsError(Exception):
    """A failure with one clear line for the user and an exit code for programs."""

    exit_code = 1


class UsageError(LogAnalyticsError):
    """The command was asked for something it cannot do."""

    exit_code = 2


class SourceError(LogAnalyticsError):
    """A source cannot be read, or no line of it parses."""

    exit_code = 3


class DatabaseError(LogAnalyticsError):
    """The database cannot be opened, read or written."""

    exit_code = 4


class LackError(DatabaseError):
    """The system gives no more memory or open files for the database: try later (EX_TEMPFAIL)."""

    exit_code = 75


class OutputError(LogAnalyticsError):
    """What was asked for cannot be written to where it should go."""

    exit_code = 4


class LockedError(LogAnalyticsError):
    """Another process holds the database: try later (EX_TEMPFAIL)."""

    exit_code = 75
