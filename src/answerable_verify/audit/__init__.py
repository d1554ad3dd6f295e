"""The audit of a whole log: nothing changed, nothing hidden, nothing back-dated; incremental, streaming, quotable.

Comes in: a published log, a policy and what was remembered. Goes out: a report with findings, an exit code, evidence.
"""

from .findings import Finding, Findings, Grade
from .run import AuditReport, Options, audit

__all__ = ["AuditReport", "Finding", "Findings", "Grade", "Options", "audit"]
