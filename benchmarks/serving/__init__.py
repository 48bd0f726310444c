"""What the comparison of SPARQL services needs: data, queries, peers, clients."""
