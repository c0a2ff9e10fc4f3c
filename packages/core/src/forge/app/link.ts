import { z } from "zod";
import { type SealingKeys, sealEnvelope } from "../../sealing/envelope.ts";
import { GitHubHost } from "./github-app.ts";

/** Of what beginning it answers. */
export const MAX_PENDING = 4096;

/** A person is asked at a GitHub who they are there, by a code that they type on a page of it. */
export const BegunLink = z.object({
  userCode: z.string().max(20),
  page: z.string().max(300),
  /** How long whoever asks what came of it waits before each time. */
  intervalSeconds: z.number().positive(),
  /** In seconds from now. */
  lifetimeSeconds: z.number().positive(),
  /** By which a worker asks what came of it; sealed to the workers, for this person alone. */
  pending: z.string().max(MAX_PENDING),
});
export type BegunLink = z.infer<typeof BegunLink>;

/** What came of it. */
export const AskedLink = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("waiting"), intervalSeconds: z.number().positive() }),
  z.object({
    kind: z.literal("agreed"),
    host: GitHubHost,
    account: z.object({ id: z.string().regex(/^\d{1,20}$/), login: z.string().min(1).max(255) }),
  }),
]);
export type AskedLink = z.infer<typeof AskedLink>;

/** By which GitHub says who the person is, once they agreed. */
export const PendingLink = z.object({ host: GitHubHost, clientId: z.string(), deviceCode: z.string() });
export type PendingLink = z.infer<typeof PendingLink>;

/** Seals it; whose it is, is authenticated with it. */
export function sealLink(userId: string, pending: PendingLink, keys: SealingKeys): string {
  const envelope = sealEnvelope(Buffer.from(JSON.stringify(pending), "utf8"), keys, linkOwner(userId));
  return Buffer.from(JSON.stringify(envelope), "utf8").toString("base64url");
}

/** What such an envelope belongs to. */
export function linkOwner(userId: string): Buffer {
  return Buffer.from(JSON.stringify(["catalyst-github-link", 1, userId]));
}
