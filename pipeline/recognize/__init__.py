"""Recognize: what each line of type says, character by character."""

#from pipeline.recognize.stage import Recognize

__all__ = ["Recognize"]
