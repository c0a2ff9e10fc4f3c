import type { Metadata } from "next";
import {
  getGitHubSetup,
  getSignOff,
  listGitHubApps,
  listGitHubLinks,
  listGitHubTriggers,
} from "../../../../actions/github.ts";
import { PageHead } from "../../../../components/frame/page-head.tsx";
import { GitHubApps } from "../../../../components/github/github-apps.tsx";
import { GitHubFindings } from "../../../../components/github/github-findings.tsx";
import { GitHubLinks } from "../../../../components/github/github-links.tsx";
import { GitHubMissed } from "../../../../components/github/github-missed.tsx";
import { GitHubSteps } from "../../../../components/github/github-steps.tsx";
import { GitHubTriggers } from "../../../../components/github/github-triggers.tsx";
import { SignOffForm } from "../../../../components/github/sign-off.tsx";
import { FaultNote } from "../../../../components/parts/shown/fault-note.tsx";

export const metadata: Metadata = { title: "GitHub" };

export default async function GitHubPage() {
  const [setup, apps, links, triggers, signOff] = await Promise.all([
    getGitHubSetup(),
    listGitHubApps(),
    listGitHubLinks(),
    listGitHubTriggers(),
    getSignOff(),
  ]);
  const isOwner = apps.ok || apps.error.code !== "forbidden";
  return (
    <>
      <PageHead title="GitHub" />
      <div className="flex max-w-5xl flex-col gap-10 p-5 max-sm:p-3.5">
        {setup.ok ? (
          <GitHubSteps apps={setup.value.data} triggers={triggers.ok ? triggers.value.data : []} />
        ) : (
          <FaultNote fault={setup.error} />
        )}
        {links.ok ? (
          <GitHubLinks
            links={links.value.data}
            hosts={setup.ok ? setup.value.data.filter(({ canLink }) => canLink).map(({ host }) => host) : []}
          />
        ) : (
          <FaultNote fault={links.error} />
        )}
        {signOff.ok ? <SignOffForm signOff={signOff.value} /> : <FaultNote fault={signOff.error} />}
        {triggers.ok ? <GitHubTriggers triggers={triggers.value.data} /> : <FaultNote fault={triggers.error} />}
        {isOwner ? null : (
          <p className="text-ink-2">The Apps are set up and checked by the owner of the server's machine.</p>
        )}
        {apps.ok ? (
          <>
            <GitHubApps apps={apps.value.data} />
            <GitHubFindings />
            <GitHubMissed />
          </>
        ) : null}
        {!apps.ok && isOwner ? <FaultNote fault={apps.error} /> : null}
      </div>
    </>
  );
}
