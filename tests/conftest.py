"""What holds for all tests."""

from __future__ import annotations

import signal

# A shell that runs the tests in its background makes them ignore Ctrl-C, and what they start would ignore it too: the
# tests that interrupt a program need one that can be interrupted.
signal.signal(signal.SIGINT, signal.default_int_handler)
