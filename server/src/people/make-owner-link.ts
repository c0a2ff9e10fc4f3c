import { type Actor, CatalystError, permitBeside, personOf } from "@catalyst/core";
import type { ServerDeps } from "../server-deps.ts";
import { PAGES_PATH } from "./pages-path.ts";

/**
 * A link that signs in as the machine's owner, once. It is told to who asks and nobody else, as it is worth what they are. Throws
 * `forbidden`, and `unsupported` where the server listens on no port.
 */
export async function makeOwnerLink({ actor }: { actor: Actor }, deps: ServerDeps): Promise<string> {
  const { people, audit, signIn } = deps;
  permitBeside({ actor, action: "make_sign_in_link", attempt: "Making a link to sign in" });
  const userId = personOf(actor) as string;
  signIn.publicUrl();
  // The library takes ways to sign in from whoever has an address that nobody proved.
  await people.trustAddress(userId);
  const owner = await people.find(userId);
  const links: string[] = [];
  const { api } = await signIn.library();
  await api.signInMagicLink({
    headers: new Headers(),
    body: {
      email: owner?.email ?? "",
      callbackURL: signIn.landing(),
      errorCallbackURL: PAGES_PATH,
      metadata: { hand: (url: string) => void links.push(url) },
    },
  });
  const [link] = links;
  if (link === undefined) {
    throw new CatalystError("unavailable", "Making a link to sign in failed. Try again.");
  }
  await audit.add({ kind: "link_made", userId, teamId: null, facts: {} });
  return link;
}
