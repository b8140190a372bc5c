from unionlaw.documents.forms.folder import FilesField, UploadForm
from unionlaw.documents.forms.papers import BatchForm, PaperForm, SealForm, VerifyForm, VersionForm

__all__ = ["BatchForm", "FilesField", "PaperForm", "SealForm", "UploadForm", "VerifyForm", "VersionForm"]
