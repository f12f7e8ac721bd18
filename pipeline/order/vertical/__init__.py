"""Vertical pages: tiers, headings in the flow, stories that run from tier to tier.

`reader.py` reads a page; the frame of all modules here is told in `columns.py`.
"""
