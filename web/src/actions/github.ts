"use server";

import type {
  BegunGitHubLink,
  GitHubApp,
  GitHubInstallation,
  GitHubSetup,
  GitHubTrigger,
  MissedRequest,
  RouteInput,
  RouteOutput,
  Routes,
} from "@catalyst/api";
import { serverClient } from "../api/server-client.ts";
import { type Result, resultOf } from "./result.ts";

export type GitHubLink = RouteOutput<Routes["listGitHubLinks"]>["data"][number];
export type GitHubInspection = RouteOutput<Routes["inspectGitHub"]>;
export type MissedRequests = RouteOutput<Routes["findMissedRequests"]>;
export type SignOff = RouteOutput<Routes["getSignOff"]>["signOff"];
type LinkAnswer = RouteOutput<Routes["finishGitHubLink"]>;
type Body<Name extends keyof Routes> = RouteInput<Routes[Name]> extends { body: infer Said } ? Said : never;

/** How far it is set up, as everybody sees it. */
export async function getGitHubSetup(): Promise<Result<{ data: GitHubSetup[] }>> {
  return resultOf(serverClient().call("getGitHubSetup", {}));
}

export async function listGitHubApps(): Promise<Result<{ data: GitHubApp[] }>> {
  return resultOf(serverClient().call("listGitHubApps", {}));
}

export async function changeGitHubApp(app: string, body: Body<"changeGitHubApp">): Promise<Result<GitHubApp>> {
  return resultOf(serverClient().call("changeGitHubApp", { params: { app }, body }));
}

export async function removeGitHubApp(app: string): Promise<Result<null>> {
  return resultOf(serverClient().call("removeGitHubApp", { params: { app } }));
}

export async function lookAtGitHubInstallations(app: string): Promise<Result<{ data: GitHubInstallation[] }>> {
  return resultOf(serverClient().call("lookAtGitHubInstallations", { params: { app } }));
}

/** How the Apps stand at their GitHubs. */
export async function inspectGitHub(): Promise<Result<GitHubInspection>> {
  return resultOf(serverClient().call("inspectGitHub", { body: {} }));
}

export async function findMissedRequests(): Promise<Result<MissedRequests>> {
  return resultOf(serverClient().call("findMissedRequests", { body: {} }));
}

export async function beginMissedRequests(
  chosen: Body<"beginMissedRequests">["chosen"],
): Promise<Result<{ data: MissedRequest[] }>> {
  return resultOf(serverClient().call("beginMissedRequests", { body: { chosen } }));
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
