"""Are the documents open to a citizen: links are asked for, anonymously and politely, and what came of it is kept.

A run of sync asks nothing: it reads what `dip links` kept (`link_file`).

Others use: `Openness`, `LinkAnswer`, `LinkResult`, `LinkResults`, `NO_RESULTS`, `next_result`, `reason_words`,
`count_words` (link_result), `LinkFile` (link_file), `LinkClient` (client), `ask_all` (asking), `Politeness` (turns).

    link_result    what is known of a link, as a value
    link_file      dip-links.sqlite: what is known of all links
    web_address    which addresses may be asked at all
    client         one request, to the very address that was looked at, within limits
    turns          whose turn it is at a host: two at a time, with a pause between
    robots         what a host lets programs ask for
    sign_in        how pages look that ask for a sign-in, and those that guard against programs
    probe          one link: redirects, HEAD, then GET, what it means
    asking         many links at once
"""
