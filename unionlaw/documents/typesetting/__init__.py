"""Setting papers with Typst, in processes of their own that can neither open files nor be waited for forever."""

from unionlaw.documents.typesetting.typesetter import Broken, Rendered, TooSlow, typeset

__all__ = ["Broken", "Rendered", "TooSlow", "typeset"]
