"""The toy's addresses, by door."""

from django.urls import URLPattern, path

from answerable.toy.views.desk import find, finds

desk: list[URLPattern] = [path("finds/", finds, name="finds"), path("finds/<int:ref>/", find, name="find")]
