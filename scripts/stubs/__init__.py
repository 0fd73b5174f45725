"""How the catalogue of widgets becomes `.pyi` stubs, for each of the APIs."""
