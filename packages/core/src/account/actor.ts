import { z } from "zod";

/** Who does something. `owner`: the owner of the machine, who may do everything here. */
export const Actor = z.discriminatedUnion("kind", [z.object({ kind: z.literal("owner"), userId: z.uuid() })]);
export type Actor = z.infer<typeof Actor>;
