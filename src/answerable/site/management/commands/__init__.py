"""Django's own commands where ours must differ."""
