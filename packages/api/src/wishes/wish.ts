import type { CatalystErrorCode, KeptKind as CoreKind } from "@catalyst/core";
import { z } from "zod";
import { Time } from "../contract/page.ts";
import { STATUS_OF_CODE } from "../contract/problem.ts";
import { Way } from "../contract/way.ts";

/** What is kept for a while, by its kind. */
export const KeptKind = z
  .enum([
    "results",
    "refs",
    "quarantines",
    "mirrors",
    "setups",
    "agents",
    "sessions",
    "events",
    "changes",
    "audit",
  ] satisfies CoreKind[])
  .meta({ id: "KeptKind" });
export type KeptKind = z.infer<typeof KeptKind>;

/** `bytes` null: too much to find out. `days`: after its last use, or the end of its execution. */
export const KeptSize = z
  .object({ kind: KeptKind, bytes: z.number().nullable(), days: z.int() })
  .meta({ id: "KeptSize" });

const CODES = Object.keys(STATUS_OF_CODE) as [CatalystErrorCode, ...CatalystErrorCode[]];

const WishAnswer = z.discriminatedUnion("kind", [
  /** null: the agent needs no installation. */
  z.object({ kind: z.literal("installed"), version: z.string().nullable() }),
  /** How many of each kind. */
  z.object({ kind: z.literal("swept"), removed: z.partialRecord(KeptKind, z.int()) }),
  /** How many setups. */
  z.object({ kind: z.literal("dropped"), count: z.int() }),
  /** The login is stored: as which credential. */
  z.object({ kind: z.literal("signed_in"), credentialId: z.uuid() }),
]);

/** What a worker was asked for that takes long, and how far it is. */
export const Wish = z
  .object({
    id: z.uuid(),
    kind: z.enum(["install_agent", "sweep", "drop_setups", "sign_in_chatgpt"]),
    state: z.enum(["working", "done", "failed"]),
    /** What is done just now, in words; of a sign-in, once it is known, the address to open and the code to type there. */
    progress: z.string().nullable(),
    answer: WishAnswer.nullable(),
    /** Why it failed. */
    problem: z.object({ code: z.enum(CODES), detail: z.string(), way: Way.optional() }).nullable(),
    createdAt: Time,
  })
  .meta({ id: "Wish" });
export type Wish = z.infer<typeof Wish>;
