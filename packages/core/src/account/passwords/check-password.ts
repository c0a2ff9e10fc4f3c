import { CatalystError } from "../../catalyst-error.ts";

export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 128;

/** Throws `invalid_input` for what is too short to be no guess, or longer than anybody types. */
export function checkPassword(password: string, attempt: string): void {
  const { length } = [...password];
  if (length < MIN_PASSWORD || length > MAX_PASSWORD) {
    throw new CatalystError(
      "invalid_input",
      `${attempt} failed: a password has ${MIN_PASSWORD} to ${MAX_PASSWORD} characters.`,
    );
  }
}
