import { ExecutionEventBody, MAX_EVENT_TEXT_LENGTH } from "@catalyst/core";

const CUT = " [cut]";

/** The event as the gateway takes it: long texts are cut, and one that is still malformed becomes a log line. */
export function fitEvent(body: ExecutionEventBody): ExecutionEventBody {
  const entries = Object.entries(body).map(([name, value]) => [name, cutText(value)]);
  const parsed = ExecutionEventBody.safeParse(Object.fromEntries(entries));
  return parsed.success ? parsed.data : replaceEvent(body, parsed.error.issues[0]?.message ?? "it is malformed");
}

/** Stands for an event that can't be stored, so that its number isn't missing. */
export function replaceEvent(body: ExecutionEventBody, reason: string): ExecutionEventBody {
  return { type: "log", stream: "system", text: `An event of type ${body.type} could not be stored: ${reason}` };
}

function cutText(value: unknown): unknown {
  return typeof value === "string" && value.length > MAX_EVENT_TEXT_LENGTH
    ? value.slice(0, MAX_EVENT_TEXT_LENGTH - CUT.length) + CUT
    : value;
}
