"""Who may come in, and as what: accounts, the roles they hold and for which period, single-use links, sign-in."""
