"""A witness: cosigns each checkpoint of a log that continues all it has seen of it, and never anything else.

Comes in: checkpoints with consistency proofs, posted by logs (c2sp.org/tlog-witness) or fetched from cron. Goes out:
cosignatures, and evidence when a log contradicts itself. What was cosigned is durable before it is answered.
"""

from .client import NotCosignedError, cosigned_by
from .judge import Request, Witness, WitnessReply, parse_request
from .memory import Memory

__all__ = ["Memory", "NotCosignedError", "Request", "Witness", "WitnessReply", "cosigned_by", "parse_request"]
