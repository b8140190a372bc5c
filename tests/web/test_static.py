from django.conf import settings
from django.contrib.staticfiles import finders

from unionlaw.web.staticfiles import PickedFilesFinder


def test_files_out_of_packages_are_found_by_the_name_they_are_served_under():
    assert finders.find("vendor/tabler.min.css") == str(settings.STATIC_PICKS["vendor/tabler.min.css"])
    assert finders.find("fonts/NotoSansSC-Regular.otf")
    assert not finders.find("vendor/package.json")


def test_only_the_picked_files_are_collected():
    assert {name for name, _ in PickedFilesFinder().list([])} == set(settings.STATIC_PICKS)
    for name, storage in PickedFilesFinder().list([]):
        with storage.open(name) as file:
            assert file.read(1)


def test_a_missing_package_is_a_warning_that_says_what_to_do(settings):
    settings.STATIC_PICKS = {"vendor/gone.css": "/nowhere/gone.css"}
    (warning,) = PickedFilesFinder().check()
    assert "make setup" in warning.hint
    assert not finders.find("vendor/gone.css")
