import { CatalystError } from "@catalyst/core/apart";

const HOOK_PATH = "/api/github/webhook";
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

export interface HookWish {
  /** Of GitHub. */
  host: string;
  hasWebhook: boolean;
  /** What browsers call the server; null: it listens on no port. */
  address: string | null;
}

/** Where GitHub tells what happens; null: nowhere, as it was wished. Throws `prerequisite_missing` where it can't reach the server. */
export function findHookUrl({ host, hasWebhook, address }: HookWish): string | null {
  if (!hasWebhook) {
    return null;
  }
  const isReached = address !== null && (!isLoopback(address) || isLoopback(`https://${host}`));
  if (!isReached) {
    const where = address === null ? "it listens on no port" : `it is found at ${address}, on this machine alone`;
    throw new CatalystError(
      "prerequisite_missing",
      `Setting up GitHub failed: ${host} can't reach the server, as ${where}.`,
      {
        way: { kind: "open_to_github" },
      },
    );
  }
  return `${address}${HOOK_PATH}`;
}

function isLoopback(url: string): boolean {
  return LOOPBACK.test(new URL(url).hostname);
}
