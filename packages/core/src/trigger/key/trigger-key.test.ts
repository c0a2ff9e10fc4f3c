import { expect, test } from "vitest";
import { readForgeEvent } from "../signal/read/event-rules.ts";
import type { SignalOf } from "../signal/signal.ts";
import { signalOf } from "../signal/signal-of.ts";
import { findEvent, needsEvent, signalOfEvent } from "./find-event.ts";
import { triggerKey } from "./trigger-key.ts";

const ADA = { id: 7, login: "ada", type: "User" };
const US = { id: 90, login: "catalyst-agent", type: "User" };
const AT = "2026-05-02T10:00:00Z";
const ISSUE = { number: 12, body: "", created_at: AT, updated_at: AT };

function assigned(changes: object = {}) {
  const repository = { id: 5, name: "shop", owner: { login: "acme" } };
  const payload = { action: "assigned", repository, sender: ADA, issue: ISSUE, assignee: US, ...changes };
  const reading = signalOf({ event: "issues", payload });
  if (reading.kind !== "signal" || !needsEvent(reading.signal)) {
    throw new Error("it is no such signal");
  }
  return reading.signal;
}

function event(changes: object = {}) {
  const read = readForgeEvent({
    ...{ id: 9001, event: "assigned", created_at: AT, actor: US, assigner: ADA, assignee: US, issue: { number: 12 } },
    ...changes,
  });
  if (read === null) {
    throw new Error("it is no such event");
  }
  return read;
}

test("a webhook's assignment, the same sent again and a poll's find have one key", () => {
  const heard = assigned();
  const found = findEvent(heard, [event({ id: 9000, created_at: "2026-05-01T10:00:00Z" }), event()]);
  const polled = signalOfEvent(event(), heard);
  expect(found?.signal).toEqual(polled);
  expect(polled && triggerKey("github.com", polled)).toEqual({ key: "github.com/event:9001", isFallback: false });
});

test.each([
  ["an older one", { created_at: "2026-05-02T09:59:00Z" }],
  ["another person's", { assignee: { ...US, id: 91 } }],
  ["another kind", { event: "unassigned" }],
  ["another issue's", { issue: { number: 13 } }],
])("%s isn't the event of an assignment", (_what, changes) => {
  expect(findEvent(assigned(), [event(changes)])).toBeNull();
});

test("of two at the same second the newest is meant", () => {
  expect(findEvent(assigned(), [event(), event({ id: 9002 })])).toMatchObject({ signal: { eventId: "9002" } });
});

test("whom an assignment doesn't name, its event does", () => {
  expect(findEvent(assigned({ assignee: null }), [event()])).toMatchObject({ signal: { account: { id: "90" } } });
});

test("without an event the key is made of its time, and is another's nowhere", () => {
  const key = (changes: object) => triggerKey("github.com", assigned(changes));
  expect(key({})).toEqual({ key: "github.com/assigned:5#12:90:2026-05-02T10:00:00.000Z", isFallback: true });
  expect(key({})).toEqual(key({}));
  const others = [{ assignee: { ...US, id: 91 } }, { issue: { ...ISSUE, number: 13 } }].map(key);
  expect(new Set([key({}), ...others].map((one) => one.key)).size).toBe(3);
  expect(triggerKey("ghe.example.com", assigned()).key).not.toBe(key({}).key);
});

test("labels are one in capitals or not, as the forge has them", () => {
  const labeled = (label: string): SignalOf<"labeled"> => ({ ...assigned(), kind: "labeled", label }) as never;
  expect(triggerKey("github.com", labeled("Catalyst"))).toEqual(triggerKey("github.com", labeled("catalyst")));
});
