"""Background work. The database is the only schedule of what is due; beat and workers merely wake it.

A message may be lost or come twice: tasks find their work in rows. Beat entries expire before their next run,
so a worker that was away does not wade through stale wake-ups.
"""

import os

from celery import Celery
from celery.schedules import crontab
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionlaw.settings")

app = Celery("unionlaw")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_default_queue="default",
    task_queues=[Queue("default"), Queue("slow")],
    task_time_limit=15 * 60,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    # A page that wakes a worker does not wait for a broker that is away: the row is the queue.
    task_publish_retry_policy={"max_retries": 1, "interval_start": 0.1},
    worker_cancel_long_running_tasks_on_connection_loss=True,
    # The visibility timeout must exceed the longest task. kombu looks for lost tasks only every 100 s by default.
    broker_transport_options={
        "visibility_timeout": 20 * 60,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
    },
    beat_schedule={
        "remind of time limits": {
            "task": "unionlaw.deadlines.tasks.sweep",
            "schedule": 20.0,
            "options": {"expires": 18},
        },
        "clear expired sessions and drafts": {
            "task": "unionlaw.accounts.tasks.clear_expired",
            "schedule": crontab(minute=17),
            "options": {"expires": 50 * 60},
        },
        "remove files without a row": {
            "task": "unionlaw.documents.tasks.sweep_orphans",
            "schedule": crontab(hour=3, minute=41),
            "options": {"expires": 12 * 3600, "queue": "slow"},
        },
        "go on with batches of papers": {
            "task": "unionlaw.documents.tasks.issue_batches",
            "schedule": 60,
            "options": {"expires": 55, "queue": "slow"},
        },
        "go on with sheets": {
            "task": "unionlaw.rosters.tasks.work_off",
            "schedule": 60,
            "options": {"expires": 55, "queue": "slow"},
        },
        "forget old sheets": {
            "task": "unionlaw.rosters.tasks.clear_old",
            "schedule": crontab(hour=3, minute=53),
            "options": {"expires": 12 * 3600, "queue": "slow"},
        },
        "go on with campaigns": {
            "task": "monitoring_letters.tasks.issue_campaigns",
            "schedule": 60,
            "options": {"expires": 55, "queue": "slow"},
        },
        "spread notices": {
            "task": "unionlaw.notices.tasks.spread",
            "schedule": 15,
            "options": {"expires": 15},
        },
        "send notices": {
            "task": "unionlaw.notices.tasks.send",
            "schedule": 15,
            "options": {"expires": 15},
        },
        "send invitations to mediation sessions": {
            "task": "mediation.tasks.send_invitations",
            "schedule": 30,
            "options": {"expires": 30},
        },
        "write daily digests": {
            "task": "unionlaw.notices.tasks.digest",
            "schedule": 60,
            "options": {"expires": 60},
        },
        "ask for the holidays of a year": {
            "task": "unionlaw.deadlines.tasks.ask_for_years",
            "schedule": crontab(hour=9, minute=7),
            "options": {"expires": 12 * 3600},
        },
        "go on with files of reports": {
            "task": "unionlaw.reports.tasks_outputs.make_outputs",
            "schedule": 60,
            "options": {"expires": 55, "queue": "slow"},
        },
        "send reports on their day": {
            "task": "unionlaw.reports.tasks_outputs.send_deliveries",
            "schedule": crontab(hour="8-20", minute=23),
            "options": {"expires": 50 * 60, "queue": "slow"},
        },
        "throw old files of reports away": {
            "task": "unionlaw.reports.tasks_outputs.forget_outputs",
            "schedule": crontab(hour=3, minute=31),
            "options": {"expires": 12 * 3600, "queue": "slow"},
        },
        "go on with reports in line": {
            "task": "unionlaw.reports.tasks_rounds.compute_rounds",
            "schedule": 60,
            "options": {"expires": 55, "queue": "slow"},
        },
        "make the month's reports": {
            "task": "unionlaw.reports.tasks_rounds.make_month",
            "schedule": crontab(hour="6-20", minute=11),
            "options": {"expires": 50 * 60, "queue": "slow"},
        },
        "forget old API answers": {
            "task": "unionlaw.api.tasks.forget_answers",
            "schedule": crontab(minute=29),
            "options": {"expires": 50 * 60},
        },
    },
)
app.autodiscover_tasks()
