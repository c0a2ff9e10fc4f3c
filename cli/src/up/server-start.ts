import { z } from "zod";
import { parseJson } from "../parse-json.ts";

const Line = z.object({ msg: z.literal("server started"), url: z.url(), ownUrl: z.url() });

/** Where a server listens: by which name people find it, and where it is asked from this machine. */
export type ServerStart = Pick<z.infer<typeof Line>, "url" | "ownUrl">;

/** What a line of the server's log says of that; null: nothing, or that it has no port. */
export function readServerStart(line: string): ServerStart | null {
  return Line.safeParse(parseJson(line)).data ?? null;
}
