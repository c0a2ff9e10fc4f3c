import { join } from "node:path";
import { createOwnClient } from "@catalyst/api/own";
import { unixSocketTransport } from "@catalyst/api/unix-socket";
import type { Output } from "../output/output.ts";

/**
 * Says where people find Catalyst, and on a terminal, until its owner is signed in somewhere, a
 * link that signs them in. Nothing else gets that link: what isn't a terminal may be kept.
 */
export function greetOwner({ home, url }: { home: string; url: string }, output: Output): void {
  output.say(`Open ${url} in a browser.`);
  void findWordsOfLink(home, output.isInteractive).then(output.say, () => undefined);
}

async function findWordsOfLink(home: string, isInteractive: boolean): Promise<string> {
  const client = createOwnClient(unixSocketTransport(join(home, "server", "server.sock")));
  const { data } = await client.call("listSessions", {});
  if (!isInteractive || data.length > 0) {
    return "It asks for a login. A link that signs you in without one: catalyst open";
  }
  const { url } = await client.call("createSignInLink", {});
  return `It asks for a login. This link signs you in without one, once, within an hour. Give it to nobody:\n${url}`;
}
