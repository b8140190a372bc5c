"""Where legal-aid work joins the shell: navigation, pages of its kinds, referrals."""


def join() -> None:
    """Subscribe at start-up."""
