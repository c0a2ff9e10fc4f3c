"use server";

import type { RouteOutput, Routes } from "@catalyst/api";
import { serverClient } from "../api/server-client.ts";
import { type Result, resultOf } from "./result.ts";

export type Secret = RouteOutput<Routes["listSecrets"]>["data"][number];

/** The names of a repository's secrets of setup. */
export async function listRepositorySecrets(repository: string): Promise<Result<Secret[]>> {
  return resultOf(
    serverClient()
      .call("listSecrets", { params: { repository } })
      .then(({ data }) => data),
  );
}

/** Its value is told to nobody again. */
export async function putRepositorySecret(
  repository: string,
  { name, value }: { name: string; value: string },
): Promise<Result<RouteOutput<Routes["putSecret"]>>> {
  return resultOf(serverClient().call("putSecret", { params: { repository, name }, body: { value } }));
}

export async function deleteRepositorySecret(repository: string, name: string): Promise<Result<null>> {
  return resultOf(serverClient().call("removeSecret", { params: { repository, name } }));
}
