import type { GitHubApp } from "./github-app.ts";

type Named = Pick<GitHubApp, "host" | "slug">;

/** Where people see an App, and install it. A GitHub that a company runs has its Apps elsewhere. */
export function appPage({ host, slug }: Named): string {
  const isGitHubs = host === "github.com" || host.endsWith(".ghe.com");
  return `https://${host}/${isGitHubs ? "apps" : "github-apps"}/${slug}`;
}

/** Where an App is installed, in more accounts or repositories, too. */
export function installPage(app: Named): string {
  return `${appPage(app)}/installations/new`;
}

/** Where an organisation (null: a person) sends a manifest to. */
export function manifestPage(host: string, organization: string | null): string {
  const of = organization === null ? "" : `/organizations/${encodeURIComponent(organization)}`;
  return `https://${host}${of}/settings/apps/new`;
}

/** Where an account accepts what an App asks for since it was installed, and chooses its repositories. */
export function permissionsPage(
  host: string,
  of: { installationId: number; accountLogin: string; accountKind: string },
): string {
  const place = of.accountKind === "organization" ? `/organizations/${encodeURIComponent(of.accountLogin)}` : "";
  return `https://${host}${place}/settings/installations/${of.installationId}`;
}
