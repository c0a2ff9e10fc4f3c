import type { Steering } from "../agent-adapter.ts";
import { parseObject } from "../text-event.ts";

/**
 * `--input-format stream-json` (Claude Code 2.1.330, found by trying): a message that comes during a tool call reaches the
 * model with that call's result, one that comes later begins a further turn, even when the input has ended meanwhile. A
 * `result` line ends a turn, also one that failed; the process then waits until its input ends.
 */
export const steering: Steering = {
  encode(text) {
    const message = { type: "user", message: { role: "user", content: [{ type: "text", text }] } };
    // JSON leaves these two as they are, and readers of lines may take them for ends.
    return `${JSON.stringify(message).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029")}\n`;
  },
  endsTurn(line) {
    const value = parseObject(line);
    // A line that was cut for its length can't be parsed; its input must end all the same.
    return value === null ? line.includes('"type":"result"') : value.type === "result";
  },
};
