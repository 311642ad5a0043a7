"""Verbs with which the objectives of a session begin, in their plain form. Source: usage of the field."""

_LINES = (
    "accelerate account achieve acknowledge acquaint adapt address adopt advance advise advocate agree allow",
    "analyse analyze answer appeal appraise approve ask assemble assess assist attract bring broaden build call",
    "capture celebrate challenge chart clarify collect commemorate commend compare compile complete conclude",
    "confirm connect consider consolidate consult continue contribute convene convey coordinate create debate",
    "deepen define deliver demonstrate describe determine develop devise direct discover discuss disseminate",
    "draft draw elicit emphasise emphasize enable encourage endorse engage enhance enlarge enquire enrich ensure",
    "establish evaluate examine exchange expand explain explore express facilitate feature follow foster further",
    "gather generate get give guide harness hear help highlight identify illustrate implement improve include",
    "increase inform initiate inspire integrate introduce investigate invite issue keep launch lay lead learn",
    "link list listen look maintain make map mark measure mobilise mobilize monitor move note obtain offer open",
    "outline overcome plan point prepare present press prioritise prioritize produce promote propose provide",
    "publicise publicize raise reach reaffirm recall receive recognise recognize recommend record reduce refine",
    "reflect reinforce remind renew report request resolve respond restate review revisit scale secure seek set",
    "shape share shed show signal situate solicit spell spotlight stimulate stocktake strengthen stress study",
    "suggest summarise summarize supplement support survey sustain take test trace track train translate",
    "underline underscore understand unite update urge use validate welcome widen work",
)

VERBS = frozenset(verb for line in _LINES for verb in line.split())
