"""The tables that bulk matters fill, with the columns that are written; the others keep their defaults."""

PLACE = ("opened_at", "scope1", "scope2", "scope3")
"""Where lists show a matter, in the rows beside it too (Drawn.place)."""
TABLES: dict[str, tuple[str, ...]] = {
    "registers_employer": (
        *("id", "name", "name_folded", "initials", "search_text", "kind", "size", "region_id", "industry_id"),
        *("registered_at", "updated_at"),
    ),
    "registers_worker": (
        *("id", "sealed_id", "name", "name_folded", "initials", "search_text", "id_kind", "sex", "phone"),
        *("phone_index", "groups", "organisation_id", "scope1", "scope2", "scope3", "registered_at", "updated_at"),
    ),
    "matters_dispute": ("id", "cause_id", "place_id", "facts", "joint_claim", "stage"),
    "matters_party": ("id", "dispute_id", "side", "worker_id", "employer_id", "representative"),
    "matters_claim": ("id", "party_id", "head", "amount", "basis"),
    "matters_matter": (
        *("id", "kind", "number_organisation_id", "year", "serial", "number", "title", "summary", "dispute_id"),
        *("status_id", "phase", "organisation_id", "owner_id", "priority", "green_channel", "group", "umbrella"),
        *("channel", "cause_id", "claimant_names", "respondent_names", "opened_at", "closed_at", "closed_reason"),
        *("next_due_on", "watched_until", "next_step", "updated_at", "search_text", "last_event", "version"),
        *("scope1", "scope2", "scope3"),
    ),
    "matters_matterlink": ("from_matter_id", "to_matter_id", "relation", "at"),
    "matters_claimoutcome": ("id", "claim_id", "matter_id", "code", "amount", "decided_on", "instrument"),
    "matters_payment": ("claim_id", "matter_id", "amount", "paid_on", "opened_on"),
    "cases_consultation": ("matter_id", "visitor_name", "advice", "wants_aid"),
    "cases_aidcase": (
        *("matter_id", "applied_on", "eligibility", "urgent", "lawyer_id", "decided_on", "decided_by_id"),
        *("referred_to", "ending", "closing_note"),
    ),
    "cases_followup": ("case_id", "asked_on", "how", "reached", "satisfaction", "recorded_by_id"),
    "mediation_mediation": (
        *("matter_id", "origin", "received_on", "form", "track", "accepted_on", "advised", "concluded_on"),
        *("effective_on", "failed_reason", "opened_on", "confirmed_on", *PLACE),
    ),
    "mediation_participation": ("id", "mediation_id", "organisation_id", "leads", "own_number", "joined_on"),
    "mediation_mediatorassignment": (
        *("mediation_id", "participation_id", "post_id", "leads", "chosen_by", "assigned_on"),
    ),
    "mediation_outcometerms": ("outcome_id", "reason", "instalments"),
    "mediation_agreement": (
        *("id", "mediation_id", "version", "joint", "state", "claims", "total", "warnings", "effective_on"),
    ),
    "mediation_confirmation": (
        *("agreement_id", "mediation_id", "opened_on", "route", "state", "claimant_agreed", "respondent_agreed"),
        *("filed_on", "decided_on"),
    ),
    "monitoring_letters_lead": (
        *("matter_id", "source", "employer_id", "topic", "reported_on", "workers_affected", "amount_involved"),
        *("proposal", "assessment", "referred_to", *PLACE),
    ),
    "monitoring_letters_supervisionletter": (
        *("matter_id", "instrument", "reach", "topic", "employer_id", "authority_id", "audience", "facts"),
        *("reply_by", "round", "document_number", "number_organisation_id", "number_year", "number_serial"),
        *("issued_on", "issued_by_id", "issued_text", "served_on", "corrected_on", "result", "closing_note", *PLACE),
    ),
    "monitoring_letters_demand": (
        *("id", "letter_id", "position", "text", "claim_id", "amount", "judgement", "judged_on", "judged_by_id"),
    ),
    "monitoring_letters_approval": (
        *("letter_id", "round", "position", "role", "organisation_id", "decision", "decided_by_id", "decided_at"),
    ),
    "monitoring_letters_serviceattempt": ("letter_id", "method", "sent_on", "sent_to", "state", "ended_on"),
    "monitoring_letters_reply": ("letter_id", "received_on", "how", "text"),
    "monitoring_letters_publication": (
        *("letter_id", "published_on", "where", "employers_reached", "workers_reached"),
    ),
    "monitoring_letters_campaign": ("letter_id", "season", "criteria", "begun_at", "begun_by_id", "finished_at"),
    "monitoring_letters_campaignaddressee": (
        *("campaign_id", "employer_id", "position", "state", "letter_id", "excluded_reason"),
    ),
    "matters_event": ("matter_id", "sequence", "name", "happened_at", "recorded_at", "post_id", "data", "audience"),
    "matters_grant": (
        *("matter_id", "viewer_key", "why", "opened_at", "granted_at", "kind", "status_id", "phase", "channel"),
        *("cause_id", "owner_id", "green_channel", "group", "dispute_id", "next_due_on"),
    ),
}
# Written by one statement each from what the others hold.
DERIVED = ("matters_knownworker", "deadlines_deadline", "notices_notice")
# Rows of these are pointed at by others that are written together with them, so their ids are given here.
NUMBERED = (
    *("registers_employer", "registers_worker", "matters_dispute", "matters_party", "matters_claim"),
    *("matters_matter", "matters_claimoutcome", "mediation_participation", "mediation_agreement"),
    "monitoring_letters_demand",
)
