import { z } from "zod";
import { CatalystError } from "../catalyst-error.ts";

/** What a team or project is called in addresses and commands: ASCII alone, so that no two look alike. */
export const Slug = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "must be small letters, digits and single hyphens between them");

/** Throws `invalid_input` for what is no slug. */
export function checkSlug(text: string, attempt: string): string {
  const parsed = Slug.safeParse(text);
  if (!parsed.success) {
    throw new CatalystError(
      "invalid_input",
      `${attempt} failed: "${text.slice(0, 50)}" is no short name: small letters, digits and single hyphens between them, at most 40.`,
    );
  }
  return parsed.data;
}
