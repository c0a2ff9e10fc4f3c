import type { Metadata } from "next";
import {
  getGitHubSetup,
  getSignOff,
  listGitHubLinks,
  listGitHubTriggers,
  listGitHubWatches,
} from "../../../../actions/github.ts";
import { PageHead } from "../../../../components/frame/page-head.tsx";
import { GitHubLinks } from "../../../../components/github/github-links.tsx";
import { GitHubSteps } from "../../../../components/github/github-steps.tsx";
import { GitHubTriggers } from "../../../../components/github/github-triggers.tsx";
import { GitHubWatches } from "../../../../components/github/github-watches.tsx";
import { OnTheMachine } from "../../../../components/github/on-the-machine.tsx";
import { SignOffForm } from "../../../../components/github/sign-off.tsx";
import { PageFault } from "../../../../components/parts/shown/page-fault.tsx";

export const metadata: Metadata = { title: "GitHub" };

export default async function GitHubPage() {
  const [setup, links, watches, triggers, signOff] = await Promise.all([
    getGitHubSetup(),
    listGitHubLinks(),
    listGitHubWatches(),
    listGitHubTriggers(),
    getSignOff(),
  ]);
  return (
    <>
      <PageHead title="GitHub" />
      <div className="flex max-w-5xl flex-col gap-10 p-5 max-sm:p-3.5">
        {setup.ok ? (
          <GitHubSteps apps={setup.value.data} triggers={triggers.ok ? triggers.value.data : []} />
        ) : (
          <PageFault fault={setup.error} />
        )}
        {links.ok ? (
          <GitHubLinks
            links={links.value.data}
            hosts={setup.ok ? setup.value.data.filter(({ canLink }) => canLink).map(({ host }) => host) : []}
          />
        ) : (
          <PageFault fault={links.error} />
        )}
        {watches.ok ? <GitHubWatches watches={watches.value.data} /> : <PageFault fault={watches.error} />}
        {signOff.ok ? <SignOffForm signOff={signOff.value} /> : <PageFault fault={signOff.error} />}
        {triggers.ok ? <GitHubTriggers triggers={triggers.value.data} /> : <PageFault fault={triggers.error} />}
        <OnTheMachine />
      </div>
    </>
  );
}
