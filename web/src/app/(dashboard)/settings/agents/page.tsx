import type { Metadata } from "next";
import { listAgentCredentials } from "../../../../actions/agent-credentials.ts";
import { serverClient } from "../../../../api/server-client.ts";
import { AgentCredentialList } from "../../../../components/agents/agent-credential-list.tsx";
import { AddKey } from "../../../../components/agents/credentials/add-key.tsx";
import { PageHead } from "../../../../components/frame/page-head.tsx";
import { keyOwners } from "../../../../credentials/key-owner.ts";

export const metadata: Metadata = { title: "Keys and subscriptions" };

const MOST_OWNERS = 20;

export default async function AgentSettingsPage() {
  const { data: projects } = await serverClient().call("listProjects", {});
  const owners = keyOwners(projects).slice(0, MOST_OWNERS);
  const all = await Promise.all(
    owners.map(async (owner) => ({ owner, credentials: await listAgentCredentials(owner.project) })),
  );
  const isFirst = all.every(({ credentials }) => credentials.ok && credentials.value.length === 0);
  return (
    <>
      <PageHead title="Keys and subscriptions" />
      <AddKey owners={owners.filter(({ mayKeep }) => mayKeep)} isFirst={isFirst} />
      <AgentCredentialList all={all} />
    </>
  );
}
