"""What the characters tell: does this line go on in that one?"""

from pipeline.language.joints import continuation

__all__ = ["continuation"]
