import type { PairName as CorePair, SealedKind } from "@catalyst/core";
import { z } from "zod";
import { Time } from "../contract/page.ts";
import { defineRoute } from "../contract/route.ts";
import { Rotated } from "./credential-routes.ts";

const PairName = z.enum(["gateway", "worker", "server"] satisfies CorePair[]).meta({ id: "PairName" });

const SEALED: readonly SealedKind[] = ["credentials", "secrets", "destinations", "github_apps", "webhook_secrets"];

/** A key that something may be sealed to, or is. */
const PairKey = z
  .object({
    pair: PairName,
    keyId: z.string(),
    /** null: nothing may be sealed to it any more; what is, can't be opened, and is to be added anew. */
    createdAt: Time.nullable(),
    /** What is sealed to it. */
    sealed: z.array(z.object({ what: z.enum(SEALED as [SealedKind, ...SealedKind[]]), count: z.int() })),
  })
  .meta({ id: "PairKey" });

/** The pairs of keys to which what opens doors is sealed. */
export const PAIR_ROUTES = {
  listPairs: defineRoute({
    method: "get",
    path: "/pairs",
    operationId: "listPairs",
    summary: "The keys of gateway, workers and servers, of each pair the newest first, with what is sealed to them",
    request: {},
    response: { status: 200, description: "All of them", schema: z.object({ data: z.array(PairKey) }) },
    errors: [],
  }),
  rotatePair: defineRoute({
    method: "post",
    path: "/pairs/{pair}/rotate",
    operationId: "rotatePair",
    summary: "Has whoever has the pair change it, and wrap all that is sealed to it anew",
    request: { params: z.strictObject({ pair: PairName }) },
    response: { status: 200, description: "What they did", schema: Rotated },
    errors: ["gateway_unavailable", "invalid_configuration"],
  }),
};
