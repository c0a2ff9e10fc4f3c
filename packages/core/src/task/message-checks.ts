import { z } from "zod";

/** More are told in the message alone. */
export const MAX_NAMED_CHECKS = 5;

/** Failed checks that a message asks to mend, unasked by anybody. */
export const MessageChecks = z.object({
  /** As their CI names them: untrusted text. */
  names: z.array(z.string().max(255)).max(MAX_NAMED_CHECKS),
  /** Counted from 1, of as many as the project allows. */
  round: z.int().positive(),
  rounds: z.int().positive(),
});
export type MessageChecks = z.infer<typeof MessageChecks>;
