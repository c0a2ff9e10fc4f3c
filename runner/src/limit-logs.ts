import { type ExecutionEventBody, MAX_EVENT_TEXT_LENGTH } from "@catalyst/core";

/** Output beyond it is left out with a count: under a flood the first megabytes tell all that the rest would. */
const BURST_CHARACTERS = 4 * 1024 * 1024;
const CHARACTERS_PER_SECOND = 128 * 1024;
/** What a line costs beside its text. */
const LINE_CHARACTERS = 16;

/** Passes events on; of log text only as much as anyone could read. */
export interface LogLimit {
  pass(body: ExecutionEventBody): ExecutionEventBody[];
  /** What was left out last, if anything. */
  end(): ExecutionEventBody[];
}

export function createLogLimit(now: () => number): LogLimit {
  let room = BURST_CHARACTERS;
  let filledAt = now();
  let left = { lines: 0, characters: 0 };
  const describe = (): ExecutionEventBody[] => {
    const { lines, characters } = left;
    left = { lines: 0, characters: 0 };
    const text = `The agent wrote too much at once: ${lines} lines with ${characters} characters are left out here.`;
    return lines === 0 ? [] : [{ type: "log", stream: "system", text }];
  };
  return {
    pass(body) {
      if (body.type !== "log" || body.stream === "system") {
        return [...describe(), body];
      }
      room = Math.min(BURST_CHARACTERS, room + ((now() - filledAt) / 1000) * CHARACTERS_PER_SECOND);
      filledAt = now();
      const cost = Math.min(body.text.length, MAX_EVENT_TEXT_LENGTH) + LINE_CHARACTERS;
      // While something is being left out, single lines in between would only add noise.
      if (cost > room || (left.lines > 0 && room < CHARACTERS_PER_SECOND)) {
        left = { lines: left.lines + 1, characters: left.characters + body.text.length };
        return [];
      }
      room -= cost;
      return [...describe(), body];
    },
    end: describe,
  };
}
