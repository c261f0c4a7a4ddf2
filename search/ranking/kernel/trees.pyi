WORD: int
ALL: int
ANY: int
NOT: int
MASK: int
