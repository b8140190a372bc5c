from django.urls import path

from unionlaw.matters.intake.views import in_capitals
from unionlaw.matters.lists import MatterList
from unionlaw.matters.views import care, desk

app_name = "matters"
urlpatterns = [
    path("", desk.Desk.as_view(), name="desk"),
    path("capitals/", in_capitals, name="capitals"),
    path("search/", desk.Search.as_view(), name="search"),
    path("search/recent/", desk.Recent.as_view(), name="recent"),
    path("drafts/", desk.Drafts.as_view(), name="drafts"),
    path("matters/", MatterList.as_view(), name="list"),
    path("matters/<int:pk>/", desk.Open.as_view(), name="detail"),
    path("matters/<int:pk>/note/", care.Note.as_view(), name="note"),
    path("matters/<int:pk>/claim/", care.Claim.as_view(), name="claim"),
    path("matters/<int:pk>/hand-over/", care.HandOver.as_view(), name="hand_over"),
    path("matters/<int:pk>/priority/", care.Prioritise.as_view(), name="prioritise"),
    path("matters/<int:pk>/refer/", care.Refer.as_view(), name="refer"),
    path("matters/<int:pk>/end-referral/", care.EndReferral.as_view(), name="end_referral"),
]
