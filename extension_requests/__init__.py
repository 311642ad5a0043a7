"""Requests for more time under APMBC Article 5 and CCM Articles 3 and 4: from the coming deadline to the last promise.

A dossier is opened when a deadline comes near. The State submits its request, a group of other States analyses it, a
meeting decides, and what the decision asks for is followed year by year until the State declares completion or asks
again. Requests that were decided before are kept as documented.
"""
