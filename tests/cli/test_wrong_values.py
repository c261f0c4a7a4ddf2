"""What is said of a value that Click refuses for its type."""

import click
import pytest

from search.cli.usage import wrong_value


@pytest.mark.parametrize(("folders", "code"), [(True, "not_readable"), (False, "is_a_folder")])
def test_a_folder_of_somebody_else_is_not_called_a_folder(tmp_path, folders, code):
    """Where a folder is wanted, Click refuses one only if it cannot be read."""
    option = click.Option(["--index"], type=click.Path(dir_okay=folders))
    error = wrong_value(click.BadParameter("not readable", param=option), str(tmp_path))
    assert error.reason.code == code
