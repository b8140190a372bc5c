import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.clockwork import Clockwork
from tests.drills.ground import Ground, Sweepers
from tests.notices.servers import MailServer
from tests.run.processes import running_in, until


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drill")


@pytest.fixture(scope="module")
def ground_of_module(home: Path, django_db_setup: None, django_db_blocker) -> Iterator[Ground]:
    with django_db_blocker.unblock():
        ground = Ground(home)
    yield ground
    ground.stop()
    assert until(lambda: not running_in(home)), f"left running: {running_in(home)}"


@pytest.fixture
def ground(ground_of_module: Ground) -> Ground:
    ground_of_module.clear()
    return ground_of_module


@pytest.fixture(scope="module")
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def sweepers_of_module(ground_of_module: Ground, mail_server: MailServer) -> Iterator[Sweepers]:
    sweepers = Sweepers(ground_of_module, mail_server.port)
    yield sweepers
    sweepers.stop()


@pytest.fixture
def sweepers(sweepers_of_module: Sweepers) -> Iterator[Sweepers]:
    yield sweepers_of_module
    sweepers_of_module.kill_all()


@pytest.fixture
def clockwork(ground: Ground) -> Iterator[Clockwork]:
    """A worker, a broker and three beats."""
    clockwork = Clockwork(ground, beats=3)
    yield clockwork
    clockwork.stop()


@pytest.fixture
def rng() -> random.Random:
    """Chooses the moments; pytest shows the seed when a drill fails, DRILL_SEED repeats it."""
    seed = int(os.environ.get("DRILL_SEED", random.randrange(10**6)))
    print(f"DRILL_SEED={seed}")
    return random.Random(seed)
