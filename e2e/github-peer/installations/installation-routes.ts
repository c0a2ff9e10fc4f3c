import { json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import { notFound } from "../door/refusal.ts";
import type { Call, CallerRoute } from "../route.ts";
import { findInstallationOf, findRepository } from "../state/world.ts";
import { viewInstallation } from "../views/view-installation.ts";
import { answerDeletedInstallation, answerSuspended, answerUnsuspended } from "./change-installation.ts";
import { answerReachedRepositories, revokeToken } from "./installation-token.ts";
import { answerNewToken, findInstallation } from "./mint-token.ts";

/** Installations of the App and their tokens. */
export const INSTALLATION_ROUTES: readonly CallerRoute[] = [
  { operation: "apps/list-installations", by: ["app"], answer: answerInstallations },
  {
    operation: "apps/get-installation",
    by: ["app"],
    answer: ({ world, path }) => json(200, viewInstallation(world, findInstallation(world, path.installation_id))),
  },
  { operation: "apps/get-repo-installation", by: ["app"], answer: answerInstallationOfRepository },
  { operation: "apps/get-org-installation", by: ["app"], answer: answerInstallationOfAccount },
  { operation: "apps/get-user-installation", by: ["app"], answer: answerInstallationOfAccount },
  { operation: "apps/delete-installation", by: ["app"], answer: answerDeletedInstallation },
  { operation: "apps/suspend-installation", by: ["app"], answer: answerSuspended },
  { operation: "apps/unsuspend-installation", by: ["app"], answer: answerUnsuspended },
  { operation: "apps/create-installation-access-token", by: ["app"], answer: answerNewToken },
  { operation: "apps/revoke-installation-access-token", by: ["installation"], answer: revokeToken },
  { operation: "apps/list-repos-accessible-to-installation", by: ["installation"], answer: answerReachedRepositories },
];

function answerInstallations(call: Call) {
  const { items, headers } = paginate(call, call.world.installations);
  const views = items.map((installation) => viewInstallation(call.world, installation));
  return json(200, views, headers);
}

function answerInstallationOfRepository({ world, path }: Call) {
  const repository = findRepository(world, String(path.owner), String(path.repo));
  const installation = repository && findInstallationOf(world, repository);
  if (!installation) {
    throw notFound();
  }
  return json(200, viewInstallation(world, installation));
}

function answerInstallationOfAccount({ world, path }: Call) {
  const login = String(path.org ?? path.username).toLowerCase();
  const installation = world.installations.find(({ account }) => account.login.toLowerCase() === login);
  if (!installation) {
    throw notFound();
  }
  return json(200, viewInstallation(world, installation));
}
