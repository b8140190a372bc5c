"""Addresses of campaigns; part of the letters' own."""

from django.urls import path

from monitoring_letters import campaign_lists
from monitoring_letters.views.campaigns import choosing, issuing, pages, serving

CAMPAIGN = "campaigns/<int:pk>/"
ADDRESSEE = f"{CAMPAIGN}addressees/<int:addressee>/"

urlpatterns = [
    path("campaigns/", campaign_lists.CampaignList.as_view(), name="campaigns"),
    path("campaigns/new/", pages.Start.as_view(), name="start_campaign"),
    path("campaigns/from/<int:pk>/", pages.Open.as_view(), name="open_campaign"),
    path(CAMPAIGN, pages.CampaignPage.as_view(), name="campaign"),
    path(f"{CAMPAIGN}choose/", choosing.Choose.as_view(), name="choose_addressees"),
    path(f"{CAMPAIGN}sheet/", choosing.Sheet.as_view(), name="load_addressees"),
    path(f"{CAMPAIGN}empty/", choosing.Empty.as_view(), name="empty_addressees"),
    path(f"{CAMPAIGN}addressees/", campaign_lists.AddresseeList.as_view(), name="addressees"),
    path(ADDRESSEE, choosing.Addressee.as_view(), name="addressee"),
    path(f"{ADDRESSEE}exclude/", choosing.Exclude.as_view(), name="exclude_addressee"),
    path(f"{ADDRESSEE}include/", choosing.Include.as_view(), name="include_addressee"),
    path(f"{ADDRESSEE}preview/", choosing.Preview.as_view(), name="preview_addressee"),
    path(f"{CAMPAIGN}begin/", issuing.Begin.as_view(), name="begin_mailing"),
    path(f"{CAMPAIGN}stop/", issuing.Stop.as_view(), name="stop_mailing"),
    path(f"{CAMPAIGN}resume/", issuing.Resume.as_view(), name="resume_mailing"),
    path(f"{CAMPAIGN}mailing/", serving.Mailing.as_view(), name="campaign_mailing"),
    path(f"{CAMPAIGN}disputes/", campaign_lists.CampaignDisputes.as_view(), name="campaign_disputes"),
]
