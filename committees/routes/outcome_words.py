"""What would be different with certain proposals adopted, in words."""

from flask_babel import gettext as _
from flask_babel import ngettext

from committees.rules.machinery import Part
from committees.rules.outcomes import Comparison, Covered, Outcome
from core.wording import list_in_words


def sentences(found: Outcome) -> list[str]:
    """What would be different, in words: who takes over, who is discontinued, what is left uncovered."""
    told = []
    for each in found.comparisons:
        if each.took_over and each.after:
            fields = list_in_words([part.short for part in each.took_over], "EN")
            told.append(
                _(
                    "The %(body)s also covers %(field)s, with %(holders)s.",
                    body=each.before.name,
                    field=fields,
                    holders=_seats_in_words(each.after),
                )
            )
        if each.after and each.after.seats != each.before.seats:
            told.append(
                _(
                    "The %(body)s has %(after)s instead of %(before)s.",
                    body=each.before.name,
                    after=_seats_in_words(each.after),
                    before=_seats_in_words(each.before),
                )
            )
    told += [_discontinued(each) for each in found.comparisons if each.after is None]
    told += [
        _("Nobody covers %(field)s any more.", field=covered.topic.short)
        for covered in found.covered
        if covered.by is None
    ]
    for each in found.comparisons:
        if each.after and (invited := [name for name in each.after.invited if name not in each.before.invited]):
            names = list_in_words(invited, "EN")
            told.append(_("The %(body)s invites to every meeting: %(names)s.", body=each.before.name, names=names))
    if found.orphaned_tasks:
        told.append(
            ngettext(
                "%(num)d open task has no body any more.",
                "%(num)d open tasks have no body any more.",
                found.orphaned_tasks,
            )
        )
    return told


def covered_in_words(covered: Covered) -> str:
    if covered.by is None:
        return _("nobody")
    return _("%(body)s, %(holders)s", body=covered.by.name, holders=_seats_in_words(covered.by))


def _discontinued(each: Comparison) -> str:
    office = each.before.name
    if each.into is None:
        return _("The %(office)s is discontinued (%(seats)s).", office=office, seats=_seats_in_words(each.before))
    return _(
        "The %(office)s is discontinued (%(seats)s); its mandate goes to the %(into)s.",
        office=office,
        seats=_seats_in_words(each.before),
        into=each.into.name,
    )


def _seats_in_words(part: Part) -> str:
    return f"{part.seats} {part.role}{'' if part.seats == 1 else 's'}"
