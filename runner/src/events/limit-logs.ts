import { type ExecutionEventBody, MAX_EVENT_TEXT_LENGTH } from "@catalyst/core";

type Log = Extract<ExecutionEventBody, { type: "log" }>;

/** Output beyond it is left out with a count: under a flood the first megabytes tell all that the rest would. */
const BURST_CHARACTERS = 4 * 1024 * 1024;
const CHARACTERS_PER_SECOND = 128 * 1024;
/** What a line costs beside its text. */
const LINE_CHARACTERS = 16;

/** The last lines before a pause or the end often say what went wrong. */
const KEPT_LINES = 20;
const KEPT_LINE_CHARACTERS = 2000;

/** Passes events on; of log text only as much as anyone could read. */
export interface LogLimit {
  pass(body: ExecutionEventBody): ExecutionEventBody[];
  /** What was held back last, if anything. */
  end(): ExecutionEventBody[];
}

export function createLogLimit(now: () => number): LogLimit {
  const held = createHeldLines();
  let room = BURST_CHARACTERS;
  let filledAt = now();
  return {
    pass(body) {
      if (body.type !== "log" || body.stream === "system") {
        return [...held.release(), body];
      }
      room = Math.min(BURST_CHARACTERS, room + ((now() - filledAt) / 1000) * CHARACTERS_PER_SECOND);
      filledAt = now();
      const cost = Math.min(body.text.length, MAX_EVENT_TEXT_LENGTH) + LINE_CHARACTERS;
      // While something is being left out, single lines in between would only add noise.
      if (cost > room || (!held.isEmpty() && room < CHARACTERS_PER_SECOND)) {
        held.add(body);
        return [];
      }
      room -= cost;
      return [...held.release(), body];
    },
    end: () => held.release(),
  };
}

/** The last lines of those that it was given, and the count of the others. */
function createHeldLines() {
  let kept: Log[] = [];
  let lines = 0;
  let characters = 0;
  return {
    isEmpty: () => lines === 0 && kept.length === 0,
    add(body: Log): void {
      kept.push({ ...body, text: body.text.slice(0, KEPT_LINE_CHARACTERS) });
      characters += Math.max(0, body.text.length - KEPT_LINE_CHARACTERS);
      const oldest = kept.length > KEPT_LINES ? kept.shift() : undefined;
      lines += oldest === undefined ? 0 : 1;
      characters += oldest?.text.length ?? 0;
    },
    release(): ExecutionEventBody[] {
      const text = `The agent wrote too much at once: ${lines} lines, ${characters} characters in all, are left out here.`;
      const note: Log[] = characters === 0 ? [] : [{ type: "log", stream: "system", text }];
      const released = [...note, ...kept];
      kept = [];
      lines = 0;
      characters = 0;
      return released;
    },
  };
}
