"use server";

import type {
  BegunGitHubLink,
  GitHubSetup,
  GitHubTrigger,
  GitHubWatch,
  RouteInput,
  RouteOutput,
  Routes,
} from "@catalyst/api";
import { serverClient } from "../api/server-client.ts";
import { type Result, resultOf } from "./result.ts";

export type GitHubLink = RouteOutput<Routes["listGitHubLinks"]>["data"][number];
export type SignOff = RouteOutput<Routes["getSignOff"]>["signOff"];
type LinkAnswer = RouteOutput<Routes["finishGitHubLink"]>;
type Body<Name extends keyof Routes> = RouteInput<Routes[Name]> extends { body: infer Said } ? Said : never;

/** How far it is set up, as everybody sees it. */
export async function getGitHubSetup(): Promise<Result<{ data: GitHubSetup[] }>> {
  return resultOf(serverClient().call("getGitHubSetup", {}));
}

/** What was asked there, and what was decided of it, the newest first. */
export async function listGitHubTriggers(): Promise<Result<{ data: GitHubTrigger[] }>> {
  return resultOf(serverClient().call("listGitHubTriggers", { query: { limit: 100 } }));
}

export async function listGitHubLinks(): Promise<Result<{ data: GitHubLink[] }>> {
  return resultOf(serverClient().call("listGitHubLinks", {}));
}

export async function beginGitHubLink(host: string): Promise<Result<BegunGitHubLink>> {
  return resultOf(serverClient().call("beginGitHubLink", { body: { host } }));
}

/** What came of it by now: nothing yet, or the account is linked. */
export async function finishGitHubLink(pending: string): Promise<Result<LinkAnswer>> {
  return resultOf(serverClient().call("finishGitHubLink", { body: { pending } }));
}

export async function removeGitHubLinks(host: string): Promise<Result<null>> {
  return resultOf(serverClient().call("removeGitHubLinks", { query: { host } }));
}

/** Where Catalyst acts as whoever asks. */
export async function listGitHubWatches(): Promise<Result<{ data: GitHubWatch[] }>> {
  return resultOf(serverClient().call("listGitHubWatches", {}));
}

export async function unwatchGitHubRepository(watch: string): Promise<Result<null>> {
  return resultOf(serverClient().call("unwatchGitHubRepository", { params: { watch } }));
}

/** As whom one lets commits be signed off that one asks for; null: one doesn't. */
export async function getSignOff(): Promise<Result<SignOff>> {
  return resultOf(
    serverClient()
      .call("getSignOff", {})
      .then(({ signOff }) => signOff),
  );
}

export async function putSignOff(body: Body<"putSignOff">): Promise<Result<{ signOff: SignOff }>> {
  return resultOf(serverClient().call("putSignOff", { body }));
}

export async function removeSignOff(): Promise<Result<null>> {
  return resultOf(serverClient().call("removeSignOff", {}));
}
