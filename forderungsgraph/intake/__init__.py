"""Taking documents into a corpus: what is proposed for their sidecars, the dialogue about it, the storing.

``add`` puts it together: file → text (``convert.ingest``) → ``draft`` (the proposal, each value with where it
comes from) → ``dialogue`` or nothing → ``shelf`` (text and sidecar side by side, never one without the other).
"""
