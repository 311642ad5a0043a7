"""A campaign under review: its variants, its checks, a letter as its reader sees it."""
