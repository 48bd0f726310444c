"""Why a statement is in the graph, and why a sentence did not become a demand.

``rules`` lists the reasons; ``explain`` records one conversion and tells it stage by stage.
"""
