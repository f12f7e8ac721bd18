"""Masthead: what the page says of its issue, read and checked, beside the text."""

from pipeline.masthead.stage import ReadMasthead

__all__ = ["ReadMasthead"]
