import { CatalystError } from "@catalyst/core/apart";

const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;

/** Where a GitHub is, as a person gave it, in small letters. `attempt`: "Adding the App". Throws `invalid_input`. */
export function readHost(text: string, attempt: string): string {
  const host = text.toLowerCase();
  if (host.length > 255 || !HOST.test(host) || !URL.canParse(`https://${host}`)) {
    throw new CatalystError(
      "invalid_input",
      `${attempt} failed: --host is "${text.slice(0, 100)}". Give the name of a GitHub's host alone: github.example.com`,
    );
  }
  return host;
}
