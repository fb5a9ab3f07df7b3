"""One search over the lists of many offices: their sites are asked for what they publish, and nothing else is known.

Imported only by `dip national` and only with the extra `national`.

Others use: `load_national`, `database_of` (national_settings), `read_offices` (offices), `trouble_words`
(published_list), `ListStore`, `open_store` (list_store), `SiteReader` (site_reader), `harvest`, `open_reader`
(harvest), `open_index`, `renew_index`, `refresh_index` (search_index), `HarvestWorker` (harvest_worker),
`NationalPages` (pages), `write_pages` (page_files), `NationalWeb`, `serve` (web).

    national_settings  national.toml as values
    offices            offices.csv as values
    words              Indonesian words, folded and stemmed
    published_list     what a site publishes, read and judged
    taking             pure: what was kept and what is offered → what is kept
    list_store         national.sqlite: every office's list, whole, with its age
    site_reader        what the site of one office answers
    harvest            all offices in parallel
    search_index       which entries hold which words
    harvest_worker     a process that harvests by itself, with a job an office
    word_queries       the words of a question → queries
    search             a question → the entries that fit best
    api_description    the search for programs, as OpenAPI
    pages              the static pages, and those of the search
    page_files         the pages as files in a folder
    rate_limit         who asks, and how many searches an address may make
    web                the search as a WSGI application
"""
