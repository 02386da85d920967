"""Lists of nominees that come with a proposal letter: read from a spreadsheet, tried, entered."""
