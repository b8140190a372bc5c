"""Policies of library views, by URL name (our own views carry theirs: unionlaw.web.policy)."""

from unionlaw.web.policy import Closed, Policy, Public, SignedIn

_sign_in = Public("signing in and out")
_reset = Public("resetting a forgotten password")
_own = SignedIn("one's own account")
_no_signup = Closed("accounts are made by administrators")
_no_codes = Closed("no sign-in by mailed code")
_no_phone = Closed("no phone numbers at sign-in")
_own_email_page = Closed("addresses are changed on our own page, with the password")

THIRD_PARTY: dict[str, Policy] = {
    # django-allauth
    "account_login": _sign_in,
    "account_logout": _sign_in,
    "account_inactive": _sign_in,
    "account_reauthenticate": _own,
    "account_change_password": _own,
    "account_set_password": Closed("every account has a password"),
    "account_reset_password": _reset,
    "account_reset_password_done": _reset,
    "account_reset_password_from_key": _reset,
    "account_reset_password_from_key_done": _reset,
    "account_confirm_password_reset_code": _no_codes,
    "account_complete_password_reset": _no_codes,
    "account_password_reset_completed": _no_codes,
    "account_confirm_login_code": _no_codes,
    "account_request_login_code": _no_codes,
    "account_signup": _no_signup,
    "account_signup_by_passkey": _no_signup,
    "account_email": _own_email_page,
    "account_email_verification_sent": _own_email_page,
    "account_confirm_email": _own_email_page,
    "account_verify_phone": _no_phone,
    "account_change_phone": _no_phone,
    "mfa_index": _own,
    "mfa_authenticate": _sign_in,
    "mfa_login_webauthn": _sign_in,
    "mfa_reauthenticate": _own,
    "mfa_reauthenticate_webauthn": _own,
    "mfa_trust": Closed("every sign-in asks for the second factor"),
    "mfa_activate_totp": _own,
    "mfa_deactivate_totp": _own,
    "mfa_view_recovery_codes": _own,
    "mfa_generate_recovery_codes": _own,
    "mfa_download_recovery_codes": _own,
    "mfa_list_webauthn": _own,
    "mfa_add_webauthn": _own,
    "mfa_edit_webauthn": _own,
    "mfa_remove_webauthn": _own,
    "mfa_signup_webauthn": _no_signup,
    "usersessions_list": _own,
}
