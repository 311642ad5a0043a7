"""Forms of the work of a body: tasks, decisions, files."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from committees.models.work import Anchor, Owner, TaskState
from committees.rules.due import DueRule
from committees.workflow.tasks import TaskPlan
from core.forms import DayField, Form

Choices = Sequence[tuple[str, str]]
BEFORE, AFTER = "before", "after"


def owner_of(value: str) -> tuple[Owner, int | None]:
    """The office and its seat from the value of a choice: "chair", "seat 2"."""
    word, _blank, seat = value.partition(" ")
    return (Owner.SEAT, int(seat)) if word == "seat" and seat else (Owner(value), None)


def owner_value(owner: Owner, seat: int | None) -> str:
    """The value of the choice from which `owner_of` reads them."""
    return f"seat {seat}" if owner is Owner.SEAT else owner.value


class TaskForm(Form):
    title = StringField(_("What is to be done"), [InputRequired(_("Say what is to be done.")), Length(max=200)])
    owner = SelectField(
        _("Who answers for it"),
        description=_("An office, not a person: the task stays when the holder changes."),
    )
    anchor = SelectField(
        _("Due"),
        choices=[
            (Anchor.OPENS.value, _("counted from the opening of a meeting")),
            (Anchor.CLOSES.value, _("counted from the close of a meeting")),
            (Anchor.DAY.value, _("on a day")),
        ],
    )
    meeting = StringField(
        _("Meeting"),
        [Length(max=20)],
        description=_("Short name, such as 19MSP. The day follows when the meeting moves."),
    )
    months = IntegerField(_("Months"), [Optional(), NumberRange(0, 120)])
    days = IntegerField(_("Days"), [Optional(), NumberRange(0, 3650)], description=_("Counted after the months."))
    direction = SelectField(
        _("Before or after"), choices=[(BEFORE, _("before the meeting")), (AFTER, _("after the meeting"))]
    )
    due_on = DayField(_("Day"), [Optional()], description=_("Only for a task that is due on a day."))
    rule_source = StringField(
        _("Source of the rule"),
        [Length(max=200)],
        description=_("Who says that it is due then: an article, a decision, “Office practice”."),
    )
    effort_hours = IntegerField(_("Estimated hours"), [Optional(), NumberRange(0, 2000)])
    file = SelectField(_("File"))
    details = TextAreaField(_("Details"), [Length(max=4000)])

    def validate_due_on(self, field: Field) -> None:
        if self.anchor.data == Anchor.DAY.value and field.data is None:
            raise ValidationError(_("Give the day on which the task is due."))

    def validate_meeting(self, field: Field) -> None:
        if self.anchor.data != Anchor.DAY.value and not (field.data or "").strip():
            raise ValidationError(_("Give the meeting from which the day is counted."))

    def offer(self, owners: Choices, files: Choices) -> None:
        self.owner.choices = list(owners)
        self.file.choices = [("", _("none: a matter of the body itself")), *files]

    def plan(self, decision_id: int | None = None) -> TaskPlan:
        owner, seat = owner_of(self.owner.data)
        return TaskPlan(
            title=self.title.data,
            owner=owner,
            seat=seat,
            due=self.due_rule,
            details=self.details.data.replace("\r\n", "\n"),
            source=self.rule_source.data,
            hours=self.effort_hours.data,
            file_id=int(self.file.data) if self.file.data else None,
            decision_id=decision_id,
        )

    @property
    def due_rule(self) -> DueRule:
        if self.anchor.data == Anchor.DAY.value:
            return DueRule(self.due_on.data)
        sign = -1 if self.direction.data == BEFORE else 1
        return DueRule(
            meeting=self.meeting.data.strip(),
            at_close=self.anchor.data == Anchor.CLOSES.value,
            months=sign * (self.months.data or 0),
            days=sign * (self.days.data or 0),
        )


class SettleForm(Form):
    state = SelectField(
        _("The task is"), choices=[(TaskState.DONE.value, _("done")), (TaskState.DROPPED.value, _("dropped"))]
    )
    settled_on = DayField(_("On"), [InputRequired(_("Give the day."))])
    outcome = TextAreaField(
        _("What came of it"), [Length(max=4000)], description=_("Needed where the task is dropped: why.")
    )


class DecisionForm(Form):
    """A decision and up to three tasks that follow from it; more are added on the page of the decision."""

    text = TextAreaField(_("What was decided"), [InputRequired(_("Write what was decided.")), Length(max=4000)])
    decided_on = DayField(_("Decided on"), [InputRequired(_("Give the day."))])
    occasion = StringField(
        _("Occasion"), [Length(max=160)], description=_("For example: third meeting of the Committee in 2021.")
    )
    file = SelectField(_("File"))
    task_1 = StringField(_("First task"), [Length(max=200)])
    owner_1 = SelectField(_("Who answers for the first task"))
    due_1 = DayField(_("First task due on"), [Optional()])
    task_2 = StringField(_("Second task"), [Length(max=200)])
    owner_2 = SelectField(_("Who answers for the second task"))
    due_2 = DayField(_("Second task due on"), [Optional()])
    task_3 = StringField(_("Third task"), [Length(max=200)])
    owner_3 = SelectField(_("Who answers for the third task"))
    due_3 = DayField(_("Third task due on"), [Optional()])

    def offer(self, owners: Choices, files: Choices) -> None:
        self.file.choices = [("", _("none: a matter of the body itself")), *files]
        for _task, owner, _due in self.follow_ups:
            owner.choices = list(owners)

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        valid = bool(super().validate(extra_validators))
        for task, _owner, due in self.follow_ups:
            if (task.data or "").strip() and due.data is None and not due.errors:
                due.errors = [_("Give the day on which the task is due.")]
                valid = False
        return valid

    @property
    def follow_ups(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each task: what, who answers for it, when it is due."""
        return [(self[f"task_{number}"], self[f"owner_{number}"], self[f"due_{number}"]) for number in (1, 2, 3)]

    @property
    def plans(self) -> list[TaskPlan]:
        return [_follow_up(*fields) for fields in self.follow_ups if (fields[0].data or "").strip()]


class FileForm(Form):
    title = StringField(_("Title"), [InputRequired(_("Give the file a title.")), Length(max=200)])
    state = SelectField(
        _("About the State"),
        description=_("Whoever represents this State takes no part in the file and sees nothing of it."),
    )
    opened_on = DayField(_("Opened on"), [InputRequired(_("Give the day."))])
    notes = TextAreaField(_("Notes"), [Length(max=4000)])


class CloseFileForm(Form):
    closed_on = DayField(_("Closed on"), [InputRequired(_("Give the day."))])


def _follow_up(task: Field, owner: Field, due: Field) -> TaskPlan:
    office, seat = owner_of(owner.data)
    return TaskPlan(task.data, office, DueRule(due.data), seat=seat)
