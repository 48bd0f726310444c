"""Federal law at depth: importing published acts into an archive, and what of it a release takes."""
