import type { Event } from "@catalyst/api";

/** The host, with its port, that this tells was refused to an agent or a hook; null: it tells of none. */
export function blockedHostOf({ body }: Pick<Event, "body">): string | null {
  const action = body.type === "blocked" && typeof body.action === "string" ? body.action : "";
  return /^CONNECT (\S{1,255}:\d{1,5})$/.exec(action)?.[1] ?? null;
}
