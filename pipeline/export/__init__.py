"""Exporters: the finished page in the formats that people and programs read."""
