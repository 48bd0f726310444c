"""Walking through the review list of a release: what is open, the dialogue about it, how it is shown.

Decisions are reviewed corrections (``curation``); the next build applies them.
"""
