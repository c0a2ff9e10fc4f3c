import { z } from "zod";

/** What GitHub says of a commit's signature. `reason` is a word of GitHub's: `valid`, `unsigned`, `unknown_key`. */
export const Verified = z.object({ verification: z.object({ verified: z.boolean(), reason: z.string().max(100) }) });
export type Verified = z.infer<typeof Verified>;

/** Why GitHub doesn't take it for verified; null: it does. */
export function readVerification({ verification: { verified, reason } }: Verified): string | null {
  return verified ? null : reason.replace(/[^\w ]/g, "").replaceAll("_", " ") || "it gives no reason";
}
