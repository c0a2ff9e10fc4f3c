import { z } from "zod";
import { Time } from "../contract/page.ts";

/**
 * Something that an execution did; `number` counts its events from 1 without gaps. A client lets types pass that it doesn't
 * know: a server may be newer.
 */
export const Event = z
  .object({
    executionId: z.uuid(),
    number: z.int(),
    source: z.string(),
    sourceNumber: z.int(),
    at: Time,
    body: z.looseObject({ type: z.string() }),
  })
  .meta({ id: "Event" });
export type Event = z.infer<typeof Event>;
