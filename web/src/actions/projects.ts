"use server";

import type { Project, Repository, RouteInput, RouteOutput, Routes } from "@catalyst/api";
import { serverClient } from "../api/server-client.ts";
import { type Result, resultOf } from "./result.ts";

export type OwnSettings = RouteOutput<Routes["getSettings"]>;
export type CountingSettings = RouteOutput<Routes["checkSettings"]>;
export type SettingValue = RouteInput<Routes["putSetting"]>["body"]["value"];

const MOST_REPOSITORIES = 200;

/** The projects that one sees, one's own first. */
export async function listProjects(): Promise<Result<Project[]>> {
  return resultOf(
    serverClient()
      .call("listProjects", {})
      .then(({ data }) => data),
  );
}

/** `team` null: one's own. */
export async function createProject(
  body: { slug: string; team: string | null },
  requestName: string,
): Promise<Result<Project>> {
  return resultOf(serverClient().call("createProject", { body }, { idempotencyKey: requestName }));
}

export async function renameProject(id: string, slug: string): Promise<Result<Project>> {
  return resultOf(serverClient().call("renameProject", { params: { project: id }, body: { slug } }));
}

/** The first of them, by their address: of one project, or of all that one sees. */
export async function listRepositories(project?: string): Promise<Result<Repository[]>> {
  const query = { limit: MOST_REPOSITORIES, ...(project === undefined ? {} : { project }) };
  return resultOf(
    serverClient()
      .call("listRepositories", { query })
      .then(({ data }) => data),
  );
}

/** Makes a repository at an https address known in a project; whether it can be used is looked at when work begins. */
export async function registerRepository(project: string, url: string): Promise<Result<Repository>> {
  const body = { project, repository: { kind: "url", url } } as const;
  return resultOf(serverClient().call("registerRepository", { body }));
}

/** Says which branch is the main one, on which no result is put. */
export async function putDefaultBranch(repository: string, branch: string): Promise<Result<Repository>> {
  return resultOf(serverClient().call("putDefaultBranch", { params: { repository }, body: { branch } }));
}

/** Settings, and by which tag they are named as they are. */
export interface NamedSettings {
  own: OwnSettings;
  tag: string;
}

export async function getProjectSettings(project: string): Promise<Result<NamedSettings>> {
  return resultOf(readSettings(project));
}

async function readSettings(project: string): Promise<NamedSettings> {
  let tag = "";
  const onTag = (named: string) => {
    tag = named;
  };
  const own = await serverClient().call("getSettings", { query: { project } }, { onTag });
  return { own, tag };
}

/** What counts for work on a repository's default branch, and who said it. */
export async function checkProjectSettings(repository: string): Promise<Result<CountingSettings>> {
  return resultOf(serverClient().call("checkSettings", { params: { repository }, body: {} }));
}

/** Says a setting. `tag` names the settings that it is meant for: where they are others by now, nothing is changed. */
export async function putProjectSetting(
  project: string,
  { setting, value, tag }: { setting: string; value: SettingValue; tag: string },
): Promise<Result<NamedSettings>> {
  const put = { params: { setting }, query: { project }, headers: { "if-match": tag }, body: { value } };
  return resultOf(
    serverClient()
      .call("putSetting", put)
      .then(() => readSettings(project)),
  );
}

/** Takes a setting back, so that a repository may say it. */
export async function unsetProjectSetting(
  project: string,
  { setting, tag }: { setting: string; tag: string },
): Promise<Result<NamedSettings>> {
  const unset = { params: { setting }, query: { project }, headers: { "if-match": tag } };
  return resultOf(
    serverClient()
      .call("unsetSetting", unset)
      .then(() => readSettings(project)),
  );
}
