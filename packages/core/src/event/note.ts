import { z } from "zod";
import { StoredWay } from "../way.ts";

/** What a person should know, as a sentence, and what can be done about it. */
export const Note = z.object({ text: z.string().max(64 * 1024), way: StoredWay.optional() });
export type Note = z.infer<typeof Note>;
