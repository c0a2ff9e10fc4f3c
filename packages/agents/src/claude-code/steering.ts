import { z } from "zod";
import type { Steering } from "../agent-adapter.ts";
import { parseObject } from "../text-event.ts";

/** The tool that ends Claude Code's plan mode. */
export const PLAN_TOOL = "ExitPlanMode";
const PLAN_IS_MADE = "A person reads the plan now, and you are told later what they decide. End here.";
const NOBODY_IS_THERE =
  "This can't be allowed while you plan, and nobody can answer questions. Plan without it, and say in the plan what is unclear.";

const PermissionRequest = z.object({
  type: z.literal("control_request"),
  request_id: z.string(),
  request: z.object({ subtype: z.literal("can_use_tool"), tool_name: z.string() }),
});

/** A line that was cut for its length can't be parsed, and the CLI would wait for its answer for ever. */
const CUT_REQUEST = /^\{"type":"control_request","request_id":"([\w-]+)","request":\{"subtype":"can_use_tool",/;

/**
 * `--input-format stream-json` (Claude Code 2.1.330, found by trying): a message that comes during a tool call reaches the
 * model with that call's result, one that comes later begins a further turn, even when the input has ended meanwhile. A
 * `result` line ends a turn, also one that failed; the process then waits until its input ends. In plan mode it asks for
 * permission, and waits for the answer: nobody is there to give one, and the plan has been told by then.
 */
export const steering: Steering = {
  encode(text) {
    const message = { type: "user", message: { role: "user", content: [{ type: "text", text }] } };
    // JSON leaves these two as they are, and readers of lines may take them for ends.
    return `${JSON.stringify(message).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029")}\n`;
  },
  reply(line) {
    const asked = PermissionRequest.safeParse(parseObject(line)).data;
    const requestId = asked?.request_id ?? CUT_REQUEST.exec(line)?.[1];
    if (requestId === undefined) {
      return null;
    }
    const message = asked?.request.tool_name === PLAN_TOOL ? PLAN_IS_MADE : NOBODY_IS_THERE;
    const response = { subtype: "success", request_id: requestId, response: { behavior: "deny", message } };
    return `${JSON.stringify({ type: "control_response", response })}\n`;
  },
  endsTurn(line) {
    const value = parseObject(line);
    // A line that was cut for its length can't be parsed; its input must end all the same.
    return value === null ? line.includes('"type":"result"') : value.type === "result";
  },
};
