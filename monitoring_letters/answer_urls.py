"""Addresses of online answers, of employers' records and ratings, and of approval ladders. Part of urls.py."""

from django.urls import path

from monitoring_letters.views import answer, answer_codes, ladders, rating

urlpatterns = [
    path("answer/<str:code>/", answer.Answer.as_view(), name="answer"),
    path("answer/<str:code>/receipt/", answer.Receipt.as_view(), name="answer_receipt"),
    path("letters/<int:pk>/answer-code/", answer_codes.Codes.as_view(), name="answer_codes"),
    path("online-answers/<int:pk>/confirm/", answer_codes.Confirm.as_view(), name="confirm_answer"),
    path("letters/employers/<int:pk>/", rating.EmployerRecord.as_view(), name="employer_record"),
    path("letters/employers/<int:pk>/rating/", rating.HandOn.as_view(), name="hand_on_rating"),
    path("letters/ratings/<int:pk>/objections/new/", rating.Object.as_view(), name="object_to_rating"),
    path("letters/ratings/<int:pk>/objections/<int:objection_id>/", rating.Decide.as_view(), name="decide_objection"),
    path("letters/ladders/", ladders.Ladders.as_view(), name="ladders"),
    path("letters/ladders/<int:pk>/", ladders.Ladder.as_view(), name="ladder"),
    path("letters/ladders/<int:pk>/<slug:instrument>/<slug:reach>/", ladders.Change.as_view(), name="change_ladder"),
]
