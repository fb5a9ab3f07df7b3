"""Tools given to us that compare the stand-in with recorded Google traffic; kept as they are."""
