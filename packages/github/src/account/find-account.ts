import { z } from "zod";
import type { Asker } from "../client/asker.ts";
import { orNull } from "../read/or-null.ts";

const Account = z.object({ id: z.int().positive(), login: z.string().min(1).max(255), type: z.string().max(50) });

/** `type`: `User`, `Organization` or `Bot`. */
export type Account = z.infer<typeof Account>;

/** The account of a number, or of a login, as it is called by now; null: there is none. Throws `GitHubFault`. */
export async function findAccount(asker: Asker, named: { id: number } | { login: string }): Promise<Account | null> {
  if ("login" in named) {
    return orNull(asker.ask("GET /users/{username}", { username: named.login }, Account));
  }
  const found = await orNull(asker.ask("GET /user/{account_id}", { account_id: named.id }, Account));
  return found?.id === named.id ? found : null;
}
