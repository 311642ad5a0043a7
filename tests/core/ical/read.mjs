// Reads an iCalendar file from standard input with ical.js and tells each event as a line of JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  const instant = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
  const found = {
    uid: event.uid,
    title: event.summary,
    description: event.description,
    starts: instant(event.startDate),
    ends: instant(event.endDate),
    sequence: event.sequence ?? 0,
    status: component.getFirstPropertyValue("status") ?? "",
    location: event.location ?? "",
    instead_of: event.recurrenceId ? instant(event.recurrenceId) : "",
    occurrences: [],
  };
  if (event.isRecurring()) {
    const iterator = event.iterator();
    for (let next = iterator.next(); next && found.occurrences.length < 100; next = iterator.next())
      found.occurrences.push(instant(next));
  }
  return found;
});
console.log(JSON.stringify({ method: calendar.getFirstPropertyValue("method") ?? "", events }));
