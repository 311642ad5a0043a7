"""The look of every page: navigation, languages and themes, days in words, security headers, pages for refusals."""
