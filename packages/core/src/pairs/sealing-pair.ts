import { z } from "zod";

/** Whoever has a pair of their own, to which others seal. */
export const PairName = z.enum(["gateway", "worker", "server"]);
export type PairName = z.infer<typeof PairName>;

/** What is sealed, in rows: a destination's address and secrets are one thing each. */
export type SealedKind = "credentials" | "secrets" | "destinations" | "github_apps" | "webhook_secrets";

/** A key of a pair, and what is sealed to it. */
export interface PairKey {
  pair: PairName;
  keyId: string;
  /** null: nothing may be sealed to it any more, and what is, can't be opened. */
  createdAt: Date | null;
  sealed: { what: SealedKind; count: number }[];
}

export interface PairKeyStore {
  /** Those that something may be sealed to or is sealed to; of each pair the newest first. */
  list(): Promise<PairKey[]>;
}
