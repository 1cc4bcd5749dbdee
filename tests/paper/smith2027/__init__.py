"""Smith 2027."""

SOURCE = dict(
    id="smith2027", title="On squares", authors=["Ada Smith"], year=2027, edition="", url="", naturals_from=1,
    conventions=["Numbers are real."],
)
