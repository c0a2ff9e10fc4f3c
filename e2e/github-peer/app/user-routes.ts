import { json } from "../door/answer.ts";
import { notFound } from "../door/refusal.ts";
import type { Call, CallerRoute } from "../route.ts";
import { findAccount } from "../state/world.ts";
import { viewPublicUser } from "../views/view-public-user.ts";

/** People: who one is, and who has a name. An installation isn't a person: it is refused by `by`. */
export const USER_ROUTES: readonly CallerRoute[] = [
  { operation: "users/get-authenticated", by: ["person"], answer: answerMyself },
  { operation: "users/get-by-username", by: ["person", "installation", "nobody"], answer: answerUser },
  { operation: "users/get-by-id", by: ["person", "installation", "nobody"], answer: answerById },
];

function answerMyself({ world, caller }: Call) {
  if (caller.kind !== "person") {
    throw notFound();
  }
  return json(200, viewPublicUser(caller.account, world.address));
}

function answerUser({ world, path }: Call) {
  const account = findAccount(world, String(path.username));
  if (!account) {
    throw notFound();
  }
  return json(200, viewPublicUser(account, world.address));
}

function answerById({ world, path }: Call) {
  const account = world.accounts.find(({ id }) => String(id) === String(path.account_id));
  if (!account) {
    throw notFound();
  }
  return json(200, viewPublicUser(account, world.address));
}
