# SPDX-License-Identifier: GPL-3.0-or-later
"""Privacy-first web analytics from access logs."""

__version__ = "0.1.0"
