"""Pictures that social networks show beside a link to the site, drawn by the program from public facts."""
