"""Numbers of 64 bits reach the database whole, wherever Django takes them for short ones."""

import pytest
from django.db import connection
from django.db.models import IntegerField, SmallIntegerField, Value
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [IntegerField, SmallIntegerField])
@given(number=st.integers(-(2**63), 2**63 - 1))
def test_a_number_is_never_cut(kind: type[IntegerField], number: int) -> None:
    words, values = Value(number, output_field=kind()).resolve_expression().as_sql(None, connection)  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {words}::bigint", values)
        assert cursor.fetchone() == (number,)
