"""Setting papers with Typst, in processes of their own that can neither open files nor be waited for forever."""

from unionlaw.documents.typesetting.together import typeset_many
from unionlaw.documents.typesetting.typesetter import Broken, Rendered, TooSlow, typeset, typeset_parts

__all__ = ["Broken", "Rendered", "TooSlow", "typeset", "typeset_many", "typeset_parts"]
