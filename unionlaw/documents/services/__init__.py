"""What is done with the folder of a matter; papers, templates, seals and batches have modules of their own."""

from unionlaw.documents.services.folder import add_document, open_document, withdraw_document, withdrawal_refusal

__all__ = ["add_document", "open_document", "withdraw_document", "withdrawal_refusal"]
