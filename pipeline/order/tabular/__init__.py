"""What is no story: tables with their rows and columns, and classified advertisements.

`apart.py` takes both out of a page before stories are looked for.
"""
