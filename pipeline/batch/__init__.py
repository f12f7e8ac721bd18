"""Many pages in one call: what is to be made, who makes it, and what came of it.

plan    which pages, under which names; refuses before any work starts
work    one page: from the scan to the bytes of its files
pool    several workers; they compute, the parent writes
result  what came of each page
"""
