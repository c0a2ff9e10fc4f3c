import type { PasswordHashing } from "@catalyst/core";
import type { ServerDeps } from "../../server-deps.ts";

/** As the library hashes passwords when it signs somebody in. */
export async function openHashing({ signIn }: Pick<ServerDeps, "signIn">): Promise<PasswordHashing> {
  const { password } = await (await signIn.library()).$context;
  return { hash: password.hash, verify: password.verify };
}
