"""Checks the public log of an Answerable installation: receipts, promises, histories and numbers.

Comes in: files and addresses of strangers. Goes out: what they prove, or `Rejected` with the place that does not hold.
Nothing here knows the server, a database or a clock; formats are those of c2sp.org, down to the byte.
"""

from .checkpoint import Checkpoint, parse_checkpoint, verify_checkpoint
from .commitment import check_opening, commit, derive_salt
from .cosignature import cosign_line
from .leaf import LogLeaf, NewerLeafError, act_leaf, log_leaf, parse_leaf, write_leaf
from .note import Signer, VerifierKey, parse_vkey, sign_note, verify_note
from .policy import Policy, parse_policy
from .promise import LogPromise, sign_promise, verify_promise
from .proof import Proof, format_proof, parse_proof, verify_proof
from .receipt import Receipt, build_receipt, verify_receipt
from .stats import Figures, stats
from .strict import RejectedError
from .tiles import Frontier, LogTile, build_tiles, bundle, tile_path
from .tree import (
    CompactRange,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

__version__ = "0.1.0"

__all__ = [
    "Checkpoint",
    "CompactRange",
    "Figures",
    "Frontier",
    "LogLeaf",
    "LogPromise",
    "LogTile",
    "NewerLeafError",
    "Policy",
    "Proof",
    "Receipt",
    "RejectedError",
    "Signer",
    "VerifierKey",
    "act_leaf",
    "build_receipt",
    "build_tiles",
    "bundle",
    "check_opening",
    "commit",
    "consistency_proof",
    "cosign_line",
    "derive_salt",
    "format_proof",
    "inclusion_proof",
    "leaf_hash",
    "log_leaf",
    "parse_checkpoint",
    "parse_leaf",
    "parse_policy",
    "parse_proof",
    "parse_vkey",
    "root",
    "sign_note",
    "sign_promise",
    "stats",
    "tile_path",
    "verify_checkpoint",
    "verify_consistency",
    "verify_inclusion",
    "verify_note",
    "verify_promise",
    "verify_proof",
    "verify_receipt",
    "write_leaf",
]
