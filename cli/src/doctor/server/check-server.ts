import type { ApiClient } from "@catalyst/api/own";
import type { CliConfig } from "../../config.ts";
import type { Finding } from "../finding.ts";
import { checkAddress } from "./check-address.ts";
import { checkListen } from "./check-listen.ts";
import { checkSignIn } from "./check-sign-in.ts";

/** How people and programs find the server, and come in. `serverEnv`: what a further `up` would be told. */
export async function checkServer(client: ApiClient, { serverEnv }: Pick<CliConfig, "serverEnv">): Promise<Finding[]> {
  const { address, github } = await client.call("getMachine", {});
  const now = new Date();
  const [found, signIn] = await Promise.all([
    address === null ? checkListen(serverEnv, now) : checkAddress(address, now),
    checkSignIn(client, { address, github }, serverEnv),
  ]);
  return [...found, ...signIn];
}
