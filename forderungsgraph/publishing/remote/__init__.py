"""Publishing to stores of others: each graph of a release goes over HTTP, and is read back and compared.

::

    credentials   who writes: name and password, or a token, from the environment
    connection    one request, tried again while it is worth it; what went wrong, in a sentence
    target        what a store has to be able to do; by the Graph Store Protocol, or by SPARQL Update
    finding       which of the two an address takes, and where the same store answers queries
    compare       equal, equal in value, or different
    sending       the walk over the graphs

Nothing is remembered between runs. What a store holds is read from it, so that a run that was broken off goes on
where it ended, and what somebody else changed is noticed.
"""
