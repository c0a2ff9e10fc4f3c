import { passOn } from "@catalyst/core";
import { z } from "zod";

const Body = z.looseObject({ type: z.string() });

/** A body as it was stored, also one that only a newer version knows. */
export function presentBody(body: Parameters<typeof passOn>[0]): z.infer<typeof Body> {
  return Body.safeParse(passOn(body)).data ?? { type: "unknown" };
}
