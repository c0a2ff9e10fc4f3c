import type { ApiClient } from "@catalyst/api/own";
import { CatalystError } from "@catalyst/core/apart";
import { openRemote } from "../api/open-remote.ts";
import type { CliContext } from "../cli-context.ts";
import { findLoginHome } from "./find-login-home.ts";
import { readLogins, writeLogins } from "./logins.ts";
import { readServerAddress } from "./server-address.ts";

/** Ends the session at the server and forgets its token, also where the server doesn't answer, which it then says. */
export async function logout({ address }: { address: string | null }, context: CliContext): Promise<void> {
  const home = await findLoginHome(context);
  const { current, tokens } = readLogins(home);
  const url = address === null ? (current ?? Object.keys(tokens)[0] ?? null) : readServerAddress(address);
  if (url === null || !Object.hasOwn(tokens, url)) {
    throw new CatalystError(
      "not_found",
      `Signing out failed: you aren't signed in ${url === null ? "anywhere" : `at ${url}`}.`,
    );
  }
  const client = openRemote({ url, token: tokens[url] as string });
  const problem = await endOwnSession(client).catch((error: Error) => error);
  const { [url]: _ended, ...others } = tokens;
  await writeLogins(home, { current: current === url ? null : current, tokens: others });
  if (problem instanceof Error && !(problem instanceof CatalystError && problem.code === "unauthenticated")) {
    context.output.say(`Its session there couldn't be ended: ${problem.message} It is forgotten here.`);
  }
  context.output.data(`Signed out at ${url}.`);
}

async function endOwnSession(client: ApiClient): Promise<void> {
  const { data } = await client.call("listSessions", {});
  const own = data.find(({ isThis }) => isThis);
  if (own !== undefined) {
    await client.call("endSession", { params: { session: own.id } });
  }
}
