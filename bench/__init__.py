"""Measures banmian beside other programs, on fresh pages, in one run: `make bench`, `make bench-classes`.

contestants   the programs and how their users call them
measuring     seconds, CPU seconds and peak memory of one call
contest       every program on every page
tables        the results as Markdown
page_classes  the classes of pages that an archive holds, and their bars
class_tables  a class beside its bars, as Markdown
worst_page    the picture of a page
classes       the command that measures every class
"""
