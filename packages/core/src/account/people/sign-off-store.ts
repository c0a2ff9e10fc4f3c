import { z } from "zod";

/** In one line of a commit's message, between angle brackets. */
const PLAIN = /^[^\p{C}<>]+$/u;

/** As whom a person lets commits that they asked for be signed off: nobody else says that of them. */
export const SignOff = z.object({
  name: z.string().trim().min(1).max(100).regex(PLAIN, "must be a name in one line"),
  email: z.email().max(254).regex(PLAIN),
});
export type SignOff = z.infer<typeof SignOff>;

/** With when they agreed. */
export type AgreedSignOff = SignOff & { agreedAt: Date };

export interface SignOffStore {
  /** null: they didn't agree, or took it back. */
  getSignOff(userId: string): Promise<AgreedSignOff | null>;
  /** null: takes it back. */
  putSignOff(userId: string, signOff: SignOff | null): Promise<void>;
}
