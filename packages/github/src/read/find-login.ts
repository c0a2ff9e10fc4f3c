import { z } from "zod";
import type { TokenStep } from "../client/with-token.ts";
import { orNull } from "./or-null.ts";

const Account = z.object({ id: z.int(), login: z.string().min(1).max(255) });

/** What the account of this number is called by now; null: there is none any more. Throws `GitHubFault`. */
export async function findLogin({ asker }: Pick<TokenStep, "asker">, id: string): Promise<string | null> {
  const found = await orNull(asker.ask("GET /user/{account_id}", { account_id: Number(id) }, Account));
  return String(found?.id) === id ? (found?.login ?? null) : null;
}
