import { CatalystError } from "@catalyst/core/apart";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** A server's address as it is stored. Throws `invalid_input` for one that a token isn't safe on its way to. */
export function readServerAddress(text: string): string {
  const url = URL.parse(text.includes("://") ? text : `https://${text}`);
  if (url === null || !["http:", "https:"].includes(url.protocol) || url.username !== "" || url.password !== "") {
    throw new CatalystError(
      "invalid_input",
      `"${text.slice(0, 200)}" is no server's address: write it as https://catalyst.example.com`,
    );
  }
  if (url.protocol === "http:" && !LOOPBACK.has(url.hostname)) {
    throw new CatalystError(
      "invalid_input",
      `Asking ${url.origin} would send your token through the network for all to read. Use its https:// address.`,
    );
  }
  return url.origin;
}
