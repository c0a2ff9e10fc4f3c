import { CatalystError } from "../../catalyst-error.ts";

const MAX_LENGTH = 2000;

/** A URL that can be told something, and the part of it that may be shown. Throws `invalid_input`. */
export function readAddress(text: string, attempt: string): { url: string; origin: string } {
  const refuse = (what: string) =>
    new CatalystError(
      "invalid_input",
      `${attempt} failed: its address ${what}. One is https://example.com/hooks/catalyst`,
    );
  const url = text.length > MAX_LENGTH ? null : URL.parse(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw refuse(`isn't a URL with https:// or http:// of at most ${MAX_LENGTH} characters`);
  }
  if (url.username !== "" || url.password !== "") {
    throw refuse("holds a name or a password before the host; those can't be sent");
  }
  if (url.hash !== "") {
    throw refuse("has a part behind #, which is never sent");
  }
  return { url: url.href, origin: url.origin };
}
