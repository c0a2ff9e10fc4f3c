import { z } from "zod";

/**
 * What can be done about something, for each client to say in its own way: a command, a button, a comment. The core's `Way`
 * names the kinds and their fields. A client lets kinds pass that it doesn't know: a server may be newer.
 */
export const Way = z.looseObject({ kind: z.string() }).meta({ id: "Way" });
export type Way = z.infer<typeof Way>;
