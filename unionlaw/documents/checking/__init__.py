"""What an uploaded file really is, and whether it may be kept."""

from unionlaw.documents.checking.content import ACCEPTED, Content, identify
from unionlaw.documents.checking.names import clean_name

__all__ = ["ACCEPTED", "Content", "clean_name", "identify"]
