"""Doorstroom: a simulation of regional youth-care flow."""
