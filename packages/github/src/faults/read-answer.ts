import { z } from "zod";
import { cleanWords } from "./clean-words.ts";
import type { InvalidPart } from "./github-fault.ts";

const MAX_INVALID_PARTS = 10;
const Words = z.string().transform(cleanWords);

/** GitHub's way of saying no. A part that is a text says what others say in `message`. */
const Refusal = z.object({
  message: Words,
  errors: z
    .array(z.unknown())
    .catch([])
    .transform((errors) => errors.slice(0, MAX_INVALID_PARTS).flatMap(readPart)),
});

/** An answer that says no. */
export interface Answered {
  status: number;
  /** In lower case. */
  headers: Readonly<Record<string, unknown>>;
  /** null: it isn't one of GitHub's API. */
  message: string | null;
  invalid: readonly InvalidPart[];
}

/** Reads an answer of any shape. */
export function readAnswered(status: number, headers: Readonly<Record<string, unknown>>, data: unknown): Answered {
  const refusal = Refusal.safeParse(data);
  return refusal.success
    ? { status, headers, message: refusal.data.message, invalid: refusal.data.errors }
    : { status, headers, message: null, invalid: [] };
}

const Part = z.object({
  field: Words.nullable().catch(null),
  code: Words.nullable().catch(null),
  message: Words.nullable().catch(null),
});

function readPart(error: unknown): InvalidPart[] {
  const read = typeof error === "string" ? { message: error, field: null, code: null } : error;
  const part = Part.safeParse(read);
  return part.success ? [part.data] : [];
}
