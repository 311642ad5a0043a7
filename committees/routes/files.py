"""The files of a body: the list, one file with its tasks, decisions and activities, and the acts on it."""

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.forms.work import CloseFileForm, FileForm
from committees.queries.files import OpenedFile, activities_of_file, files_by, get_file, taking_no_part
from committees.queries.offices import Offices
from committees.queries.work import decisions_of, tasks_of
from committees.routes.activities import sees_activity
from committees.routes.counter import blueprint, body_of_page
from committees.routes.work import file_address, keeps_work, meaning_of, not_shown, sight_of_today
from committees.workflow.files import close_file, open_file, ref_to_file, reopen_file
from core.audit.queries import history_of
from core.clock import today
from core.db import transaction
from core.look.acts import act_page
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, as_of, link
from states_parties.rules.names import sort_key

FILE = "/<convention:convention>/committees/<body>/work/files/<int:file_id>"


@blueprint.get("/<convention:convention>/committees/<body>/work/files")
@requires(Right.READ_OPENED_WORK)
def work_files(convention: str, body: str) -> str | Response:
    on = as_of()
    row = body_of_page(convention, body)
    view = sight_of_today(convention, body)
    files = [file for file in files_by(convention, body, on=on) if view.file(file.row.id)]
    table = _table(convention, body, files)
    return export_response(table, _("Files, %(body)s", body=row.name_en)) or render_template(
        "committees/work_files.html", body=row, on=on, page=table_page(table), keeps=keeps_work(convention, body)
    )


@blueprint.get(FILE)
@requires(Right.READ_OPENED_WORK)
def work_file(convention: str, body: str, file_id: int) -> ResponseReturnValue:
    on = as_of()
    row = body_of_page(convention, body)
    file = get_file(convention, body, file_id, on=on)
    view = sight_of_today(convention, body)
    if not view.file(file_id):
        return not_shown(view, file_id)
    tasks = tasks_of(Offices(convention), body, on=on)
    activities = activities_of_file(file_id, on=on)
    return render_template(
        "committees/work_file.html",
        body=row,
        on=on,
        file=file,
        tasks=[task for task in tasks if task.row.file_id == file_id],
        decisions=[each for each in decisions_of(convention, body, tasks, on=on) if each.row.file_id == file_id],
        activities=[each for each in activities if sees_activity(view, each)],
        absent=taking_no_part(file.row, on=on) if view.of_the_body else (),
        inside=view.of_the_body,
        keeps=keeps_work(convention, body),
        meaning_of=meaning_of,
        history=history_of(ref_to_file(file.row)) if view.of_the_body else None,
    )


@blueprint.route("/<convention:convention>/committees/<body>/work/files/new", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def new_file(convention: str, body: str) -> ResponseReturnValue:
    row = body_of_page(convention, body)
    states = sorted(Offices(convention).states.values(), key=lambda state: sort_key(state.name))
    form = FileForm(data={"opened_on": today()})
    form.state.choices = [("", _("none: a matter of the body itself")), *((each.iso3, each.name) for each in states)]
    return act_page(
        form,
        lambda: open_file(
            convention,
            body,
            title=form.title.data,
            iso3=form.state.data or None,
            notes=form.notes.data.replace("\r\n", "\n"),
            opened_on=form.opened_on.data,
            on=today(),
            by=acting(),
        ),
        title=_("Open a file"),
        lead=row.name_en,
        words=_("Open the file"),
        done=_("The file is open."),
        back=link("committees.work_files", convention=convention, body=body),
    )


@blueprint.route(f"{FILE}/close", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def close_one_file(convention: str, body: str, file_id: int) -> ResponseReturnValue:
    row = body_of_page(convention, body)
    file = get_file(convention, body, file_id, on=today())
    view = sight_of_today(convention, body)
    if not view.file(file_id):
        return not_shown(view, file_id)
    form = CloseFileForm(data={"closed_on": today()})
    return act_page(
        form,
        lambda: close_file(convention, body, file_id, closed_on=form.closed_on.data, on=today(), by=acting()),
        title=_("Close the file"),
        lead=f"{file.row.title}, {row.name_en}",
        words=_("Close the file"),
        done=_("The file is closed; it can be opened again."),
        back=file_address(convention, body, file_id),
    )


@blueprint.post(f"{FILE}/reopen")
@requires(Right.KEEP_COMMITTEE_WORK)
def reopen_one_file(convention: str, body: str, file_id: int) -> ResponseReturnValue:
    view = sight_of_today(convention, body)
    get_file(convention, body, file_id, on=today())
    if not view.file(file_id):
        return not_shown(view, file_id)
    with transaction():
        reopen_file(convention, body, file_id, by=acting())
    flash(_("The file is open again."), "success")
    return redirect(file_address(convention, body, file_id))


def _table(convention: str, body: str, files: list[OpenedFile]) -> Table:
    return Table(
        name=f"files-{body}",
        columns=(
            Column(
                "file",
                _("File"),
                lambda each: each.row.title,
                href=lambda each: file_address(convention, body, each.row.id),
            ),
            Column("about", _("About the State"), lambda each: each.state, filter=True),
            Column(
                "state",
                _("State"),
                lambda each: _("open") if each.is_open else _("closed"),
                filter=True,
                meaning=lambda each: "neutral" if each.is_open else "done",
            ),
            Column("opened", _("Opened on"), lambda each: each.row.opened_on, kind="day"),
            Column("closed", _("Closed on"), lambda each: None if each.is_open else each.row.closed_on, kind="day"),
        ),
        rows=files,
        noun=(_("file"), _("files")),
        empty=(
            _("No file is open to you."),
            _("A file holds the tasks, decisions and activities of one matter; of its State nobody takes part in it."),
        ),
    )
