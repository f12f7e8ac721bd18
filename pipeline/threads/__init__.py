"""Threads: which printed line follows which, where there is but the text of an earlier OCR.

    given          the lines of a page as they are taken: by their places, where it tells them (`geometry_order`)
    fragments      the lines, with their width and the measure of their column
    signs, model   what speaks for each pair of lines, and what small nets make of it
    beliefs        what the whole text makes of first scores
    matching       the best set of pairs, for the whole text at once
    chains         lines that follow one another, and the gaps among them
    structure      chains as headings, bylines, paragraphs, furniture
    stage          all this for a page: order, articles, blocks, patches, flags
    explanation    for one line what could follow it, and why what was decided was decided

Lines go by their numbers, from 0, in the order in which they are taken; ids come back with the page.
"""

from pipeline.threads.stage import ThreadLines

__all__ = ["ThreadLines"]
