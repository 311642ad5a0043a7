"""The document engine for letters: a Word file as house style, compiled once, rendered per letter.

    read_package(bytes)            package.py      a Word file, opened with suspicion
    assemble(package, slots)       assemble.py     the paragraphs of a letter template put at {{body}}
    compile_document(package)      compile.py      placeholders found, static parts compressed once
    CompiledDocument.render(…)     render.py       one letter: values are data, missing or unknown fields are errors
    read_back, letter_shortcomings lint.py         the finished letter, read again

The grammar is closed: {{field}} anywhere in the file, {{rows.column}} in a row of a table that
repeats, and **bold** in a block. Knows no treaty, no database and no clock: equal input gives equal bytes.
"""
