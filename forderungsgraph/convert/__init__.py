"""Converters: texts to the model. No RDF here."""
