"""The portal's Celery with a beat that wakes nothing but the sweep, every second: drills do not wait for twenty."""

from unionlaw.celery import app

app.conf.beat_schedule = {
    "remind of time limits": {
        "task": "unionlaw.deadlines.tasks.sweep",
        "schedule": 1.0,
        "options": {"expires": 1},
    }
}
