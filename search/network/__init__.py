"""Requests to other machines: with limits of time and size, and to public addresses only."""
