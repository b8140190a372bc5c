from unionlaw.network.models.absence import Absence
from unionlaw.network.models.organisation import Organisation, OrganisationChange
from unionlaw.network.models.post import Post
from unionlaw.network.models.records import PersonChange, ReadLog, SavedView

__all__ = ["Absence", "Organisation", "OrganisationChange", "PersonChange", "Post", "ReadLog", "SavedView"]
