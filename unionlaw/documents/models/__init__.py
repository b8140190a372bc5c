from unionlaw.documents.models.batches import PaperBatch, PaperBatchItem
from unionlaw.documents.models.folder import Document, DocumentQuerySet, StoredFile
from unionlaw.documents.models.papers import Paper, Seal
from unionlaw.documents.models.templates import PaperTemplate, PaperTemplateVersion

__all__ = [
    "Document",
    "DocumentQuerySet",
    "Paper",
    "PaperBatch",
    "PaperBatchItem",
    "PaperTemplate",
    "PaperTemplateVersion",
    "Seal",
    "StoredFile",
]
