"""Every address, tried for real by every role: who gets in (+) and who is turned away (.).

A new address without a row fails. A row states what the office wants, not what the code does: change it on purpose.
"""

from typing import NamedTuple

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from core.accounts.models import User
from core.clock import today
from core.permissions import OF_A_BODY, Right, Role
from tests.factories.accounts import make_account, sign_in
from tests.one_database import ON_SQLITE_ALONE

# Some 2,500 visits; what a role may do is weighed in Python, and its rows are read on both databases elsewhere.
pytestmark = ON_SQLITE_ALONE

ROLES = {
    "?": None,  # not signed in
    "A": Role.ADMINISTRATOR,
    "I": Role.ISU_OFFICER,
    "P": Role.PRESIDENT,
    "C": Role.CHAIR,
    "M": Role.MEMBER,
    "N": Role.ANALYST,
    "O": Role.OBSERVER,
}

TABLE = """
visitor   ? A I P C M N O
GET       . + + + + + + +   /
GET       . + + + + + + +   /<convention:convention>/
GET       . + + + + + + +   /<convention:convention>/committees
GET       . + + + + + + +   /<convention:convention>/committees/<body>
GET/POST  . + + . . . . .   /<convention:convention>/committees/<body>/chair
GET/POST  . + + . . . . .   /<convention:convention>/committees/<body>/compose
GET/POST  . + + . . . . .   /<convention:convention>/committees/<body>/discontinue
GET/POST  . + + . . . . .   /<convention:convention>/committees/<body>/places/<int:place_id>/end
GET/POST  . + + . . . . .   /<convention:convention>/committees/<body>/places/new
GET/POST  . + + . . . . .   /<convention:convention>/committees/<body>/representatives/<int:person_id>/end
GET/POST  . + + . . . . .   /<convention:convention>/committees/<body>/representatives/new
GET       . + + + + + + +   /<convention:convention>/committees/<body>/terms
GET/POST  . + + . . . . .   /<convention:convention>/committees/<body>/terms/<int:term_id>/correct
GET/POST  . + + . . . . .   /<convention:convention>/committees/<body>/terms/<int:term_id>/end
GET/POST  . + + . . . . .   /<convention:convention>/committees/<body>/terms/appoint
GET/POST  . + + . . . . .   /<convention:convention>/committees/<body>/terms/elect
GET       . + + + + + + +   /<convention:convention>/committees/<body>/mandate
GET       . + + + + + + +   /<convention:convention>/committees/<body>/mandate.docx
GET/POST  . + + . . . . .   /<convention:convention>/committees/<body>/mandate/amend
GET/POST  . + + . . . . .   /<convention:convention>/committees/<body>/mandate/versions/<int:version>/correct
GET       . + + + + + . .   /<convention:convention>/committees/<body>/access
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/access/delegate
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/access/delegations/<int:delegation_id>/end
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/access/open
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/access/openings/<int:opening_id>/close
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/access/recuse
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/access/recusals/<int:recusal_id>/end
GET/POST  . + + . . . . .   /<convention:convention>/committees/<body>/access/representatives/<int:representative_id>
GET       . + + + + + . .   /<convention:convention>/committees/<body>/briefing.zip
GET       . + + + + + + +   /<convention:convention>/committees/<body>/roster.docx
GET       . + + + + + . .   /<convention:convention>/committees/<body>/series
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/series/<int:series_id>/end
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/series/<int:series_id>/<day>/leave-out
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/series/<int:series_id>/<day>/put-back
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/series/<int:series_id>/<day>/move
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/series/new
GET       . + + + + + . +   /<convention:convention>/committees/<body>/work
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/work/copy
GET       . + + + + + . +   /<convention:convention>/committees/<body>/work/decisions
GET       . + + + + + . +   /<convention:convention>/committees/<body>/work/decisions/<int:decision_id>
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/work/decisions/new
GET       . + + + + + . +   /<convention:convention>/committees/<body>/work/files
GET       . + + + + + . +   /<convention:convention>/committees/<body>/work/files/<int:file_id>
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/work/files/<int:file_id>/close
POST      . + + . + . . .   /<convention:convention>/committees/<body>/work/files/<int:file_id>/reopen
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/work/files/new
GET       . + + + + + . +   /<convention:convention>/committees/<body>/work/tasks/<int:task_id>
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/work/tasks/<int:task_id>/change
POST      . + + . + . . .   /<convention:convention>/committees/<body>/work/tasks/<int:task_id>/reopen
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/work/tasks/<int:task_id>/settle
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/work/tasks/new
GET       . + + + + + . +   /<convention:convention>/committees/<body>/activities
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/activities/<int:number>
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/activities/<int:number>/withdraw
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/activities/new
GET       . + + + + + . +   /<convention:convention>/committees/<body>/papers
GET       . + + + + + . +   /<convention:convention>/committees/<body>/papers/<int:year>
GET       . + + + + + . +   /<convention:convention>/committees/<body>/papers/<int:year>.docx
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/papers/<int:year>/circulate
POST      . + + . + . . .   /<convention:convention>/committees/<body>/papers/<int:year>/comments/<int:said>/settle
GET/POST  . + + + + + . .   /<convention:convention>/committees/<body>/papers/<int:year>/comments/<paragraph>
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/papers/<int:year>/edit
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/papers/<int:year>/final
POST      . + + . + . . .   /<convention:convention>/committees/<body>/papers/<int:year>/follow
GET       . + + + + + . .   /<convention:convention>/committees/<body>/papers/<int:year>/priorities
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/papers/<int:year>/priorities/<int:number>
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/papers/<int:year>/priorities/<int:number>/drop
POST      . + + . + . . .   /<convention:convention>/committees/<body>/papers/<int:year>/priorities/<int:number>/up
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/papers/<int:year>/priorities/new
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/papers/<int:year>/reopen
GET       . + + + + + . +   /<convention:convention>/committees/<body>/papers/<int:year>/compare/<int:older>/<int:newer>
GET/POST  . + + . + . . .   /<convention:convention>/committees/<body>/papers/new
GET       . + + + + + + +   /<convention:convention>/deadlines
GET       . + + + + + . .   /<convention:convention>/letters
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>
GET/POST  . + + + + . . .   /<convention:convention>/letters/<int:campaign_id>/cancel
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/letters.zip
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/manifest.csv
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/balance
GET/POST  . + + + + . . .   /<convention:convention>/letters/<int:campaign_id>/correct
GET/POST  . + + . . . . .   /<convention:convention>/letters/<int:campaign_id>/move
GET/POST  . + + . . . . .   /<convention:convention>/letters/<int:campaign_id>/newly-approved
GET/POST  . + + . . . . .   /<convention:convention>/letters/<int:campaign_id>/outcomes/<int:dispatch_id>
POST      . + + . . . . .   /<convention:convention>/letters/<int:campaign_id>/pause
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/post
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/post/<int:batch>.csv
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/post/<int:batch>.docx
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/post/<int:batch>.pdf
GET/POST  . + + . . . . .   /<convention:convention>/letters/<int:campaign_id>/post/<int:batch>/posted
POST      . + + . . . . .   /<convention:convention>/letters/<int:campaign_id>/post/batches
GET/POST  . + + . . . . .   /<convention:convention>/letters/<int:campaign_id>/post/printed/<int:dispatch_id>
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/progress
POST      . + + . . . . .   /<convention:convention>/letters/<int:campaign_id>/resume
GET/POST  . + + . . . . .   /<convention:convention>/letters/<int:campaign_id>/schedule
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/states
GET/POST  . + + + + . . .   /<convention:convention>/letters/<int:campaign_id>/states/<slug>/anew
GET/POST  . + + + + . . .   /<convention:convention>/letters/<int:campaign_id>/states/<slug>/correct
GET/POST  . + + . . . . .   /<convention:convention>/letters/<int:campaign_id>/states/<slug>/hold-back
GET/POST  . + + . . . . .   /<convention:convention>/letters/<int:campaign_id>/stop
GET/POST  . + + + + . . .   /<convention:convention>/letters/<int:campaign_id>/trial
GET       . + + + + + . .   /<convention:convention>/letters/states/<slug>
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/reminders
POST      . + + + + . . .   /<convention:convention>/letters/<int:campaign_id>/reminders/<int:step_id>/draft
GET/POST  . + + + + . . .   /<convention:convention>/letters/<int:campaign_id>/reminders/<int:step_id>/drop
GET/POST  . + + + + . . .   /<convention:convention>/letters/<int:campaign_id>/reminders/plan
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/states/<slug>
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/states/<slug>.docx
GET       . + + + + + . .   /<convention:convention>/letters/calendar
GET/POST  . + + + + . . .   /<convention:convention>/letters/new
GET       . + + + + + . .   /<convention:convention>/letters/replies
GET       . + + . . . . .   /<convention:convention>/letters/replies/<int:mail_id>
GET       . + + . . . . .   /<convention:convention>/letters/replies/<int:mail_id>/files/<int:number>
GET/POST  . + + . . . . .   /<convention:convention>/letters/replies/<int:mail_id>/files/<int:number>/report
GET       . + + . . . . .   /<convention:convention>/letters/replies/<int:mail_id>/mail.eml
GET/POST  . + + . . . . .   /<convention:convention>/letters/replies/<int:mail_id>/set-aside
GET/POST  . + + . . . . .   /<convention:convention>/letters/replies/<int:mail_id>/settle
GET/POST  . + + + + . . .   /<convention:convention>/letters/<int:campaign_id>/approve
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/approvals/<int:number>.json
GET       . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/audience
GET/POST  . + + + + . . .   /<convention:convention>/letters/<int:campaign_id>/circulate
GET/POST  . + + + + . . .   /<convention:convention>/letters/<int:campaign_id>/circulation/withdraw
GET/POST  . + + + + . . .   /<convention:convention>/letters/<int:campaign_id>/redraft
GET/POST  . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/remarks/new
GET/POST  . + + + + + . .   /<convention:convention>/letters/<int:campaign_id>/remarks/<int:remark_id>/settle
POST      . + + + + . . .   /<convention:convention>/letters/<int:campaign_id>/states/<slug>/bring-back
GET/POST  . + + + + . . .   /<convention:convention>/letters/<int:campaign_id>/states/<slug>/withdraw
GET       . + + + + + . .   /<convention:convention>/letters/audiences
GET       . + + + + + . .   /<convention:convention>/letters/audiences/<int:audience_id>
GET/POST  . + + + + . . .   /<convention:convention>/letters/audiences/<int:audience_id>/replace
GET/POST  . + + + + . . .   /<convention:convention>/letters/audiences/<int:audience_id>/retire
GET/POST  . + + + + . . .   /<convention:convention>/letters/audiences/new
GET       . + + + + + . .   /<convention:convention>/letters/references
GET       . + + + + + . .   /<convention:convention>/letters/references/<int:approved_id>.docx
GET       . + + + + + . .   /<convention:convention>/letters/templates
GET       . + + + + + . .   /<convention:convention>/letters/templates/<slug>/<form>
GET/POST  . + + . . . . .   /<convention:convention>/letters/templates/<slug>/<form>/paragraphs/<id>
GET/POST  . + + . . . . .   /<convention:convention>/letters/templates/<slug>/<form>/paragraphs/<id>/after
POST      . + + . . . . .   /<convention:convention>/letters/templates/<slug>/<form>/paragraphs/<id>/move/<direction>
GET/POST  . + + . . . . .   /<convention:convention>/letters/templates/<slug>/<form>/paragraphs/<id>/remove
GET       . + + + + + . .   /<convention:convention>/letters/templates/<slug>/<form>/preview
GET/POST  . + + . . . . .   /<convention:convention>/letters/templates/<slug>/<form>/subject
GET       . + + + + + . .   /<convention:convention>/letters/templates/<slug>/<form>/versions/<int:older>/<int:newer>
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/agenda
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/agenda.docx
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/agenda/begin
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/agenda/items/<int:item_id>
POST      . + + . . . . .   /<convention:convention>/meetings/<meeting>/agenda/items/<int:item_id>/move
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/agenda/items/<int:item_id>/place
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/agenda/items/<int:item_id>/remove
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/agenda/new
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/agenda/paste
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/agenda/release
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/agenda/versions/<int:number>
GET       . + + . . . . .   /<convention:convention>/meetings/<meeting>/changes
POST      . + + . . . . .   /<convention:convention>/meetings/<meeting>/changes/<int:change_id>/undo
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/programme
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/programme.docx
GET       . + + + + . . .   /<convention:convention>/meetings/<meeting>/room
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/room/screen
POST      . + + + + . . .   /<convention:convention>/meetings/<meeting>/room/<int:session_id>/item
POST      . + + + + . . .   /<convention:convention>/meetings/<meeting>/room/<int:session_id>/requests
POST      . + + + + . . .   /<convention:convention>/meetings/<meeting>/room/<int:session_id>/requests/<int:request_id>
POST      . + + + + . . .   /<convention:convention>/meetings/<meeting>/room/<int:session_id>/next
POST      . + + + + . . .   /<convention:convention>/meetings/<meeting>/room/<int:session_id>/end
POST      . + + + + . . .   /<convention:convention>/meetings/<meeting>/room/<int:session_id>/list
GET/POST  . + + + + . . .   /<convention:convention>/meetings/<meeting>/room/<int:session_id>/limits
GET/POST  . + + + + . . .   /<convention:convention>/meetings/<meeting>/room/<int:session_id>/decide
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/room/<int:session_id>/action-point
GET/POST  . + + + + . . .   /<convention:convention>/meetings/<meeting>/room/<int:session_id>/statement
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/decisions
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/decisions/<int:number>
GET/POST  . + + + + . . .   /<convention:convention>/meetings/<meeting>/decisions/new
GET/POST  . + + + + . . .   /<convention:convention>/meetings/<meeting>/decisions/<int:number>/done
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/statements/<int:statement_id>
POST      . + + + + . . .   /<convention:convention>/meetings/<meeting>/statements/<int:statement_id>/publish
GET       . + + + + . . .   /<convention:convention>/meetings/<meeting>/minutes
GET/POST  . + + + + . . .   /<convention:convention>/meetings/<meeting>/minutes/<int:item_id>
GET       . + + + + . . .   /<convention:convention>/meetings/<meeting>/minutes.docx
GET       . + + + + . . .   /<convention:convention>/meetings/<meeting>/final-document.docx
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/minutes/summary
GET       . + + . . . . .   /<convention:convention>/meetings/<meeting>/timetable
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/timetable/paste
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/timetable/pieces/<int:slot_id>
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/timetable/pieces/<int:slot_id>/exchange
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/timetable/pieces/<int:slot_id>/part
POST      . + + . . . . .   /<convention:convention>/meetings/<meeting>/timetable/pieces/<int:slot_id>/step
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/timetable/place
POST      . + + . . . . .   /<convention:convention>/meetings/<meeting>/timetable/place-before
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/timetable/release
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/timetable/versions/<int:number>
GET       . + + + + + + +   /<convention:convention>/meetings
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/cancel
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/change
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/confirm
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/move
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/cancel
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/change
POST      . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/confirm
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/new
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/sessions/usual
GET       . + + + + + + +   /<convention:convention>/meetings/choices
GET       . + + + + + + +   /<convention:convention>/meetings/choices/<choice>
GET/POST  . + + . . . . .   /<convention:convention>/meetings/choices/<choice>/<int:option>/adopt
POST      . + + . . . . .   /<convention:convention>/meetings/choices/<choice>/<int:option>/costs/<int:cost_id>/drop
GET/POST  . + + . . . . .   /<convention:convention>/meetings/choices/<choice>/<int:option>/costs/new
GET/POST  . + + . . . . .   /<convention:convention>/meetings/choices/<choice>/<int:option>/describe
GET/POST  . + + . . . . .   /<convention:convention>/meetings/choices/<choice>/<int:option>/foresee
POST      . + + . . . . .   /<convention:convention>/meetings/choices/<choice>/<int:option>/meetings/<int:position>/drop
GET/POST  . + + . . . . .   /<convention:convention>/meetings/choices/<choice>/new
GET/POST  . + + . . . . .   /<convention:convention>/meetings/choices/new
GET/POST  . + + . . . . .   /<convention:convention>/meetings/new
GET/POST  . + + . . . . .   /<convention:convention>/meetings/new/described
GET/POST  . + + . . . . .   /<convention:convention>/meetings/prepare
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/papers
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/papers/<slug>
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/papers/<slug>/<language>
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/papers/<slug>/<language>/<int:number>
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/papers/<slug>/<language>/<int:older>/<int:newer>
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/papers/<slug>/add-text
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/papers/<slug>/change
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/papers/<slug>/forecast
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/papers/<slug>/issue
POST      . + + . . . . .   /<convention:convention>/meetings/<meeting>/papers/<slug>/process
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/papers/<slug>/receive
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/papers/<slug>/revise
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/papers/<slug>/withdraw
GET       . + + . . . . .   /<convention:convention>/meetings/<meeting>/papers/owed
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/papers/owed/remind
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/papers/reserve
GET       . + + + + + . .   /<convention:convention>/meetings/<meeting>/people
GET       . + + + + + . .   /<convention:convention>/meetings/<meeting>/people/<int:delegation_id>
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/people/<int:delegation_id>/change
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/people/persons/<int:person_id>/change
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/people/persons/<int:person_id>/remove
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/people/persons/<int:person_id>/consent
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/people/<int:delegation_id>/persons/new
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/people/<int:delegation_id>/remove
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/people/import
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/people/new
GET       . + + + + + . .   /<convention:convention>/meetings/<meeting>/people/participants.docx
GET       . + + + + + . .   /<convention:convention>/meetings/<meeting>/people/persons
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/people/registration
GET/POST  . + + . . . . .   /<convention:convention>/meetings/<meeting>/people/sessions/<int:session_id>
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/pieces/<int:slot_id>
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/pieces/<int:slot_id>/out
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/place
GET       . + + + + + + +   /<convention:convention>/offices
GET/POST  . + + . . . . .   /<convention:convention>/offices/import
GET/POST  . + + . . . . .   /<convention:convention>/offices/new-body
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/invitations/<int:invitation_id>/answer
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/invitations/<int:invitation_id>/withdraw
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/invitations/tell
GET       . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/invitations
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/invitations/new
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/invitations/tell
GET       . + + + + + . .   /<convention:convention>/reforms
GET       . + + + + + . .   /<convention:convention>/reforms/<scenario>
GET/POST  . + + . . . . .   /<convention:convention>/reforms/<scenario>/change
GET       . + + + + + . .   /<convention:convention>/reforms/<scenario>/proposals/<int:number>
GET/POST  . + + . . . . .   /<convention:convention>/reforms/<scenario>/proposals/<int:number>/adopt
GET/POST  . + + . . . . .   /<convention:convention>/reforms/<scenario>/proposals/<int:number>/change
GET/POST  . + + . . . . .   /<convention:convention>/reforms/<scenario>/proposals/<int:number>/reject
GET/POST  . + + . . . . .   /<convention:convention>/reforms/<scenario>/proposals/<int:number>/remove
GET/POST  . + + . . . . .   /<convention:convention>/reforms/<scenario>/proposals/new
GET/POST  . + + . . . . .   /<convention:convention>/reforms/new
GET       . + + + + + + +   /<convention:convention>/offices.ics
GET       . + + + + + + +   /<convention:convention>/reports
GET/POST  . + + . . . . .   /<convention:convention>/reports/close
GET/POST  . + + . . . . .   /<convention:convention>/reports/closed/<int:closure_id>/reopen
GET       . + + + + + + +   /<convention:convention>/reports/initial
GET/POST  . + + . . . . .   /<convention:convention>/reports/new
GET       . + + + + + + +   /<convention:convention>/rosters.docx
GET       . + + + . . . .   /<convention:convention>/rotation
GET       . + + + . . . .   /<convention:convention>/rotation/<meeting>
GET       . + + + . . . .   /<convention:convention>/rotation/<meeting>/<int:slate_id>
GET       . + + + . . . .   /<convention:convention>/rotation/<meeting>/<int:slate_id>.docx
GET/POST  . + + + . . . .   /<convention:convention>/rotation/<meeting>/<int:slate_id>/chair
POST      . + + + . . . .   /<convention:convention>/rotation/<meeting>/<int:slate_id>/chairs/<int:chair_id>/remove
GET/POST  . + + + . . . .   /<convention:convention>/rotation/<meeting>/<int:slate_id>/copy
GET/POST  . + + . . . . .   /<convention:convention>/rotation/<meeting>/<int:slate_id>/election
GET/POST  . + + + . . . .   /<convention:convention>/rotation/<meeting>/<int:slate_id>/nominate
POST      . + + + . . . .   /<convention:convention>/rotation/<meeting>/<int:slate_id>/not-taken
POST      . + + + . . . .   /<convention:convention>/rotation/<meeting>/<int:slate_id>/put-forward
POST      . + + + . . . .   /<convention:convention>/rotation/<meeting>/<int:slate_id>/seats/<int:nomination_id>/remove
GET/POST  . + + + . . . .   /<convention:convention>/rotation/<meeting>/<int:slate_id>/suggest
GET/POST  . + + + . . . .   /<convention:convention>/rotation/<meeting>/candidacies/<int:candidacy_id>/withdraw
GET/POST  . + + + . . . .   /<convention:convention>/rotation/<meeting>/candidacies/new
GET/POST  . + + + . . . .   /<convention:convention>/rotation/<meeting>/new
GET       . + + + + + . .   /<convention:convention>/sponsorship
GET       . + + + + + . .   /<convention:convention>/sponsorship/<int:round_id>
GET/POST  . + + . . . . .   /<convention:convention>/sponsorship/<int:round_id>/change
GET/POST  . + + . . . . .   /<convention:convention>/sponsorship/<int:round_id>/contributions/<int:given_id>/remove
GET/POST  . + + . . . . .   /<convention:convention>/sponsorship/<int:round_id>/contributions/new
GET/POST  . + + . . . . .   /<convention:convention>/sponsorship/<int:round_id>/delegates/<int:delegate_id>/remove
GET/POST  . + + . . . . .   /<convention:convention>/sponsorship/<int:round_id>/delegates/new
GET/POST  . + + . . . . .   /<convention:convention>/sponsorship/new
GET       . + + + + + + +   /<convention:convention>/requests
GET/POST  . + + . . . . .   /<convention:convention>/requests/new
GET       . + + + + + + +   /<convention:convention>/requests/overview
GET       . + + + + + + +   /<convention:convention>/requests/deadlines
GET       . + + + + + + +   /<convention:convention>/requests/<article>/<slug>/<int:number>
GET       . + + + + + + +   /<convention:convention>/requests/<article>/<slug>/<int:number>/analysis
GET       . + + + + + + +   /<convention:convention>/requests/<article>/<slug>/<int:number>/analysis.docx
GET/POST  . . . . + + . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/analysis/begin
GET/POST  . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/analysis/<section>/edit
POST      . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/analysis/follow
GET/POST  . + + + + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/analysis/version
GET/POST  . + + + + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/analysis/shown-to-state
GET/POST  . + + + + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/analysis/shown-to-committee
GET/POST  . . . . + + . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/analysis/agree
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/analysis/symbol
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/analysis/issue
GET       . + + + + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/analysis/compare/<int:older>/<int:newer>
GET       . + + + + + + +   /<convention:convention>/requests/<article>/<slug>/<int:number>/group
GET/POST  . + + + + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/group/assign
GET/POST  . + + + + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/group/recuse
GET/POST  . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/comments/<section>
GET       . + + + + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/inputs
GET/POST  . + + + + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/inputs/invite
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/inputs/<int:input_id>/receive
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/inputs/<int:input_id>/decline
GET/POST  . . . . + + . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/inputs/close
GET       . + + + + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/questions
GET       . + + + + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/questions.docx
GET/POST  . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/questions/new
GET/POST  . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/questions/<int:question_number>/change
POST      . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/questions/<int:question_number>/remove
GET/POST  . . . . + + . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/questions/ask
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/questions/<int:question_number>/answer
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/questions/answers
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/questions/close
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/announce
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/letters/new
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/present
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/grant
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/grant-less
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/refuse
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/defer
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/bring-again
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/silence/new
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/silence/objection
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/complete
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/promises/<int:promise_id>
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/promises/<int:promise_id>/drop
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/letters/<int:campaign_id>/file
GET       . + + + + + + +   /<convention:convention>/requests/<article>/<slug>/<int:number>/decision
GET       . + + + + + + +   /<convention:convention>/requests/<article>/<slug>/<int:number>/decision.docx
GET/POST  . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/decision/draft
GET/POST  . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/decision/clauses/new
GET/POST  . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/decision/clauses/<int:clause_id>
GET/POST  . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/decision/clauses/<int:clause_id>/remove
GET       . + + + + + + +   /<convention:convention>/requests/promises
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/documents/new
GET       . + + + + + + +   /<convention:convention>/requests/<article>/<slug>/<int:number>/documents/<int:document_id>/file
GET       . + + + + + + +   /<convention:convention>/requests/<article>/<slug>/<int:number>/documents/<int:document_id>/changes
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/documents/<int:document_id>/readers
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/documents/<int:document_id>/take-off
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/acknowledge
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/open-check
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/revise
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/submit
GET       . + + + + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/completeness
GET/POST  . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/completeness/reading
POST      . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/completeness/take-over
GET/POST  . . . . + + . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/completeness/<item>/settle
GET       . + + + + + + +   /<convention:convention>/requests/<article>/<slug>/<int:number>/figures
GET       . + + + + + + +   /<convention:convention>/requests/<article>/<slug>/<int:number>/figures/template.xlsx
GET/POST  . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/figures/new
GET/POST  . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/figures/<int:figure_id>/take-out
POST      . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/figures/take-over
GET/POST  . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/figures/import
POST      . + + . + + + .   /<convention:convention>/requests/<article>/<slug>/<int:number>/figures/import/confirm
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/meeting
GET/POST  . + + . . . . .   /<convention:convention>/requests/<article>/<slug>/<int:number>/withdraw
GET       . + + + + + + +   /<convention:convention>/states
GET       . + + + + + + +   /<convention:convention>/states/<slug>
GET/POST  . + + . . . . .   /<convention:convention>/states/<slug>/deadlines/<article>/complete
GET/POST  . + + . . . . .   /<convention:convention>/states/<slug>/deadlines/<article>/extend
GET/POST  . + + . . . . .   /<convention:convention>/states/<slug>/deposit
GET/POST  . + + . . . . .   /<convention:convention>/states/<slug>/information
GET/POST  . + + . . . . .   /<convention:convention>/states/<slug>/language
GET/POST  . + + . . . . .   /<convention:convention>/states/<slug>/retained
GET/POST  . + + . . . . .   /<convention:convention>/states/<slug>/standing
GET/POST  . + + . . . . .   /<convention:convention>/states/<slug>/standing/<int:statement_id>/end
GET/POST  . + + . . . . .   /<convention:convention>/states/<slug>/withdrawal
GET       . + + + + + . .   /<convention:convention>/tasks
GET       . + + + + + . .   /<convention:convention>/workload
GET       . + + + + + . .   /<convention:convention>/workload.docx
GET       . + + + + + . .   /<convention:convention>/workload/pieces
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/thematic
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/concept-note
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/concept-note.docx
GET/POST  . + . . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/concept-note/approve
POST      . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/concept-note/begin
POST      . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/concept-note/comments/<int:said>/settle
GET/POST  . + + + + + . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/concept-note/comments/<part>
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/concept-note/compare/<int:older>/<int:newer>
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/concept-note/edit
GET       . + + + + + + +   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/concept-note/newest
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/concept-note/reopen
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/concept-note/show
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/panel/<int:speaker_id>
POST      . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/panel/<int:speaker_id>/<any(up,down):direction>
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/panel/<int:speaker_id>/answer
POST      . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/panel/<int:speaker_id>/remove
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/panel/<int:speaker_id>/replace
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/panel/invite
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/panel/new
GET/POST  . + + . + . . .   /<convention:convention>/meetings/<meeting>/sessions/<int:session_id>/panel/paste
GET/POST  . + + + + + + +   /account
GET       . + + + + + + +   /account/calendar
GET/POST  . + + + + + + +   /account/calendar/<int:link_id>/revoke
GET/POST  . + + + + + + +   /account/calendar/new
GET/POST  . + + + + + + +   /account/password
GET/POST  . + + + + + + +   /account/recovery-codes
GET/POST  . + + + + + + +   /account/second-factor
POST      . + + + + + + +   /account/second-factor/<token>
GET       . + + + + + + +   /account/welcome
GET       + + + + + + + +   /calendar/<token>.ics
GET       + + + + + + + +   /healthz
GET/POST  . + + . . . . .   /letters/house-style
GET       . + + . . . . .   /letters/house-style/<int:style_id>.docx
GET/POST  . + + . . . . .   /letters/house-style/<int:style_id>/retire
GET       . + + . . . . .   /letters/house-style/shipped.docx
POST      + + + + + + + +   /look/language
POST      + + + + + + + +   /look/theme
GET       . + + + + + + +   /meetings
GET       . + . . . . . .   /metrics
GET       . + + . . . . .   /outbox
GET       . + + . . . . .   /outbox/<int:mailing_id>
GET/POST  . + + . . . . .   /outbox/<int:mailing_id>/pause
GET/POST  . + + . . . . .   /outbox/<int:mailing_id>/release
POST      . + + . . . . .   /outbox/<int:mailing_id>/resume
GET/POST  . + + . . . . .   /outbox/<int:mailing_id>/stop
GET       . + + . . . . .   /outbox/messages/<int:message_id>
GET/POST  . + + . . . . .   /outbox/messages/<int:message_id>/settle
GET/POST  . + + . . . . .   /outbox/messages/<int:message_id>/withdraw
GET/POST  . + + . . . . .   /outbox/new
GET/POST  + + + + + + + +   /recovery
GET/POST  + + + + + + + +   /recovery/<token>
POST      . + + + + + + +   /open-texts
GET       . + . . . . . .   /settings/audit
GET       . + . . . . . .   /settings/invitations
GET/POST  . + . . . . . .   /settings/invitations/<int:link_id>
GET/POST  . + . . . . . .   /settings/invitations/new
GET       . + . . . . . .   /settings/people
GET       . + . . . . . .   /settings/people/<int:account_id>
GET/POST  . + . . . . . .   /settings/people/<int:account_id>/deactivate
POST      . + . . . . . .   /settings/people/<int:account_id>/link
POST      . + . . . . . .   /settings/people/<int:account_id>/reactivate
POST      . + . . . . . .   /settings/people/<int:account_id>/roles
GET/POST  . + . . . . . .   /settings/people/<int:account_id>/roles/<int:held_id>
POST      . + . . . . . .   /settings/people/<int:account_id>/roles/<int:held_id>/withdraw
GET/POST  . + . . . . . .   /settings/people/<int:account_id>/second-factor
GET       . + . . . . . .   /settings/people/roles
GET/POST  + + + + + + + +   /sign-in
GET/POST  . + + + + + + +   /sign-in/again
GET/POST  + + + + + + + +   /sign-in/choice
GET/POST  + + + + + + + +   /sign-in/code
GET/POST  + + + + + + + +   /sign-in/recovery-code
GET/POST  + + + + + + + +   /sign-in/rescue
POST      . + + + + + + +   /sign-out
GET       . + + + + + . .   /states/contacts
GET/POST  . + + . . . . .   /states/contacts/<int:mission_id>
GET/POST  . + + . . . . .   /states/contacts/<int:mission_id>/confirm
GET/POST  . + + . . . . .   /states/contacts/<int:mission_id>/end
GET       . + + . . . . .   /states/contacts/export.<kind>
GET/POST  . + + . . . . .   /states/contacts/import
POST      . + + . . . . .   /states/contacts/import/confirm
GET/POST  . + + . . . . .   /states/contacts/new
GET       . + . . . . . .   /style
GET/POST  + + + + + + + +   /welcome/<token>
"""

# What stands for <name> in an address; where nothing is found there, being told so is not being turned away.
SAMPLES = {
    "convention": "APMBC",
    "slug": "article-7",
    "body": "cooperative-compliance",
    "scenario": "after-the-2rc",
    "choice": "programme-from-2027",
    "meeting": "23MSP",
    "form": "letter",
    "id": "opening",
    "direction": "up",
    "paragraph": "paper",
    "article": "5",
    "kind": "csv",
    "language": "en",
}


class Door(NamedTuple):
    method: str
    rule: str


def parsed() -> dict[str, dict[Door, bool]]:
    """For each visitor, which doors open."""
    (_, *visitors), *rows = [line.split() for line in TABLE.strip().splitlines()]
    return {
        visitor: {Door(method, row[-1]): row[1 + place] == "+" for row in rows for method in row[0].split("/")}
        for place, visitor in enumerate(visitors)
    }


def doors(app: Flask) -> dict[Door, Rule]:
    return {
        Door(method, rule.rule): rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not rule.endpoint.endswith(".static")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    }


def address(app: Flask, rule: Rule) -> str:
    samples = {**SAMPLES, "slug": "chad"} if "/states/<slug>" in rule.rule else SAMPLES
    values: dict[str, object] = {name: samples.get(name, 1) for name in rule.arguments}
    return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def turned_away(answer: TestResponse) -> bool:
    """Refused, or sent to sign in first and then on to where one was going."""
    return answer.status_code in (401, 403) or "/sign-in?next=" in answer.headers.get("Location", "")


def test_every_address_has_a_row(app: Flask) -> None:
    for visitor in ROLES:
        assert set(parsed()[visitor]) == set(doors(app))


@pytest.fixture
def office(registers: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """With all registers, and without the check against forged forms, which would speak before the guard does."""
    monkeypatch.setitem(registers.config, "WTF_CSRF_CHECK_DEFAULT", False)
    return registers


def opened(office: Flask, door: Door, rule: Rule, account: User | None) -> bool:
    client = office.test_client()
    if account:
        sign_in(client, account=account)
    return not turned_away(client.open(address(office, rule), method=door.method, buffered=True))


@pytest.mark.parametrize("visitor", ROLES, ids=[role or "nobody" for role in ROLES.values()])
def test_each_role_gets_in_where_it_may_and_nowhere_else(office: Flask, visitor: str) -> None:
    role = ROLES[visitor]
    account = make_account(role) if role else None
    seen = {door: opened(office, door, rule, account) for door, rule in doors(office).items()}
    assert {door: there for door, there in seen.items() if there != parsed()[visitor].get(door)} == {}


def test_a_role_for_one_convention_opens_nothing_of_the_other(office: Flask) -> None:
    account = make_account(Role.ISU_OFFICER, convention="CCM")
    within = {door: rule for door, rule in doors(office).items() if "<convention:convention>" in door.rule}
    assert [door for door, rule in within.items() if opened(office, door, rule, account)] == []


OF_ONE_BODY = "/<convention:convention>/committees/<body>"


def test_every_address_below_a_body_names_it_to_the_guard(app: Flask) -> None:
    """The guard knows the body by the name of the argument."""
    below = {door.rule: rule for door, rule in doors(app).items() if "/committees/<" in door.rule}
    assert [
        text for text, rule in below.items() if not text.startswith(OF_ONE_BODY) or "body" not in rule.arguments
    ] == []
    guards = {text: getattr(app.view_functions[rule.endpoint], "guard", None) for text, rule in below.items()}
    assert [text for text, guard in guards.items() if not isinstance(guard, Right)] == []


@pytest.mark.parametrize("role", [Role.CHAIR, Role.MEMBER, Role.OBSERVER])
def test_a_role_in_one_body_opens_nothing_of_the_work_of_another(office: Flask, role: Role) -> None:
    elsewhere = make_account(role, convention="APMBC", body="victim-assistance")
    here = make_account(role, convention="APMBC", body=SAMPLES["body"])
    of_the_body = {
        door: rule
        for door, rule in doors(office).items()
        if door.rule.startswith(OF_ONE_BODY) and office.view_functions[rule.endpoint].guard in OF_A_BODY
    }
    assert len(of_the_body) > 50
    assert [door for door, rule in of_the_body.items() if opened(office, door, rule, elsewhere)] == []
    letter = {Role.CHAIR: "C", Role.MEMBER: "M", Role.OBSERVER: "O"}[role]
    seen = {door for door, rule in of_the_body.items() if opened(office, door, rule, here)}
    assert seen == {door for door in of_the_body if parsed()[letter][door]}


# Without a Convention in the address: what everybody signed in has, the way to one's own desk, and the list to read.
FOR_EITHER_CONVENTION = {"/", "/meetings", "/open-texts", "/states/contacts"}


def test_a_role_for_one_convention_opens_nothing_that_belongs_to_both(office: Flask) -> None:
    bound, without_any = make_account(Role.ISU_OFFICER, convention="CCM"), make_account(None)
    both = {door: rule for door, rule in doors(office).items() if "<convention:convention>" not in door.rule}
    more = {
        door.rule
        for door, rule in both.items()
        if opened(office, door, rule, bound) and not opened(office, door, rule, without_any)
    }
    assert more == FOR_EITHER_CONVENTION


def test_when_the_office_ends_the_right_ends(office: Flask) -> None:
    account = make_account(Role.ADMINISTRATOR, ends_before=today())
    everybody = {door for door, there in parsed()["?"].items() if there}
    own = {door for door in doors(office) if door.rule.startswith(("/account", "/sign-in/again", "/sign-out"))}
    seen = {door for door, rule in doors(office).items() if opened(office, door, rule, account)}
    assert seen == everybody | own
