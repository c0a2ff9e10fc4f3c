import { ExecutionEventBody } from "@catalyst/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Refusal } from "../http/refusal.ts";
import { readEvents } from "./read-events.ts";

const NOW = new Date("2026-01-01T12:00:00Z");
const STAGES = ["setup", "prepare", "agent", "verify"] as const;
const OWN = ["usage", "llm_error", "budget", "blocked", "status", "left_out", "user_message"];
const TYPE = fc.constantFrom(...ExecutionEventBody.options.map(({ shape }) => shape.type.value));

/** As an environment could have sent it: near to what is asked for, with anything in its fields. */
const BODY = fc
  .record({
    type: fc.oneof(TYPE, fc.string()),
    text: fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()),
    stream: fc.constantFrom("stdout", "system", "x"),
    action: fc.string(),
    reason: fc.string(),
  })
  .chain((fields) => fc.jsonValue().map((more) => ({ ...(more as object), ...fields })));
const EVENT = fc.record({
  sourceNumber: fc.oneof(fc.integer(), fc.jsonValue()),
  at: fc.oneof(
    fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
    fc.jsonValue(),
  ),
  body: BODY,
});
const BATCH = fc.oneof(fc.jsonValue(), fc.record({ events: fc.array(EVENT, { maxLength: 5 }) }));

test("whatever an environment sends is refused, or it is this stage's to tell, at a time that can be", () => {
  fc.assert(
    fc.property(BATCH, fc.constantFrom(...STAGES), (batch, stage) => {
      let events: ReturnType<typeof readEvents>;
      try {
        events = readEvents(JSON.parse(JSON.stringify(batch)), { stage, maxEvents: 5, now: NOW });
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
        return;
      }
      for (const { at, body, sourceNumber } of events) {
        expect(OWN).not.toContain(body.type);
        expect(stage === "agent" || body.type === "log" || body.type === "hook").toBe(true);
        expect(Math.abs(at.getTime() - NOW.getTime())).toBeLessThanOrEqual(7 * 24 * 3_600_000);
        expect(Number.isSafeInteger(sourceNumber) && sourceNumber > 0).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});
