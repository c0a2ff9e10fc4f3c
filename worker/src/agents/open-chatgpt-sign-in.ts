import { randomUUID } from "node:crypto";
import { type AgentCatalog, CatalystError, type TellProgress } from "@catalyst/core";
import { findSealingKeys } from "@catalyst/machine";
import {
  type Database,
  postgresAccountStore,
  postgresCredentialStore,
  postgresGatewayKeyStore,
} from "@catalyst/postgres";
import { findCodex, type SignInWish, signInToChatGpt } from "./sign-in-chatgpt.ts";

interface SignInPlace {
  home: string;
  db: Database;
  agents: Pick<AgentCatalog, "find" | "ensureInstalled">;
  signal: AbortSignal;
}

/** Signing in to ChatGPT, where what comes of it is stored in this home's database. */
export function openChatGptSignIn({ home, db, agents, signal }: SignInPlace) {
  const openSealing = async () => {
    const found = await findSealingKeys(home, postgresGatewayKeyStore(db));
    if (found === null) {
      throw new CatalystError("gateway_unavailable", "Sealing failed: the gateway has published no key yet.");
    }
    return found;
  };
  const credentials = {
    ...{ credentials: postgresCredentialStore(db), accounts: postgresAccountStore(db), openSealing },
    ...{ newId: randomUUID, now: () => new Date() },
  };
  return (wish: SignInWish, tell: TellProgress): Promise<string> =>
    signInToChatGpt(wish, tell, { agents, credentials, signal, findCodex: () => findCodex(home) });
}
