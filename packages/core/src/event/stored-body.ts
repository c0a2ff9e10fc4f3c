import { z } from "zod";

/** What another version stored and this one can't read: carried as it is, to be shown neutrally and passed on whole. */
export interface UnknownBody {
  type: "unknown";
  stored: unknown;
}

/** Reads what it knows by the schema, and anything else as an `UnknownBody`: a newer writer stops no reader. */
export function storedBody<Schema extends z.ZodType>(
  schema: Schema,
): z.ZodUnion<[Schema, z.ZodPipe<z.ZodUnknown, z.ZodTransform<UnknownBody, unknown>>]> {
  return z.union([schema, z.unknown().transform((stored): UnknownBody => ({ type: "unknown", stored }))]);
}

/** A body as it was stored, to be passed on: also what this version couldn't read. */
export function passOn<Body extends { type: string }>(body: Body | UnknownBody): unknown {
  return isUnknown(body) ? body.stored : body;
}

/** What an unknown body calls itself; at most 50 characters, and of letters that name types only. */
export function nameOf({ stored }: UnknownBody): string {
  const name = stored !== null && typeof stored === "object" && "type" in stored ? stored.type : null;
  return typeof name === "string" && /^[a-z0-9_]{1,50}$/.test(name) ? name : "unknown";
}

function isUnknown(body: { type: string }): body is UnknownBody {
  return body.type === "unknown";
}
