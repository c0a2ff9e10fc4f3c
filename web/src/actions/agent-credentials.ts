"use server";

import type { Credential, RouteInput, RouteOutput, Routes, Wish } from "@catalyst/api";
import { serverClient } from "../api/server-client.ts";
import { type Result, resultOf } from "./result.ts";

type NewCredential = RouteInput<Routes["addCredential"]>["body"];
export type TestedCredential = RouteOutput<Routes["testCredential"]>;

/** Whose: a team's by one of its projects; null: of whoever asks. */
interface NamedCredential {
  id: string;
  project: string | null;
}

const inProject = (project: string | null) => (project === null ? {} : { project });

/** Stores a key or a subscription, sealed to the gateway. The key is in no answer. `name`: of two requests that are called the same one is done. */
export async function createAgentCredential(body: NewCredential, name: string): Promise<Result<Credential>> {
  return resultOf(serverClient().call("addCredential", { body }, { idempotencyKey: name }));
}

/** Has a worker sign whoever asks in to ChatGPT: where to type which code is told as its progress. */
export async function beginChatGptSignIn(replace: boolean): Promise<Result<Wish>> {
  return resultOf(serverClient().call("signInToChatGpt", { body: { replace } }));
}

/** Those of whoever asks, or of a project's team, without the keys. */
export async function listAgentCredentials(project: string | null = null): Promise<Result<Credential[]>> {
  const read = async () => (await serverClient().call("listCredentials", { query: inProject(project) })).data;
  return resultOf(read());
}

export async function deleteAgentCredential({ id, project }: NamedCredential): Promise<Result<null>> {
  return resultOf(serverClient().call("removeCredential", { params: { credential: id }, query: inProject(project) }));
}

/** Has the gateway ask its provider something cheap. */
export async function testAgentCredential({ id, project }: NamedCredential): Promise<Result<TestedCredential>> {
  return resultOf(serverClient().call("testCredential", { params: { credential: id }, query: inProject(project) }));
}

/** Whether it pays as well for those who may write in its owner's repositories. */
export async function openAgentCredential(
  { id, project }: NamedCredential,
  isOpen: boolean,
): Promise<Result<Credential>> {
  const named = { params: { credential: id }, query: inProject(project) };
  return resultOf(serverClient().call("openCredential", { ...named, body: { isOpen } }));
}
