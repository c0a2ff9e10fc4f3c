import { type ClusterConnection, ClusterFault, createObject, resourcePath } from "@catalyst/kubernetes";
import { z } from "zod";

const ACCOUNTS = { group: "", version: "v1", plural: "serviceaccounts" };
const TOKEN_SECONDS = 3600;
const Answer = z.object({ status: z.object({ token: z.string() }) });

interface Account {
  namespace: string;
  name: string;
}

/** A token of a service account that the API server signs, as a kubelet asks for it; `pod`: for that one alone. */
export async function signFor(
  admin: ClusterConnection,
  account: Account,
  { audiences, pod }: { audiences: readonly string[]; pod?: { name: string; uid: string } },
): Promise<string> {
  const boundObjectRef = pod === undefined ? {} : { boundObjectRef: { apiVersion: "v1", kind: "Pod", ...pod } };
  const answer = await admin.send({
    ...{ method: "POST", path: `${resourcePath({ resource: ACCOUNTS, ...account })}/token` },
    body: { spec: { audiences, expirationSeconds: TOKEN_SECONDS, ...boundObjectRef } },
  });
  return Answer.parse(answer).status.token;
}

/** One that is there stays as it is. */
export async function ensureAccount(admin: ClusterConnection, { namespace, name }: Account): Promise<void> {
  const place = { resource: ACCOUNTS, namespace, name: null };
  try {
    await createObject(admin, { place, object: { metadata: { name } }, writing: { fieldManager: "test" } });
  } catch (error) {
    if (!(error instanceof ClusterFault && error.kind === "exists")) {
      throw error;
    }
  }
}
