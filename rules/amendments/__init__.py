"""A recipient's answer to our own letter, read in the context of what stands.

First, with the mail alone, the remarks are found («телефон другой: …», «всё верно») and taken out
of the text, so that the questions' rules read the rest (`remarks`). Then, when the reading is
recorded and it is known what stood before, the remarks and the rest change the standing answers
part by part; what fits nothing becomes a doubt (`standing`).
"""

from rules.amendments.remarks import Found, find
from rules.amendments.standing import amended

__all__ = ["Found", "amended", "find"]
