"""What the form library says of a field, in the words of the house; the field's name stands before or above it."""

from typing import Any

from flask_babel import lazy_gettext as _

# What the library says -> what the house says. Slots such as %(max)d are filled by the library.
WORDS: dict[str, Any] = {
    "This field is required.": _("Fill this in."),
    "Invalid input.": _("This is not written as it must be."),
    "Invalid email address.": _("Write an e-mail address, for example isu@chancery.example."),
    "Invalid URL.": _("Write the address of a page, beginning with https://."),
    "Not a valid choice.": _("Choose one from the list."),
    "Invalid Choice: could not coerce.": _("Choose one from the list."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _("Choose from the list only."),
    "'%(value)s' is not a valid choice for this field.": _("“%(value)s” is not in the list: choose again."),
    "Not a valid integer value.": _("Write a whole number, for example 3."),
    "Not a valid decimal value.": _("Write a number, for example 2.5."),
    "Not a valid float value.": _("Write a number, for example 2.5."),
    "Not a valid date value.": _("Write the day as year-month-day, for example 2021-03-03."),
    "Not a valid datetime value.": _("Write the day and the time, for example 2021-03-03 10:00."),
    "Not a valid time value.": _("Write the time as hours and minutes, for example 10:00."),
    "Number must be at least %(min)s.": _("Write a number from %(min)s on."),
    "Number must be at most %(max)s.": _("Write a number up to %(max)s."),
    "Number must be between %(min)s and %(max)s.": _("Write a number from %(min)s to %(max)s."),
    "Field cannot be longer than %(max)d character.": _("Write at most %(max)d characters."),
    "Field must be at least %(min)d character long.": _("Write at least %(min)d characters."),
    "Field must be between %(min)d and %(max)d characters long.": _("Write from %(min)d to %(max)d characters."),
}


class HouseWords:
    """Takes the place of the library's own translations. What it does not know is left as it is."""

    def gettext(self, string: str) -> str:
        return str(WORDS.get(string, string))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular) if singular in WORDS else (singular if number == 1 else plural)
