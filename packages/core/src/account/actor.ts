import { z } from "zod";

/** Who does something. `owner`: whoever may open the socket of a machine's server, as that machine's one user. */
export const Actor = z.discriminatedUnion("kind", [z.object({ kind: z.literal("owner"), userId: z.uuid() })]);
export type Actor = z.infer<typeof Actor>;

/** The login of a machine's one user. */
export const LOCAL_LOGIN = "local";
