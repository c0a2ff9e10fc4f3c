import { describeForgeProblem } from "@catalyst/core";
import type { GitHubApp as StoredApp } from "@catalyst/core/forge";
import { z } from "zod";
import type { Asker } from "../client/asker.ts";
import { GitHubFault } from "../faults/github-fault.ts";
import { type Found, failed, limited, ok } from "./finding.ts";
import { inspectPermissions } from "./inspect-permissions.ts";

const App = z.object({
  owner: z.object({ login: z.string().max(255), type: z.string().max(50).optional() }),
  permissions: z.record(z.string().max(100), z.string().max(20)),
});
const Delivery = z.object({
  delivered_at: z.iso.datetime({ offset: true }),
  status: z.string().max(300),
  status_code: z.int(),
});

type Inspected = Pick<StoredApp, "host" | "slug"> & { hasWebhook: boolean };

/** What is to know of an App itself, as its GitHub says it. Throws `ForgeAway`. */
export async function inspectApp(stored: Inspected, asker: Asker): Promise<Found[]> {
  try {
    const app = await asker.ask("GET /app", {}, App);
    const settings = settingsPage(stored, app.owner);
    const mend = { page: `${settings}/permissions`, clicks: "Repository permissions, then Save changes" };
    const key = ok("key", "its key is taken");
    return [key, inspectPermissions(app.permissions, mend), await inspectWebhook(stored, { asker, settings })];
  } catch (error) {
    if (!(error instanceof GitHubFault)) {
      throw error;
    }
    const page = `https://${stored.host}/settings/apps/${stored.slug}`;
    const mend = { page, clicks: "Private keys, Generate a private key; then add the App anew" };
    return [failed("key", `Asking as the App failed: ${describeForgeProblem(error.problem)}`, mend)];
  }
}

async function inspectWebhook(
  { hasWebhook }: Inspected,
  { asker, settings }: { asker: Asker; settings: string },
): Promise<Found> {
  if (!hasWebhook) {
    return ok("webhook", "it has none: what happens is asked for");
  }
  const [last] = await asker.ask("GET /app/hook/deliveries", {}, Delivery.array());
  const mend = { page: `${settings}/advanced`, clicks: "Recent Deliveries, the newest" };
  if (last === undefined) {
    return limited("webhook", "it has told nothing yet", mend);
  }
  const said = `the last delivery, of ${last.delivered_at}, was answered with ${last.status_code} (${clean(last.status)})`;
  return last.status_code >= 200 && last.status_code < 300 ? ok("webhook", said) : failed("webhook", said, mend);
}

function settingsPage({ host, slug }: Inspected, { login, type }: z.infer<typeof App>["owner"]): string {
  const of = type === "Organization" ? `/organizations/${encodeURIComponent(login)}` : "";
  return `https://${host}${of}/settings/apps/${slug}`;
}

function clean(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} .,:'-]/gu, " ");
}
