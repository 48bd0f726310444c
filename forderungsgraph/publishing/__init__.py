"""From a build to a published version: formats, tables, catalogue, VoID, changes, and the folder of versions."""
