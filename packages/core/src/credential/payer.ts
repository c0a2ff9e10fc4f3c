import { z } from "zod";

/** Whose money is spent, as they were called when that was decided. */
export const Payer = z.object({
  kind: z.enum(["person", "team"]),
  name: z.string().max(255),
  /** They aren't who asked: they opened their key to everyone who may write in the repository. */
  isOpen: z.boolean(),
});
export type Payer = z.infer<typeof Payer>;
