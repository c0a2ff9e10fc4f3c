import { Refusal } from "../door/refusal.ts";
import type { Account } from "../state/account.ts";
import type { InstallationToken } from "../state/app.ts";
import type { PersonalToken } from "../state/personal-token.ts";
import type { World } from "../state/world.ts";
import { findJwtFault } from "./app-jwt.ts";

/** Who asks: the App itself by its key, one of its installations, a person by a token, or nobody. */
export type Caller =
  | { kind: "app" }
  | { kind: "installation"; token: InstallationToken }
  /** `narrowed`: by a token for some of what they may. */
  | { kind: "person"; account: Account; narrowed?: PersonalToken }
  | { kind: "nobody" };

/** Throws a refusal for a token that isn't one. */
export function readCaller(world: World, authorization: string | undefined): Caller {
  const token = /^(?:bearer|token) (\S+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) {
    return { kind: "nobody" };
  }
  if (token.split(".").length === 3) {
    const fault = findJwtFault(token, world.app, world.now());
    if (fault) {
      throw new Refusal(401, fault);
    }
    return { kind: "app" };
  }
  return readToken(world, token);
}

/** Of an installation or a person; throws a refusal for any other. */
export function readToken(world: World, text: string): Caller {
  const token = world.tokens.get(text);
  if (token && token.expiresAt > world.now()) {
    if (token.installation.suspendedAt) {
      throw new Refusal(403, "This installation has been suspended");
    }
    return { kind: "installation", token };
  }
  const narrowed = world.personalTokens.get(text);
  if (narrowed) {
    return { kind: "person", account: narrowed.account, narrowed };
  }
  const account =
    world.userTokens.get(text) ?? world.accounts.find((each) => each.token !== null && each.token === text);
  if (!account) {
    throw new Refusal(401, "Bad credentials");
  }
  return { kind: "person", account };
}

/** As whom what is done will be seen. */
export function actorOf(world: World, caller: Caller): Account {
  return caller.kind === "person" ? caller.account : world.app.bot;
}
