import { z } from "zod";

/** An agent's own name for its conversation. It is an argument of a later command line, so it can't look like an option. */
export const SessionId = z.string().regex(/^[^\s\p{C}-][^\s\p{C}]{0,254}$/u, "is no session id");
export type SessionId = z.infer<typeof SessionId>;
