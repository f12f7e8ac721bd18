"""Measures banmian beside other programs, on fresh pages, in one run: `make bench`.

contestants   the programs and how their users call them
measuring     seconds, CPU seconds and peak memory of one call
tables        the results as Markdown
"""
