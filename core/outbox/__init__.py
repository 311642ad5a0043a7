"""What leaves the house by mail: written in the transaction of the act it belongs to, handed over once, never lost.

A message that may have been handed over, and may not, is UNKNOWN: a third outcome beside sent and not sent, which only
evidence or a named person settles. The rows here are the truth; queues and ticks only wake whoever looks at them.
"""
