import type { Event } from "@catalyst/api";

/** An event in plain text: its kind, and what it says, field by field where it is more than a text. */
export function rawOf({ body }: Pick<Event, "body">): string {
  const { type, text, ...fields } = body as { type: string; text?: unknown };
  const said = Object.entries(fields).filter(([, value]) => value !== null && value !== "" && value !== undefined);
  const rest = said.map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  return [type, ...rest, ...(typeof text === "string" && text !== "" ? [text] : [])].join(" ");
}
