BODY: int
EXACT: int
TITLE: int
PRESENCE: int
