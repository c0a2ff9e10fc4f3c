import type { Step as CoreStep } from "@catalyst/core";
import { z } from "zod";
import { Time } from "../contract/page.ts";

/** A part of an execution's way, as often as it was gone. */
export const Step = z
  .object({
    kind: z.enum(["prepare", "setup", "agent", "verify", "publish"] satisfies CoreStep["kind"][]),
    state: z.enum(["waiting", "running", "done", "failed"] satisfies CoreStep["state"][]),
    /** null: it hasn't begun. */
    startedAt: Time.nullable(),
    /** How long it took in all, as far as that is over. */
    seconds: z.number().nullable(),
    /** The event that tells of its beginning; null: none does. */
    eventNumber: z.int().nullable(),
  })
  .meta({ id: "Step" });
export type Step = z.infer<typeof Step>;
