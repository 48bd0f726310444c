"""Drawings in SVG, made by the server: geometry in pure functions, elements with escaping, no script.

One unit is a sixteenth of a ``rem``, so that drawings grow with the reader's font; colours are classes of the
stylesheet, so that they follow the page. ``docs/pages.md`` says how to add one.
"""
