from unionlaw.notices.models.notice import Delivery, Digest, Heartbeat, Notice, Preference, Robot, Urgency

__all__ = ["Delivery", "Digest", "Heartbeat", "Notice", "Preference", "Robot", "Urgency"]
