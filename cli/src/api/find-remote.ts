import { CatalystError } from "@catalyst/core/apart";
import { readLogins } from "../login/logins.ts";
import { readServerAddress } from "../login/server-address.ts";

/** What asks this machine's own server, signed in elsewhere or not. */
const OWN = "local";

export interface Remote {
  url: string;
  token: string;
}

/** The server that is asked over the network; null: this machine's own. Throws `unauthenticated` where one is named without a login. */
export function findRemote({ home, server }: { home: string; server: string | null }): Remote | null {
  if (server === OWN) {
    return null;
  }
  const { current, tokens } = readLogins(home);
  const url = server === null ? current : readServerAddress(server);
  if (url === null) {
    return null;
  }
  const token = Object.hasOwn(tokens, url) ? tokens[url] : undefined;
  if (token === undefined) {
    throw new CatalystError("unauthenticated", `Asking ${url} failed: you aren't signed in there.`, {
      way: { kind: "sign_in", server: url },
    });
  }
  return { url, token };
}
