import { z } from "zod";

/** What a session may unpack to. Agents' sessions are text and pack to a tenth or less. */
export const MAX_UNPACKED_BYTES = 128 * 1024 * 1024;
export const MAX_FILES = 2000;

/** What precedes each file's bytes in a packed session. The path is relative to HOME. */
export const SessionFile = z.object({ path: z.string().min(1).max(1024), size: z.int().nonnegative() });
export type SessionFile = z.infer<typeof SessionFile>;
