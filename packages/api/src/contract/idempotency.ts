import { z } from "zod";

/**
 * What any creation or action may be called by its client, so that it is done once however often it arrives; see
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header. In quotes or without.
 */
export const IdempotencyHeaders = z.object({
  "idempotency-key": z
    .string()
    .min(1)
    .max(255)
    .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/)
    .optional(),
});

/** On an answer that was given before. */
export const REPLAYED_HEADER = "idempotency-replayed";
