import { noContent } from "../door/answer.ts";
import type { Call } from "../route.ts";
import { findInstallation } from "./mint-token.ts";
import { tellInstallation } from "./tell-installation.ts";

/** Uninstalls: its tokens end at once. */
export function answerDeletedInstallation({ world, path }: Call) {
  const installation = findInstallation(world, path.installation_id);
  world.installations.splice(world.installations.indexOf(installation), 1);
  for (const [text, token] of world.tokens) {
    if (token.installation === installation) {
      world.tokens.delete(text);
    }
  }
  tellInstallation(world, installation, "deleted");
  return noContent();
}

export function answerSuspended({ world, path }: Call) {
  const installation = findInstallation(world, path.installation_id);
  installation.suspendedAt = world.now();
  tellInstallation(world, installation, "suspend");
  return noContent();
}

export function answerUnsuspended({ world, path }: Call) {
  const installation = findInstallation(world, path.installation_id);
  installation.suspendedAt = null;
  tellInstallation(world, installation, "unsuspend");
  return noContent();
}
