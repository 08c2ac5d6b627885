"""Ordered reports and what belongs to them, and the figures that are kept ready."""

from reporting.models.kept import FINDINGS, FactChange, KeptFigures, KeptPart
from reporting.models.reports import (
    SWEEP_PATIENCE,
    AcceptedGap,
    BuildStep,
    BundlePeriod,
    EndCause,
    PseudonymKey,
    Report,
    ReportAudience,
    ReportBundle,
    ReportState,
    StandingOrder,
    SweepMark,
    Unrest,
)

__all__ = [
    "FINDINGS",
    "SWEEP_PATIENCE",
    "AcceptedGap",
    "BuildStep",
    "BundlePeriod",
    "EndCause",
    "FactChange",
    "KeptFigures",
    "KeptPart",
    "PseudonymKey",
    "Report",
    "ReportAudience",
    "ReportBundle",
    "ReportState",
    "StandingOrder",
    "SweepMark",
    "Unrest",
]
